"""Filters and tags of every template: a builtin library, so no template loads it."""

from datetime import date

from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from campaign import dates, markdown as campaign_markdown
from campaign.models import Demand
from campaign.sharing import Shared
from people1st.typography import bound

register = template.Library()


@register.filter
def number(value: int | None) -> str:
    """{{ figure.number|number }} → 16,000 in English, 16 000 with a no-break space in Ukrainian and Russian."""
    return "" if value is None else dates.number(value)


@register.filter
def partial_date(day: date | None, precision: str) -> str:
    """{{ article.date|partial_date:article.date_precision }} → as much of the date as is known."""
    return dates.partial_date(day, precision) if day else ""


@register.filter
def month(day: date | None) -> str:
    """{{ endorsement.endorsed_on|month }} → January 2025."""
    return dates.month(day) if day else ""


@register.filter
def full_date(day: date | None) -> str:
    """{{ launch_date|full_date }} → 28 January 2025."""
    return dates.full_date(day) if day else ""


@register.filter
def date_range(starts: date, ends: date) -> str:
    """{{ release.starts|date_range:release.ends }} → 22 to 25 May 2025."""
    return dates.date_range(starts, ends)


@register.filter
def markdown(text: str | None) -> SafeString:
    """{{ article.body|markdown }} → sanitised HTML with headings from h2."""
    return campaign_markdown.render(text or "")


@register.filter
def shared(demand: Demand) -> Shared:
    """{{ demand|shared }} → the page of the demand, with the addresses that share it."""
    return Shared.demand(demand)


@register.filter
def typeset(text: str | None) -> str:
    """{{ demand.text|typeset }} → the text with the spaces that its language does not break."""
    return bound(text or "")


@register.filter
def fell_back(obj: Model, fields: str) -> bool:
    """{{ demand|fell_back:"heading,text" }} → whether any field is shown in English for want of a translation."""
    return any(_fell_back(obj, field.strip()) for field in fields.split(","))


@register.simple_tag
def lang_of(obj: Model, field: str) -> SafeString:
    """<p{% lang_of demand "text" %}> → lang="en" when the text fell back to English, else nothing."""
    return format_html(' lang="{}"', "en") if _fell_back(obj, field) else SafeString()


def _fell_back(obj: Model, field: str) -> bool:
    language = get_language() or "en"
    return language != "en" and not getattr(obj, f"{field}_{language}") and bool(getattr(obj, f"{field}_en"))
