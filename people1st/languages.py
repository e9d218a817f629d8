"""The reader's language: decided by the path, offered in a switcher, told to search engines.

`uk` is the code everywhere; `ua` is what many readers know, so it is understood in paths and in Accept-Language.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from django.views.decorators.http import require_safe

from people1st.caching import public

LONGEST_HEADER = 500
MOST_LANGUAGES = 20
PLACES = ("after", "before")  # where a page of the list begins
LIST_FILTERS = ("q", "country", "by", "kind", "year", *PLACES)
NOT_INDEXED = frozenset(
    {"sent", "confirm", "confirmed", "manage", "mailbox", "mailbox_moved", "withdrawn", "lost_link", "lost_link_sent"}
)


def best_language(accept_language: str) -> str:
    """The site's language that fits an Accept-Language header best (RFC 9110, section 12.5.4); English when none does.

    Never raises, whatever the header holds.
    """
    for tag in _wanted(accept_language):
        first, *rest = tag.split("-")
        try:
            return get_supported_language_variant("-".join(["uk" if first == "ua" else first, *rest]))
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _wanted(accept_language: str) -> list[str]:
    """The tags of the header, the best first; what is malformed or refused (q=0) is left out."""
    parts = accept_language[:LONGEST_HEADER].split(",")[:MOST_LANGUAGES]
    pairs = [pair for part in parts for pair in parse_accept_lang_header(part.strip())]
    return [tag for tag, quality in sorted(pairs, key=itemgetter(1), reverse=True) if quality > 0 and tag != "*"]


def language_of(request: HttpRequest) -> str:
    """The language of an answer: that of the path, else that of the Accept-Language header. Cookies have no say."""
    from_path = translation.get_language_from_path(request.path_info)
    return from_path or best_language(request.headers.get("Accept-Language", ""))


@require_safe
@public
def root(request: HttpRequest) -> HttpResponse:
    """Send the reader of `/` to the best language."""
    response = HttpResponseRedirect(f"/{best_language(request.headers.get('Accept-Language', ''))}/")
    patch_vary_headers(response, ("Accept-Language",))
    return response


class UkrainianAliasMiddleware:
    """`/ua/…` moved permanently to `/uk/…`, path and query kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Redirect or pass on. The target begins with /uk/, so it can't name another host."""
        path = request.path_info
        if path != "/ua" and not path.startswith("/ua/"):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        target = "/uk/" + escape_uri_path(path.removeprefix("/ua").removeprefix("/"))
        return public(lambda _request: HttpResponsePermanentRedirect(target + (f"?{query}" if query else "")))(request)


class PathLanguageMiddleware(LocaleMiddleware):
    """Django's LocaleMiddleware without the language cookie.

    It still sends `/about/` to `/en/about/` in the best language, and sets Vary and Content-Language. What programs
    read (sitemap, exports) is the same for every reader and says nothing of languages.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of this request."""
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the headers to what a person reads."""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page or translation.get_language_from_path(request.path_info):
            return super().process_response(request, response)
        return response


def language_context(request: HttpRequest) -> dict[str, Any]:
    """What every template knows of languages and of its own address; works without a resolved view and a database.

    `site_languages`: {code, label, name, locale, url, current} of the same page in each language, with the filters of a
    list.
    `canonical_url`: absolute. `alternates`: {code, url}, x-default among them; both empty for pages that are not to be
    indexed. x-default is the page that chooses a language where there is one (`/`), the English page elsewhere.
    """
    current = translation.get_language() or settings.LANGUAGE_CODE
    match = request.resolver_match
    in_language = request.path_info.startswith(f"/{current}/")
    rest = request.path_info.removeprefix(f"/{current}/") if match and in_language else ""
    filters = _filters(request)
    page = [(name, value) for name, value in filters if name in PLACES]

    context: dict[str, Any] = {
        "SITE_URL": settings.SITE_URL,
        "site_languages": [
            {
                "code": code,
                "label": settings.LANGUAGE_LABELS.get(code, code.upper()),
                "name": get_language_info(code)["name_local"],
                "locale": settings.LANGUAGE_LOCALES[code],
                "url": _address(code, rest, filters),
                "current": code == current,
            }
            for code, _name in settings.LANGUAGES
        ],
        "canonical_url": "",
        "alternates": [],
    }
    if match and in_language and match.url_name not in NOT_INDEXED:
        context["canonical_url"] = settings.SITE_URL + _address(current, rest, page)
        context["alternates"] = alternates(rest, page)
    return context


def _filters(request: HttpRequest) -> list[tuple[str, str]]:
    """What the address asks of a list; nothing when it has so many parameters that Django reads none of them."""
    try:
        asked = request.GET
    except SuspiciousOperation:
        return []
    return [(name, value) for name in LIST_FILTERS if (value := asked.get(name))]


def alternates(rest: str, query: list[tuple[str, str]] | None = None) -> list[dict[str, str]]:
    """The absolute addresses of one page in every language, as {code, url}; `rest` is the path after the language."""
    pages = [
        {"code": code, "url": settings.SITE_URL + _address(code, rest, query or [])}
        for code, _name in settings.LANGUAGES
    ]
    default = settings.SITE_URL + ("/" if not rest else _address(settings.LANGUAGE_CODE, rest, query or []))
    return [*pages, {"code": "x-default", "url": default}]


def _address(code: str, rest: str, query: list[tuple[str, str]]) -> str:
    return f"/{code}/{escape_uri_path(rest)}" + (f"?{urlencode(query)}" if query else "")
