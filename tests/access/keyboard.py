"""A reader with a keyboard and nothing else. Each stop of Tab is looked at: is it seen, and does nothing hide it?"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# What has the focus: how the test knows it, whether its ring is drawn (WCAG 2.4.7), and what hides it (2.4.11).
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const [box] = one.getClientRects();
  const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
  const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
  const isInside = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
  const top = isInside ? document.elementFromPoint(x, y) : null;
  const all = [...document.querySelectorAll("*")];
  return {
    at: all.indexOf(one),
    what: one.outerHTML.replace(/\\s+/g, " ").slice(0, 100),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    hidden: !isInside ? "the window's edge" : one.contains(top) || top.contains(one) ? "" : top.outerHTML.slice(0, 80),
  };
}"""
# Where Tab has to stop, in the order of the document; of a group of radio buttons at the one that is chosen.
STOPS = """() => {
  const all = [...document.querySelectorAll("*")];
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const isStop = (one) => one.matches(can) && !one.disabled && one.checkVisibility({ visibilityProperty: true })
    && !(one.type === "radio" && !one.checked && all.some((other) => other.name === one.name && other.checked));
  return all.flatMap((one, at) => (isStop(one) ? [at] : []));
}"""
LONGEST = 400


@dataclass(frozen=True)
class Stop:
    """What Tab has reached; `at` is its place in the document."""

    at: int
    what: str
    ringed: bool
    hidden: str

    def complaints(self) -> list[str]:
        found = [] if self.ringed else [f"nobody sees that it has the focus: {self.what}"]
        return found + ([f"hidden by {self.hidden}: {self.what}"] if self.hidden else [])


def focus(page: Page) -> Stop | None:
    """What has the focus now; None when nothing has."""
    found: dict[str, Any] | None = page.evaluate(FOCUS)
    return Stop(**found) if found else None


def walk(page: Page) -> list[Stop]:
    """Every stop from the top of the page until Tab has left it."""
    stops: list[Stop] = []
    for _press in range(LONGEST):
        page.keyboard.press("Tab")
        here = focus(page)
        if here is None or (stops and here.at == stops[0].at):
            return stops
        stops.append(here)
    message = f"Tab does not leave the page: {stops[-1].what}"
    raise AssertionError(message)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it is at the element; what is passed on the way is seen, too."""
    for _press in range(LONGEST):
        page.keyboard.press("Tab")
        here = focus(page)
        assert here is not None, f"Tab has left the page before {selector}"
        assert not here.complaints()
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    message = f"Tab does not reach {selector}"
    raise AssertionError(message)


def stops_of(page: Page) -> list[int]:
    """Where Tab has to stop."""
    return list(page.evaluate(STOPS))
