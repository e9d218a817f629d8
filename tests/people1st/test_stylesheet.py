"""people1st/stylesheet.py: one stylesheet for readers."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from people1st.stylesheet import STYLESHEET, Paths, joined

CSS = Path(settings.BASE_DIR) / "static" / "css"


def paths(folder: Path) -> Paths:
    """What `collectstatic` hands over for the stylesheets of `folder`."""
    storage = FileSystemStorage(location=folder)
    return {f"css/{file.name}": (storage, file.name) for file in folder.glob("*.css")}


def test_every_file_is_joined_once() -> None:
    text = joined(paths(CSS))

    assert "@import" not in text
    for file in CSS.glob("*.css"):
        if f"css/{file.name}" != STYLESHEET:
            assert text.count(file.read_text(encoding="utf-8")) == 1, file.name


def test_the_files_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text('@import url("b.css");\n@import url("a.css");\n', encoding="utf-8")
    (tmp_path / "a.css").write_text("a {}", encoding="utf-8")
    (tmp_path / "b.css").write_text("b {}", encoding="utf-8")

    assert joined(paths(tmp_path)) == "b {}\na {}\n"


def test_a_file_that_is_missing_stops_the_joining(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text('@import url("lost.css");\n', encoding="utf-8")

    with pytest.raises(KeyError, match="lost"):
        joined(paths(tmp_path))


def test_no_style_asks_another_host_or_moves() -> None:
    text = joined(paths(CSS))

    assert "://" not in text
    assert "transition" not in text
    assert "animation" not in text
