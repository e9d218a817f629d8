"""Pages that join the two applications, what programs ask for, and the error pages."""

from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from campaign.views import CONTACT_ADDRESS, demands_context
from endorsements import totals
from endorsements.models import Endorsement
from people1st import keys
from people1st.caching import public, public_page

# The first page stays light however many endorse; the list has them all.
ENDORSERS_SHOWN = 100
TEXT = "text/plain; charset=utf-8"
SECURITY_TXT_EXPIRES = "2027-10-20T00:00:00Z"
_NOT_FOR_ROBOTS = ("/admin/", "/*/endorse/confirm/", "/*/endorse/manage/", "/*/endorse/mailbox/", "/*/endorse/link/")


@require_safe
@public_page()
def demands(request: HttpRequest) -> HttpResponse:
    """The first page of a language: the demands, and who stands behind them."""
    context = demands_context() | {
        "endorsers": list(Endorsement.objects.public()[:ENDORSERS_SHOWN]),
        "endorser_total": totals.counted(),
    }
    return render(request, "campaign/demands.html", context)


@require_safe
@public
def favicon(_request: HttpRequest) -> HttpResponse:
    """Where the icon is that browsers ask for on pages without one of their own, such as the admin's."""
    return redirect(static("img/favicon.ico"))


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process is alive; asks nothing of the database."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, every migration is applied and no key is missing, 503 otherwise."""
    problem = _what_is_missing()
    if problem:
        return HttpResponse(f"{problem}\n", content_type=TEXT, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse("ready\n", content_type=TEXT)


def _what_is_missing() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    if waiting:
        return "migrations are not applied"
    return "a key that contact data is kept under is not in ENCRYPTION_KEYS" if keys.lost() else ""


@require_safe
@public
def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers may read (RFC 9309). Pages behind a mailed link are not theirs."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type=TEXT)


@require_safe
@public
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). A test fails a month before it expires."""
    lines = [
        f"Contact: mailto:{CONTACT_ADDRESS}",
        f"Expires: {SECURITY_TXT_EXPIRES}",
        "Preferred-Languages: en, uk, ru",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=TEXT)
