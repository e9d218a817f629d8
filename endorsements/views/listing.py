"""The public list, and the same as open data."""

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaign import versions
from endorsements import countries, exports, grouping, logos, search, totals
from endorsements.list_forms import SearchForm
from endorsements.models import Endorsement
from people1st import sheets
from people1st.caching import in_browsers, public_page

BAD_REQUEST = 400


@require_safe
@public_page("q", "country", "by", "page")
def endorsers(request: HttpRequest) -> HttpResponse:
    """The list, searched and filtered by the address; a wrong filter is told (400), a page that is not there is 404."""
    form = SearchForm(request.GET)
    found = Endorsement.objects.public()
    if form.is_valid():
        found = search.narrow(found, form.cleaned_data["q"], form.cleaned_data["country"])
        found = grouping.ordered(found, form.cleaned_data["by"])
    else:
        found = found.none()
    paginator = Paginator(found.select_related("demands_version"), logos.TOGETHER)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except (PageNotAnInteger, EmptyPage) as error:
        raise Http404(_("The list has no such page.")) from error
    cleaned = form.cleaned_data
    context = {
        "page": page,
        "groups": grouping.grouped(page, cleaned.get("by", "")),
        "found": paginator.count,
        "several_versions": versions.there_are_several(),
        "total": totals.counted(),
        "form": form,
        "q": cleaned.get("q", ""),
        "country": cleaned.get("country", ""),
        "country_name": countries.name(cleaned.get("country", "")),
        "logos": logos.sheet_for(page.object_list),
    }
    status = 200 if form.is_valid() else BAD_REQUEST
    return render(request, "endorsements/list.html", context, status=status)


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
