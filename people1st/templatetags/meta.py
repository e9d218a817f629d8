"""What a page says of itself to other programs: its title and description, and the card that is shown beside a link."""

from collections.abc import Callable
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from campaign import cards
from people1st.cards.card import Card

LONGEST_DESCRIPTION = 160
# Pages with a card of their own: the name of the address, and of what the view gives to its template.
OWN_CARDS: dict[str, Callable[[Any], Card]] = {"article": cards.of_article, "demand": cards.of_demand}

register = template.Library()


@register.simple_block_tag
def words(content: SafeString) -> SafeString:
    """{% words as page_title %}{% block title %}…{% endblock %}{% endwords %} → one line, to be used several times."""
    return SafeString(" ".join(content.split()))


@register.filter
def brief(text: str) -> str:
    """{{ article.summary|brief }} → as much of it as a description holds, whole sentences or else whole words."""
    line = " ".join(text.split())
    if len(line) > LONGEST_DESCRIPTION:
        sentences, stop, rest = line[:LONGEST_DESCRIPTION].rpartition(". ")
        if len(sentences) > LONGEST_DESCRIPTION // 2:
            return f"{sentences}."
        line = f"{sentences}{stop}{rest}".rpartition(" ")[0].rstrip(" ,;:—–") + "…"
    return line


@register.simple_tag(takes_context=True)
def share_card(context: Context) -> Card:
    """{% share_card as card %} → the card of what the page is about, else the campaign's."""
    name = context["request"].resolver_match.url_name
    return OWN_CARDS[name](context[name]) if name in OWN_CARDS else cards.of_campaign()
