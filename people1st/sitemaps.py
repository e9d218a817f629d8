"""The sitemap: every page that search engines may keep, in every language.

Source: https://www.sitemaps.org/protocol.html
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as render_sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaign.models import Article, Demand
from people1st.caching import public_page
from people1st.languages import alternates

PAGES = ("demands", "about", "news", "figures", "leaflet", "endorsers", "endorse", "privacy", "accessibility")


class InEveryLanguage(Sitemap):
    """Pages at the site's public address, whatever host was asked, each with its alternates."""

    i18n = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:  # noqa: ARG002 - Django's signature
        """The host of SITE_URL."""
        return urlsplit(settings.SITE_URL).netloc

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Django's entries, with the alternates that the pages themselves name."""
        entries = super().get_urls(page=page, site=site, protocol=protocol)
        for entry in entries:
            rest = urlsplit(entry["location"]).path.split("/", 2)[2]
            entry["alternates"] = [{"lang_code": one["code"], "location": one["url"]} for one in alternates(rest)]
        return entries


class Pages(InEveryLanguage):
    """The pages that are always there."""

    def items(self) -> list[str]:
        """Names of addresses."""
        return list(PAGES)

    def location(self, item: str) -> str:
        """The path in the active language."""
        return reverse(item)


class Demands(InEveryLanguage):
    """The demands, each at its own address."""

    def items(self) -> Any:
        """In the order of the campaign."""
        return Demand.objects.all()

    def location(self, item: Demand) -> str:
        """The path in the active language."""
        return reverse("demand", args=[item.anchor])


class Articles(InEveryLanguage):
    """The published articles."""

    def items(self) -> Any:
        """Newest first."""
        return Article.objects.published()

    def location(self, item: Article) -> str:
        """The path in the active language."""
        return reverse("article", args=[item.slug])

    def lastmod(self, item: Article) -> datetime:
        """When our words last changed."""
        return item.updated_at


@require_safe
@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """One file; it may hold 50,000 addresses."""
    response = render_sitemap(
        request,
        {"pages": Pages(), "demands": Demands(), "articles": Articles()},
        content_type="application/xml; charset=utf-8",
    )
    return response.render()
