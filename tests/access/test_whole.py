"""Each page is whole without scripts, pictures, typefaces and SVG, and is read in the order in which it is seen."""

from pathlib import Path

import pytest

from tests.access.test_keyboard import NAMED, WALKED

WHOLE = Path(__file__).with_name("whole.js").read_text(encoding="utf-8")
NOT_FOR_EVERYONE = {"image", "font", "script"}


@pytest.mark.parametrize(("name", "language"), WALKED.items(), ids=WALKED)
def test_a_page_is_whole_however_it_is_read(name, language, show, new_page):
    page = new_page(viewport={"width": 1440, "height": 900})
    show(NAMED[name], page, language)
    address, text = page.url, page.locator("body").inner_text()
    page.evaluate(WHOLE)
    found = page.evaluate("whole.order()")
    page.set_viewport_size({"width": 320, "height": 640})
    found += page.evaluate("whole.order()") + page.evaluate("whole.spilled()")
    assert not found, "\n".join(found)

    plain = new_page(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    plain.route(
        "**/*", lambda route: route.abort() if route.request.resource_type in NOT_FOR_EVERYONE else route.continue_()
    )
    if NAMED[name].steps is None:
        plain.goto(address)
    else:
        show(NAMED[name], plain, language)
    assert plain.locator("body").inner_text() == text
    plain.set_viewport_size({"width": 320, "height": 640})
    assert plain.evaluate("document.documentElement.scrollWidth") == 320, "wider than a phone without our typefaces"


def test_the_order_and_the_spilling_are_seen(chromium):
    page = chromium.new_page()
    page.set_content(
        "<main><p style='position:absolute;top:90px'>First</p><p>Second</p><svg><text>Spilled</text></svg>"
    )
    page.evaluate(WHOLE)
    assert page.evaluate("whole.order()") == ['at 1280: "Second" is above "First"']
    assert page.evaluate("whole.spilled()") == ["spills at 16px without SVG: Spilled"]
    page.close()
