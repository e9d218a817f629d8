"""The demands outside the first page: each at an address of its own, and all of them as a leaflet."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from campaign.dates import LAUNCHED_ON
from campaign.models import Demand, Figure, Group
from campaign.qr import drawn
from campaign.sharing import Shared
from campaign.strokes import strokes
from campaign.versions import current
from people1st.caching import public_page


@require_safe
@public_page()
def demand(request: HttpRequest, anchor: str) -> HttpResponse:
    """One demand, with the figures that belong to it and its neighbours in the order of the campaign."""
    demands = list(Demand.objects.all())
    place = next((place for place, one in enumerate(demands) if one.anchor == anchor), None)
    if place is None:
        raise Http404(gettext("There is no such demand."))
    this = demands[place]
    context = {
        "demand": this,
        "total": len(demands),
        "previous": demands[place - 1] if place else None,
        "next": demands[place + 1] if place + 1 < len(demands) else None,
        "figures": list(Figure.objects.shown().filter(demand=this)),
        "shared": Shared.demand(this),
    }
    return render(request, "campaign/demand.html", context)


@require_safe
@public_page()
def leaflet(request: HttpRequest) -> HttpResponse:
    """The campaign on two sheets of paper, with the address of the first page in this language and its QR code."""
    address = settings.SITE_URL + reverse("demands")
    leading = Figure.objects.in_short().first()
    context = {
        "demands": list(Demand.objects.all()),
        "groups": list(Group.objects.all()),
        "leading": leading,
        "strokes": strokes(leading.people) if leading else None,
        "launch_date": LAUNCHED_ON,
        "version": current(),
        "address": address,
        "short_address": address.removeprefix("https://").removesuffix("/"),
        "qr": drawn(address),
    }
    return render(request, "campaign/leaflet.html", context)
