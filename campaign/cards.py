"""What the share cards say, in the active language: of the campaign, of each demand, of each published article."""

import re
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext

from campaign.dates import LAUNCHED_ON, full_date, partial_date
from campaign.models import Article, Demand, Figure
from people1st.cards.card import Card

CAMPAIGN = "campaign"
DEMAND, ARTICLE = "demand-", "article-"


def named(name: str) -> Card | None:
    """The card with this name as it is now; None when there is no such demand and no such published article."""
    if name == CAMPAIGN:
        return of_campaign()
    if name.startswith(DEMAND):
        demand = Demand.objects.filter(anchor=name.removeprefix(DEMAND)).first()
        return of_demand(demand) if demand else None
    if name.startswith(ARTICLE):
        article = Article.objects.published().filter(slug=name.removeprefix(ARTICLE)).first()
        return of_article(article) if article else None
    return None


def of_campaign() -> Card:
    """The leading figure, as the first page has it; the campaign's sentence while no figure leads."""
    above = gettext("International campaign, since %(date)s") % {"date": full_date(LAUNCHED_ON)}
    leading = Figure.objects.in_short().first()
    if leading is None:
        return Card(_language(), CAMPAIGN, above, gettext("Whatever settlement is sought, people come first"))
    return Card(
        _language(),
        CAMPAIGN,
        above,
        leading.what,
        number=_value(leading),
        below=(_date_and_source(leading),),
        people=leading.people,
    )


def of_demand(demand: Demand) -> Card:
    """The demand's heading, and its first figure."""
    above = gettext("Demand %(number)s of %(total)s") % {"number": demand.position, "total": Demand.objects.count()}
    figure = Figure.objects.shown().filter(demand=demand).first()
    return Card(
        _language(),
        DEMAND + demand.anchor,
        above,
        demand.heading,
        below=(f"{_value(figure)} {figure.what}", _date_and_source(figure)) if figure else (),
        people=figure.people if figure else 0,
    )


def of_article(article: Article) -> Card:
    """The article's title, and whose it is."""
    published = partial_date(article.date, article.date_precision)
    publisher = "" if article.is_ours else article.publisher
    below = " · ".join(filter(None, (publisher, published)))
    return Card(_language(), ARTICLE + article.slug, article.get_kind_display(), article.title, below=(below,))


def _value(figure: Figure) -> str:
    return _as_text("partials/figure_value.html", figure)


def _date_and_source(figure: Figure) -> str:
    return f"{_as_text('partials/figure_date.html', figure)} · {figure.source}"


def _as_text(template: str, figure: Figure) -> str:
    """What the pages write, without its elements; no-break spaces stay."""
    text = unescape(strip_tags(render_to_string(template, {"figure": figure})))
    return re.sub(r"[ \n]+", " ", text).strip(" ")


def _language() -> str:
    return get_language() or "en"
