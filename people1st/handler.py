"""Django's WSGI handler, for which a request is in UTF-8 whatever it says of itself."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

UNREADABLE = {"charset": "unreadable"}  # OnlyUnicodeMiddleware refuses it, in words


class Request(WSGIRequest):
    """Reads the type of its body and obeys no charset in it.

    Django decodes the address as well by the charset of the body, and does so while the request is made, where nothing
    has yet been entered that could turn an error into an answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, LookupError):
            self.content_type, self.content_params = "", UNREADABLE


class Handler(WSGIHandler):
    """Makes such requests."""

    request_class = Request
