"""What may be asked at all: a GET, a HEAD or a POST, with a body of known and modest length."""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people1st import errors, uploads

METHODS = ("GET", "HEAD", "POST")
# The longest form of the public side has some 2,000 characters; what is too long for a field still comes back as typed.
PUBLIC_BODY = 256 * 1024
STAFF_PATH = "/admin/"
LONGEST_LENGTH = 18  # digits: no body is so long, and `int` refuses thousands of them


class PlainRequestsMiddleware:
    """Refuses other methods (405), a body without a length (411) or with too much of it (413), and reads none of it.

    It also puts words into the empty answer of a view that was asked in another way than it answers (405).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse or pass on."""
        if request.method not in METHODS:
            return errors.method_not_allowed(request, ", ".join(METHODS))
        if request.headers.get("Transfer-Encoding"):
            return errors.length_required(request)
        if _length(request) > _most(request):
            return errors.too_large(request)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return errors.method_not_allowed(request, response.headers.get("Allow", ""))
        return response


def _length(request: HttpRequest) -> int:
    """What Content-Length says; 0 without one, as Django reads it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return 0
    return int(length) if len(length) <= LONGEST_LENGTH else sys.maxsize


def _most(request: HttpRequest) -> int:
    """The bytes of the longest body; editors send articles in three languages, and pictures on some pages."""
    if uploads.has_a_file(request):
        return uploads.LONGEST_BODY
    staff: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return staff if request.path_info.startswith(STAFF_PATH) else PUBLIC_BODY
