"""Files that are sent in: one picture, by staff, on the pages that ask for one. It stays in memory."""

import io
import re
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

MOST_BYTES = 5 * 1024 * 1024
# What such a page reads before it refuses: somebody who chose a file that is too large is told so, beside the field.
LONGEST_BODY = 32 * 1024 * 1024
_PAGES = re.compile(r"/admin/(?:campaign/quote/(?:add|[0-9]+/change)|endorsements/endorsement/[0-9]+/logo)/")


def has_a_file(request: HttpRequest) -> bool:
    """Whether the page has a form with a picture."""
    return bool(_PAGES.fullmatch(request.path_info))


class PictureHandler(FileUploadHandler):
    """Keeps a picture up to its limit, and counts what came beyond it. Refuses files everywhere else (400)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin, or refuse."""
        if self.request is None or not has_a_file(self.request):
            msg = "No file can be sent to this page."
            raise TooManyFilesSent(msg)
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Keep what there is room for."""
        self.kept.write(raw_data[: MOST_BYTES - self.kept.tell()])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, with the size that it had."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type or "", file_size, self.charset
        )
