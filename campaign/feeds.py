"""The news as an Atom feed, one a language (RFC 4287)."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from campaign.models import Article
from people1st.caching import public_page

NEWEST = 50
# Ids stay when the site moves to another address (RFC 4151): they name the campaign's domain on its first day.
AUTHORITY = "tag:people1st.online,2025-01-28:"


def _absolute(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


class ArticleFeed(Feed):
    """The newest articles in the active language."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """Name of the feed."""
        return gettext("People First: news")

    def subtitle(self) -> str:
        """What the feed holds."""
        return gettext("Statements, letters, press and analysis about the release of captives.")

    def link(self) -> str:
        """Where a person reads the same."""
        return _absolute("news")

    def feed_url(self) -> str:
        """Where the feed itself is."""
        return _absolute("feed")

    def feed_guid(self) -> str:
        """The id of this language's feed."""
        return f"{AUTHORITY}{get_language()}/news"

    def get_feed(self, obj: None, request: HttpRequest) -> Any:
        """Django's feed, in the active language (xml:lang)."""
        self.language = get_language()
        return super().get_feed(obj, request)

    def items(self) -> list[Article]:
        """The newest published articles."""
        return list(Article.objects.published()[:NEWEST])

    def item_title(self, item: Article) -> str:
        """Our title."""
        return item.title

    def item_description(self, item: Article) -> str:
        """Our summary, as plain text."""
        return item.summary

    def item_link(self, item: Article) -> str:
        """The article's page."""
        return _absolute("article", item.slug)

    def item_guid(self, item: Article) -> str:
        """An id that stays: the slug of an article can't be changed."""
        return f"{AUTHORITY}{get_language()}/news/{item.slug}"

    def item_author_name(self, item: Article) -> str:
        """Who wrote the original."""
        return item.author or "People First"

    def item_pubdate(self, item: Article) -> datetime | None:
        """The day of the original, where it is known; a month or a season is not made into a day."""
        if item.date_precision != "day":
            return None
        return timezone.make_aware(datetime.combine(item.date, time(12)))

    def item_updateddate(self, item: Article) -> datetime:
        """When our words last changed."""
        return item.updated_at


@require_safe
@public_page()
def feed(request: HttpRequest) -> HttpResponse:
    """The feed of the path's language.

    Its Last-Modified is the revision’s: the newest article’s would not move when one is taken back.
    """
    response = ArticleFeed()(request)
    del response.headers["Last-Modified"]
    return response
