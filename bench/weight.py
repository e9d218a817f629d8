"""How heavy the pages are: every byte that a browser is sent, at the first view and at the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.serving import Serving, pages
from people1st.local import browser

KB = 1024
# What we allow ourselves, in bytes: HTML in English and in Cyrillic, the rest in every language.
HTML = {"en": 14 * KB, "uk": 20 * KB, "ru": 20 * KB}
STYLES, FONTS, FIRST_VIEW, REQUESTS = 10 * KB, 60 * KB, 100 * KB, 6
WIDTHS = (390, 1280)
KINDS = {"document": "html", "stylesheet": "styles", "font": "fonts"}


@dataclass(frozen=True)
class View:
    """What one view of a page took: bytes as they were sent, headers and bodies, of each kind and in all."""

    kinds: Mapping[str, float]
    whole: float
    requests: int
    statuses: tuple[int, ...]


def table(site: Serving) -> str:
    """A line for each page and language: used, in brackets the part of what is allowed; the heavier of two widths."""
    head = f"{'bytes with headers, of what is allowed':<36}"
    head += "".join(
        f"{name:>16}" for name in ("HTML", "CSS", "fonts", "pictures", "requests", "first view", "next view")
    )
    lines = [head]
    chosen = pages("demands", "article", "list", "form", "figures")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=site.flags)
        for name, language, path in chosen:
            views = [_two_views(chromium, site.address + path, width) for width in WIDTHS]
            lines.append(_line(f"{name}, {language}", language, *max(views, key=lambda both: both[0].whole)))
        chromium.close()
    return "\n".join(lines) + "\n"


def _line(name: str, language: str, first: View, second: View) -> str:
    used = [
        _of(first.kinds["html"], HTML[language]),
        _of(first.kinds["styles"], STYLES),
        _of(first.kinds["fonts"], FONTS),
        f"{first.kinds['pictures']:,.0f}",
        _of(first.requests, REQUESTS),
        _of(first.whole, FIRST_VIEW),
        f"{second.whole:,.0f} ({'+'.join(map(str, second.statuses))})",
    ]
    return f"{name:<36}" + "".join(f"{words:>16}" for words in used)


def _of(used: float, allowed: int) -> str:
    return f"{used:,.0f} ({used / allowed:.2f})"


def _two_views(chromium: Browser, address: str, width: int) -> tuple[View, View]:
    """Of one visitor: with nothing kept yet, and once more."""
    context = chromium.new_context(viewport={"width": width, "height": 844})
    views = _view_of(context, address), _view_of(context, address)
    context.close()
    return views


def _view_of(context: BrowserContext, address: str) -> View:
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    told: dict[str, dict[str, Any]] = {}

    def tell(event: dict[str, Any]) -> None:
        told.setdefault(event["requestId"], {}).update(event)

    protocol.send("Network.enable")
    protocol.on("Network.responseReceived", tell)  # what kind it is
    protocol.on("Network.responseReceivedExtraInfo", tell)  # the status that came over the line
    protocol.on("Network.loadingFinished", tell)  # all its bytes; none when the browser had it
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.close()
    return _view([one for one in told.values() if one.get("encodedDataLength")])


def _view(answers: Sequence[Mapping[str, Any]]) -> View:
    """What went over the line, of what Chromium told."""
    kinds = dict.fromkeys(("html", "styles", "fonts", "pictures"), 0)
    for answer in answers:
        kinds[KINDS.get(answer["type"].lower(), "pictures")] += answer["encodedDataLength"]
    return View(
        kinds,
        sum(answer["encodedDataLength"] for answer in answers),
        len(answers),
        tuple(answer.get("statusCode", answer["response"]["status"]) for answer in answers),
    )
