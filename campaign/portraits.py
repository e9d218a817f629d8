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


def shown_quotes() -> list[Quote]:
    """The quotes that are shown now; a portrait that one of a person's quotes has stands beside all of theirs."""
    quotes = list(Quote.objects.shown())
    known = {quote.person: quote for quote in reversed(quotes) if quote.portrait_id}
    for quote in quotes:
        if quote.portrait_id is None and (other := known.get(quote.person)):
            quote.portrait_id, quote.portrait_credit = other.portrait_id, other.portrait_credit
    return quotes


@require_safe
@public_page()
def portraits(_request: HttpRequest, digest: str) -> HttpResponse:
    """The sheet of the quotes that are shown now; any other is 404, what it was yesterday too."""
    now = sheet()
    if now is None or now.digest != digest:
        raise Http404
    return in_browsers(sheets.answer(now))
