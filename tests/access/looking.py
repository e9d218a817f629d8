"""Reads an open page as axe-core, html-validate and a reader with a narrow window would; tells what is wrong."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

LOOKING = Path(__file__).with_name("looking.js").read_text(encoding="utf-8")
# WCAG 2.0 to 2.2 at A and AA, what axe-core counts as good practice, and AAA for the contrast of text.
EVERYTHING = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
# What another scheme can change.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]},
    "resultTypes": ["violations"],
    "preload": False,
}
# Django writes most of the admin's HTML; these rules it breaks by itself: headings of tables without text, a search
# field with a title for a label, the shortcuts of dates whose names do not hold the words seen.
OF_DJANGO = ("empty-table-header", "label-title-only", "label-content-name-mismatch")
ASK = """async (options) => (await axe.run(document, options)).violations.flatMap((violation) => violation.nodes.map(
  (node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`))"""
DESKTOP = {"width": 1280, "height": 1024}
FOUR_TIMES = {"width": 320, "height": 256}  # the desktop at 400 per cent zoom


def with_axe(page: Page, axe: str, *, leave: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds in the page, in both schemes; `leave` names rules that are left out."""
    page.evaluate(axe)
    found = []
    for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # or colours are read while they change
        lines = page.evaluate(ASK, options)
        found += [f"axe, {scheme}: {line}" for line in lines if not line.startswith(leave)]
    page.emulate_media(color_scheme="light")
    return found


def by_hand(page: Page, *, own_words: bool = True) -> list[str]:
    """What else is wrong with the headings, the sizes, in a narrow window, with wide spacing.

    With `own_words` the page holds nothing that others wrote: each word has to be in the language that it is marked as.
    """
    page.evaluate(LOOKING)
    found = _ask(page, "headings()") + _ask(page, "targets()") + _ask(page, "spaced()")
    found += _ask(page, "languages()") if own_words else []
    page.set_viewport_size(FOUR_TIMES)
    for question in ("wide('at 400 per cent')", "cut('at 400 per cent')", "targets()", "spaced()"):
        found += _ask(page, question)
    page.set_viewport_size(DESKTOP)
    return found


def _ask(page: Page, question: str) -> list[str]:
    answer: Any = page.evaluate(f"look.{question}")
    return list(answer)
