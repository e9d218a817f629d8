"""Markdown of editors, rendered by one library and sanitised by another."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from people1st.typography import NO_BREAK, bound

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

# "js-default" is CommonMark with tables and strikethrough, without raw HTML. Images are off: no page loads anything
# from another host.
_parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False}).disable("image")


def render(text: str, first_heading: int = 2) -> SafeString:
    """HTML of the Markdown `text`, safe to put into a page.

    `first_heading` is the level of its highest heading, so that a page keeps its own h1. Links lead to http, https,
    mailto or a path of this site, and carry rel="noopener". What is not on the list of tags is dropped, its text kept.
    """
    tokens = _parser.parse(bound(text))
    _free_code(tokens)
    _move_headings(tokens, first_heading)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def _free_code(tokens: list[Token]) -> None:
    """What stands in code is copied, so its spaces are plain."""
    for token in tokens:
        if token.type in {"code_inline", "code_block", "fence"}:
            token.content = token.content.replace(NO_BREAK, " ")
        _free_code(token.children or [])


def _move_headings(tokens: list[Token], first: int) -> None:
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=first)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + first, 6)}"
