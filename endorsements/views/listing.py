"""The public list, and the same as open data."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaign import versions
from endorsements import countries, exports, grouping, logos, search, totals
from endorsements.list_forms import SearchForm
from endorsements.models import Endorsement
from endorsements.paging import LAST, ListPage, NoSuchPage, first_of, page_of
from endorsements.search import Found
from people1st import sheets
from people1st.caching import in_browsers, public_page

BAD_REQUEST = 400
MOST_COUNTED = 1000  # of what a search finds


@require_safe
@public_page("q", "country", "by", "after", "before")
def endorsers(request: HttpRequest) -> HttpResponse:
    """The list, searched and filtered by the address; a wrong filter is told (400), a page that is not there is 404."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    q, country, by = (asked.get(name, "") for name in ("q", "country", "by"))
    endorsers = Endorsement.objects.public().select_related("demands_version")
    found = search.narrow(endorsers if form.is_valid() else endorsers.none(), q, country)
    try:
        page = _page(found, by, request.GET.get("after", ""), request.GET.get("before", ""))
    except NoSuchPage as error:
        raise Http404(_("The list has no such page.")) from error
    context = {
        "page": page,
        "groups": grouping.grouped(page.endorsers, by),
        "found": _number(found, page) if q or country else len(page.endorsers),
        "several_versions": versions.there_are_several(),
        "total": totals.counted(),
        "form": form,
        "q": q,
        "country": country,
        "country_name": countries.name(country),
        "logos": logos.sheet_for(page.endorsers),
        "last": LAST,
        "most_counted": MOST_COUNTED,
    }
    status = 200 if form.is_valid() else BAD_REQUEST
    return render(request, "endorsements/list.html", context, status=status)


def _page(found: Found, by: str, after: str, before: str) -> ListPage:
    if found.only_close and not by:
        return first_of(found.endorsements)
    return page_of(found.endorsements, grouping.order(by), after, before)


def _number(found: Found, page: ListPage) -> int:
    """How many were found, up to MOST_COUNTED and one more."""
    if not (page.after or page.before):
        return len(page.endorsers)
    return found.endorsements.order_by()[: MOST_COUNTED + 1].count()


@require_safe
@public_page()
def logos_sheet(_request: HttpRequest, digest: str) -> HttpResponse:
    """The logos of one page of the list, as it is now; a sheet of yesterday is 404, and whoever left is on none."""
    sheet = logos.public_sheet(digest)
    if sheet is None:
        raise Http404
    return in_browsers(sheets.answer(sheet))


@require_safe
@public_page()
def endorsements_json(_request: HttpRequest) -> HttpResponse:
    """The public list as JSON."""
    response = JsonResponse(exports.as_data(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public_page()
def endorsements_csv(_request: HttpRequest) -> HttpResponse:
    """The public list as CSV (RFC 4180)."""
    response = HttpResponse(exports.as_csv(), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = 'attachment; filename="endorsements.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    return response
