"""Django's WSGI handler, for which a request is in UTF-8 whatever it says of itself."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
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
    """Makes such requests, and answers a HEAD without a body (RFC 9110, 9.3.2), which gunicorn would warn of."""

    request_class = Request

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; to a HEAD with the headers of a GET alone, its length among them."""
        response = super().get_response(request)
        if request.method == "HEAD":
            _drop_body(response)
        return response


def _drop_body(response: HttpResponseBase) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    elif isinstance(response, HttpResponse) and response.content:
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
