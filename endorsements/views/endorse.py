"""The form, and the page after it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaign.models import Demand
from endorsements import limits
from endorsements.forms import EndorseForm
from endorsements.link_forms import LostLinkForm
from endorsements.views import waits

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest) -> HttpResponse:
    """The form; a good one is kept and answered with a redirect, a wrong one comes back with what was typed (422)."""
    form = EndorseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.submit()
        return redirect("sent")
    context = {"form": form, "version": form.version, "demands": Demand.objects.all()}
    return render(request, "endorsements/endorse.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for everyone."""
    return render(request, "endorsements/sent.html")


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
    page = render(
        request, "endorsements/lost_link.html", context, status=UNPROCESSABLE if form.is_bound else 200
    )
    return waits.too_many(page, wait) if wait else page


@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    """Where to look for the link."""
    return render(request, "endorsements/lost_link_sent.html")
