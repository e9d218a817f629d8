"""The portraits beside the quotes: one file for all that the demands page shows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from campaign.models import Quote
from people1st import sheets
from people1st.caching import in_browsers, public_page
from people1st.sheets import PORTRAITS, Sheet


def sheet() -> Sheet | None:
    """The portraits of the quotes that are shown now, in their order; None when none has one."""
    return sheets.sheet_of(PORTRAITS, Quote.objects.shown().values_list("portrait_id", "portrait__sha256"))


@require_safe
@public_page()
def portraits(_request: HttpRequest, digest: str) -> HttpResponse:
    """The sheet of the quotes that are shown now; any other is 404, what it was yesterday too."""
    now = sheet()
    if now is None or now.digest != digest:
        raise Http404
    return in_browsers(sheets.answer(now))
