"""Serves the share cards. A card is drawn when it is first asked for, and kept (people1st/cards/keeping.py)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import override
from django.views.decorators.http import require_safe

from campaign import cards
from people1st.caching import public
from people1st.cards.keeping import picture


@require_safe
@public
def card(_request: HttpRequest, language: str, name: str, digest: str) -> HttpResponse:
    """The card at its present address; one of an older address leads there, for those who remember it.

    Kept no longer than a page is: the words of an article that is withdrawn go from shared caches with it.
    """
    with override(language):
        present = cards.named(name)
    if present is None:
        raise Http404
    if digest != present.digest:
        return redirect(present.address)
    return HttpResponse(picture(present), content_type="image/png")
