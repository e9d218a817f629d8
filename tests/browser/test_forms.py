"""The form under a thumb, and with errors, in a real browser without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)
LEAST = 48  # CSS pixels
# How wide and high each control is that is pressed or typed into: a label counts where it is pressed for its field.
SIZES = """() => [...document.querySelectorAll("main form :is(input, select, textarea, button)")]
  .filter((field) => field.type !== "hidden" && field.checkVisibility())
  .map((field) => [field.name || field.type, field.getBoundingClientRect()])
  .map(([name, box]) => [name, box.width, box.height, box.left, box.right])"""


def send(page: Page) -> None:
    page.click("form:has([name=contact_email]) button[type=submit]")


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("rest", ["endorse/", "endorse/link/"])
def test_what_is_pressed_is_large_enough_for_a_thumb_on_a_narrow_screen(visit, language, rest):
    page = visit(viewport={"width": 320, "height": 640})
    page.goto(f"/{language}/{rest}")
    found = page.evaluate(SIZES)
    assert len(found) >= 2
    for name, width, height, left, right in found:
        assert width >= LEAST, name
        assert height >= LEAST, name
        assert left >= 0, name
        assert right <= 320, name


def test_a_label_is_pressed_for_its_field(reader):
    reader.goto("/en/endorse/")
    reader.locator("label[for=id_visibility_1]").click()
    expect(reader.locator("#id_visibility_1")).to_be_checked()
    reader.locator("label[for=id_consent]").click(position={"x": 5, "y": 5})
    expect(reader.locator("#id_consent")).to_be_checked()


def test_the_summary_has_the_focus_each_time_and_after_its_lines_were_followed_too(reader):
    reader.goto("/en/endorse/")
    send(reader)
    summary = reader.locator("[role=alert]")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    summary.locator("a[href='#id_website']").click()
    expect(reader.locator("#id_website")).to_be_focused()
    send(reader)
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
