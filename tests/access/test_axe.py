"""Every scene opens with nothing to complain of, and is looked at with axe-core in both schemes, with html-validate,
on the narrowest screen and with wide spacing.

Each state of a page is seen in one language, the languages taking turns, and each page as it usually is in all three.
ACCESS=all looks at every state in every language.
"""

import os

import pytest

from tests.access.looking import DESKTOP, OF_DJANGO, by_hand, with_axe
from tests.scenes.catalogue import LETTERS, SCENES
from tests.scenes.opening import assert_fits_a_narrow_screen, assert_opened
from tests.scenes.stage import Scene

# The pages as they usually are.
USUAL = {
    "demands", "demand", "leaflet", "about", "privacy", "accessibility", "news", "article-statement", "figures",
    "list-73", "form", "form-empty", "sent", "lost-link", "confirm", "confirmed", "manage", "error-404",
}  # fmt: skip


def visits() -> list[tuple[Scene, str]]:
    chosen = []
    for number, scene in enumerate(one for one in SCENES if one not in LETTERS):
        everywhere = scene.name in USUAL or os.environ.get("ACCESS") == "all"
        turn = scene.languages[number % len(scene.languages)]
        chosen += [(scene, language) for language in (scene.languages if everywhere else (turn,))]
    return chosen


def test_the_usual_pages_are_scenes():
    assert {scene.name for scene in SCENES} >= USUAL


def test_the_tools_find_what_is_wrong(chromium, axe, validate):
    page = chromium.new_page()
    html = "<!DOCTYPE html><html lang=en><title>x</title><p style='color:#666'>Люди понад усе.<img src=x><h3>x</h3>"
    page.set_content(html)
    found = {line.split(":")[1].strip() for line in with_axe(page, axe)}
    assert found >= {"image-alt", "page-has-heading-one", "region", "color-contrast-enhanced"}
    assert [line.split(":")[0] for line in by_hand(page)][:2] == [
        "not exactly one h1",
        "not marked as another language than en",
    ]
    assert any("wcag/h37" in line for line in validate(html))
    page.close()


@pytest.mark.parametrize(("scene", "language"), visits(), ids=lambda one: getattr(one, "name", one))
def test_nothing_stands_in_anybodys_way(scene, language, show, stage, new_page, axe, validate):
    page = new_page(viewport=DESKTOP)
    seen = show(scene, page, language)
    assert_opened(scene, stage, page, seen)
    found = with_axe(page, axe, leave=OF_DJANGO if scene.staff else ())
    if not scene.staff:
        found += by_hand(page, own_words=scene.name in USUAL)
        found += validate(page.request.get(page.url).text() if scene.steps is None else page.content())
    assert not found, "\n".join(found)
    assert_fits_a_narrow_screen(page)
