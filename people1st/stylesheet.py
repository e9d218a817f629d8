"""One stylesheet for readers, many small files for those who write them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

STYLESHEET = "css/site.css"
_IMPORT = re.compile(r'^@import url\("([a-z]+\.css)"\);$', re.MULTILINE)

Paths = Mapping[str, tuple[Storage, str]]


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types there
    """WhiteNoise's storage, for which css/site.css is the files that it imports, one after another.

    Browsers fetch imports only once they have read the file that names them: on a slow line, a second journey.
    """

    def post_process(self, paths: Paths, **options: Any) -> Iterator[tuple[str, str | None, Any]]:
        """Join, then hash and compress as ever. Called by `collectstatic`; `paths` is name → (storage, path there)."""
        if STYLESHEET in paths and not options.get("dry_run"):
            paths = {**paths, STYLESHEET: (_holding(joined(paths)), STYLESHEET)}
        yield from super().post_process(paths, **options)


def joined(paths: Paths) -> str:
    """The text of css/site.css, each import replaced by the file it names. Raises KeyError for one that is missing."""
    return _IMPORT.sub(lambda found: _read(paths, f"css/{found[1]}"), _read(paths, STYLESHEET))


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return bytes(file.read()).decode()


def _holding(text: str) -> Storage:
    storage = InMemoryStorage()
    storage.save(STYLESHEET, ContentFile(text.encode()))
    return storage
