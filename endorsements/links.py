"""What every page behind a mailed link shares: found by its secret, never kept, never indexed, no referrer."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from endorsements import tokens
from endorsements.models import Endorsement
from endorsements.models.states import Status
from endorsements.models.token import Purpose

View = Callable[[HttpRequest, str], HttpResponse]
Page = Callable[[HttpRequest, Endorsement], HttpResponse]
NOT_FOUND, GONE = 404, 410


def opened_by(purpose: Purpose) -> Callable[[Page], View]:
    """Turn a view of an endorsement into a view of the token that opens it.

    The secret in the address is what a forger would need, so these pages need no CSRF cookie; under `no-referrer`
    browsers send `Origin: null`, which Django's check would refuse.
    """

    def decorate(page: Page) -> View:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            endorsement = tokens.find(token, purpose)
            reason = _why_gone(endorsement, purpose)
            if endorsement is None or reason:
                status = NOT_FOUND if reason == "unknown" else GONE
                response = render(request, "endorsements/link_gone.html", {"reason": reason}, status=status)
            else:
                response = page(request, endorsement)
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            return response

        return view

    return decorate


def _why_gone(endorsement: Endorsement | None, purpose: Purpose) -> str:
    if endorsement is None:
        return "unknown"
    if endorsement.status == Status.WITHDRAWN:
        return "withdrawn"
    if endorsement.status == Status.EXPIRED:
        return "expired"
    if purpose == Purpose.CONFIRM and tokens.has_run_out(endorsement):
        return "confirmed" if endorsement.confirmed_at else "expired"
    if purpose == Purpose.MANAGE and endorsement.status not in {Status.WAITING, Status.APPROVED}:
        return "unknown"
    return ""
