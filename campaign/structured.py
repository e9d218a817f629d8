"""What the campaign says, in the words of https://schema.org, as documents beside the pages (JSON-LD 1.1).

A page names its document by a link of the kind `alternate`; there is no script element on any page. The documents say
what the pages say and no more: of a text that others published, that our page is about it and where it stands.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaign.dates import LAUNCHED_ON
from campaign.models import Article, Quote
from campaign.models.article import OURS
from campaign.views import CONTACT_ADDRESS
from people1st.caching import public_page

CONTEXT = "https://schema.org"
KNOWN_AS = ("People1st", "People First!")
ELSEWHERE = "https://people1st.online"
# Of a date as much as is known; ISO 8601 has no season.
_DATES = {"day": "%Y-%m-%d", "month": "%Y-%m"}

type Node = dict[str, Any]


def organisation() -> Node:
    """The campaign."""
    site = settings.SITE_URL + "/"
    node: Node = {
        "@type": "Organization",
        "@id": f"{site}#campaign",
        "name": OURS,
        "alternateName": list(KNOWN_AS),
        "url": site,
        "logo": settings.SITE_URL + static("img/icon-512.png"),
        "email": CONTACT_ADDRESS,
        "foundingDate": LAUNCHED_ON.isoformat(),
    }
    return node if settings.SITE_URL == ELSEWHERE else {**node, "sameAs": ELSEWHERE}


def quotation(quote: Quote) -> Node:
    """One voice, as the page shows it: a translation says so, and says of which language."""
    node: Node = {
        "@type": "Quotation",
        "text": quote.fragment,
        "inLanguage": _language_of(quote, "fragment"),
        "spokenByCharacter": {"@type": "Person", "name": quote.person, "jobTitle": quote.role},
        "citation": quote.source,
    }
    if quote.is_translation:
        node["translationOfWork"] = {"@type": "Quotation", "inLanguage": quote.original_language}
    return node


def news_article(article: Article) -> Node:
    """Our page of an article. What others wrote is what it is based on: author and date are of that."""
    address = settings.SITE_URL + reverse("article", args=[article.slug])
    node: Node = {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": _language_of(article, "title"),
        "publisher": organisation(),
    }
    if article.is_ours:
        return node | _date(article) | _credit(article)
    original: Node = {"@type": "CreativeWork"} | _date(article) | _credit(article)
    if article.publisher:
        original["publisher"] = {"@type": "Organization", "name": article.publisher}
    if article.original_url:
        original["url"] = article.original_url
    return node | {"isBasedOn": original}


def _credit(article: Article) -> Node:
    """Who wrote it. The names stand in one line, of one person or of several: they are a credit, no `Person`."""
    if article.author == OURS:
        return {"author": organisation()}
    return {"creditText": article.author} if article.author else {}


def _date(article: Article) -> Node:
    form = _DATES.get(article.date_precision)
    return {"datePublished": article.date.strftime(form)} if form else {}


def _language_of(obj: Quote | Article, field: str) -> str:
    """The language of the words that are shown: English where there is no translation."""
    language = get_language() or settings.LANGUAGE_CODE
    return language if getattr(obj, f"{field}_{language}") else settings.LANGUAGE_CODE


@require_safe
@public_page()
def campaign(_request: HttpRequest) -> HttpResponse:
    """The campaign and the voices of the first page."""
    return _answer({"@graph": [organisation(), *map(quotation, Quote.objects.shown())]})


@require_safe
@public_page()
def article(_request: HttpRequest, slug: str) -> HttpResponse:
    """One published article."""
    return _answer(news_article(get_object_or_404(Article.objects.published(), slug=slug)))


def _answer(content: Node) -> HttpResponse:
    return JsonResponse(
        {"@context": CONTEXT, **content},
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False},
    )
