"""The form, and the page after it."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaign.models import Demand
from endorsements import limits
from endorsements.forms import EndorseForm
from endorsements.link_forms import LostLinkForm
from endorsements.models import Protection
from endorsements.views import waits
from people1st import security, sources
from people1st.headers import with_script

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest) -> HttpResponse:
    """The form; a good one is kept and answered with a redirect, a wrong one comes back with what was typed (422)."""
    form = EndorseForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    wait = limits.form_wait(request)
    if wait:
        return waits.too_many(_page(request, form, wait=wait), wait)
    if not form.use_page():
        security.record(security.Event.LIMIT_HIT, request=request, scope="page")
        return _page(request, form, status=UNPROCESSABLE)
    if form.is_machine:
        security.record(security.Event.REFUSED_REQUEST, request=request, why="machine")
    form.submit(sender_digest=sources.sender_digest(request))
    return redirect("sent")


def _page(request: HttpRequest, form: EndorseForm, *, status: int = 200, wait: timedelta | None = None) -> HttpResponse:
    context = {
        "form": form,
        "version": form.version,
        "demands": Demand.objects.all(),
        "confirm_days": settings.CONFIRM_LINK_LIFETIME.days,
        "wait_minutes": waits.minutes(wait),
    }
    show = with_script(render) if form.challenge else render
    return show(request, "endorsements/endorse.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for everyone."""
    return render(request, "endorsements/sent.html", {"proof_of_work": Protection.current().proof_of_work})


@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Ask for a lost link; the answer is the same for known and unknown addresses."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    wait = None
    if form.is_bound and form.is_valid():
        wait = limits.form_wait(request)
        if not wait:
            form.act()
            return redirect("lost_link_sent")
    context = {"form": form, "wait_minutes": waits.minutes(wait)}
    page = render(request, "endorsements/lost_link.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    return waits.too_many(page, wait) if wait else page


@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    """Where to look for the link."""
    return render(request, "endorsements/lost_link_sent.html")
