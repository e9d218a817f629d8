"""The whole journey with the keyboard alone, in Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from tests.access.keyboard import focus, stops_of, tab_to, walk
from tests.endorsements.visitors import link_to
from tests.scenes.catalogue import SCENES

NAMED = {scene.name: scene for scene in SCENES}
WALKED = {
    "demands": "uk", "about": "en", "news": "ru", "article-statement": "uk", "figures": "en", "list-73": "ru",
    "form": "uk", "form-empty": "ru", "lost-link-empty": "en", "confirm": "uk", "manage": "en", "error-404": "ru",
}  # fmt: skip
TYPED = {
    "name": "Old Town Library",
    "country": "Pol",
    "website": "http://localhost",
    "contact_name": "Ann Example",
    "contact_role": "Director",
    "contact_email": "office@old-town-library.example",
}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(("name", "language"), WALKED.items(), ids=WALKED)
def test_tab_stops_at_everything_in_order_and_is_always_seen(name, language, width, show, new_page):
    page = new_page(viewport={"width": width, "height": 720})
    show(NAMED[name], page, language)
    wanted = stops_of(page)
    start = focus(page)  # the summary of errors has it from the beginning
    stops = walk(page)
    assert not [line for stop in stops for line in stop.complaints()]
    assert [stop.at for stop in stops] == [at for at in wanted if not start or at > start.at]


def choose(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def type_into(page: Page, fields: dict[str, str]) -> None:
    for field, text in fields.items():
        tab_to(page, f"main [name={field}]")
        page.keyboard.type(text)


def tick_and_press(page: Page, button: str) -> None:
    form = f"form:has(button[name={button}])"
    tab_to(page, f"{form} input[type=checkbox]")
    page.keyboard.press("Space")
    expect(page.locator(f"{form} input[type=checkbox]")).to_be_checked()
    choose(page, f"{form} button[name={button}]")


def test_an_organisation_endorses_confirms_and_withdraws_without_a_mouse(show, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    show(NAMED["demands"], page, "en")
    choose(page, "a.skip")
    expect(page.locator("main")).to_be_focused()
    page.goto("/en/")
    choose(page, "nav.languages a[hreflang=uk]")
    expect(page).to_have_url(re.compile("/uk/$"))
    choose(page, "nav.languages a[hreflang=en]")
    expect(page).to_have_url(re.compile("/en/$"))
    choose(page, "a[href='/en/endorse/']")
    expect(page).to_have_url(re.compile("/en/endorse/$"))

    type_into(page, TYPED)
    expect(page.locator("[name=country]")).to_have_value("PL")
    tab_to(page, "[name=consent]")
    page.keyboard.press("Space")
    choose(page, "form:has([name=contact_email]) button[type=submit]")
    summary = page.locator("[role=alert]")
    expect(summary).to_be_focused()
    choose(page, "[role=alert] a")
    expect(page.locator("[name=website]")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("https://old-town-library.example")
    choose(page, "form:has([name=contact_email]) button[type=submit]")
    expect(page).to_have_url(re.compile("/en/endorse/sent/"))

    endorsement = Endorsement.objects.get(name="Old Town Library")
    page.goto(link_to(Purpose.CONFIRM, endorsement, "en"))
    tick_and_press(page, "confirm")
    expect(page).to_have_url(re.compile("/en/endorse/confirmed/"))
    page.goto(link_to(Purpose.MANAGE, endorsement, "en"))
    tick_and_press(page, "withdraw")
    expect(page).to_have_url(re.compile("/en/endorse/withdrawn/"))
    endorsement.refresh_from_db()
    assert endorsement.status == "withdrawn"
