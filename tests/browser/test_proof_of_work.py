import re

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from endorsements.models import Endorsement, Mail, Protection

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("en", "uk", "ru")
SENT = re.compile("/endorse/sent/")
# A browser that calculates nothing until it is told to go on.
SLOW = """
  const goesOn = new Promise((resolve) => { window.goOn = resolve; });
  const derive = SubtleCrypto.prototype.deriveBits;
  SubtleCrypto.prototype.deriveBits = async function (...how) {
    await goesOn;
    return derive.apply(this, how);
  };
"""
# What the script says, by the name that the page keeps its sentence under.
SAYS = "document.querySelector('[data-working]').dataset"


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page_of(visit, complaints):
    """Open a page whose every complaint is written down, those about its policy too."""

    def make(**kind: object) -> Page:
        page = visit(**kind)

        def said(message: ConsoleMessage) -> None:
            complaints.append(message.text)

        page.on("console", said)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    return make


@pytest.fixture
def switched_on(address) -> None:
    Protection.objects.update_or_create(pk=1, defaults={"proof_of_work": True})


def fill_in(page: Page) -> None:
    typed = {
        "name": "Old Town Library",
        "website": "https://old-town-library.example",
        "contact_name": "Ann Example",
        "contact_role": "Director",
        "contact_email": "office@old-town-library.example",
    }
    for field, words in typed.items():
        page.fill(f"[name={field}]", words)
    page.select_option("[name=country]", "PL")
    page.check("[name=consent]")


def send(page: Page) -> None:
    page.click("form:has([name=contact_email]) button[type=submit]")


def says(page: Page, state: str) -> None:
    expect(page.locator("[role=status]")).to_have_text(page.evaluate(f"{SAYS}.{state}"))


def held_for() -> list[str]:
    return list(Mail.objects.filter(kind="confirm").values_list("held_for", flat=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_solves_the_challenge_and_the_form_is_confirmed_as_ever(
    page_of, switched_on, complaints, deliver, language
):
    page = page_of()
    response = page.goto(f"/{language}/endorse/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    says(page, "done")
    fill_in(page)
    send(page)
    expect(page).to_have_url(SENT)
    assert held_for() == [""]
    [link] = re.findall(r"https?://\S+/endorse/confirm/\S+", deliver().get_body(("plain",)).get_content())
    page.goto(link)
    page.check("input[type=checkbox]")
    page.click("button[name=confirm]")
    expect(page).to_have_url(re.compile("/endorse/confirmed/"))
    assert Endorsement.objects.get(name="Old Town Library").status == "waiting"
    assert complaints == []


def test_without_javascript_the_form_waits_for_a_person(page_of, switched_on, complaints):
    page = page_of(java_script_enabled=False)
    page.goto("/en/endorse/")
    expect(page.locator("[role=status]")).to_contain_text("a person looks at your form first")
    fill_in(page)
    send(page)
    expect(page).to_have_url(SENT)
    assert held_for() == ["hand_check"]
    assert Endorsement.objects.get(name="Old Town Library").status == "unconfirmed"
    assert complaints == []


def test_while_it_is_off_no_script_is_asked_for(page_of, address, complaints):
    page = page_of()
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    page.goto("/en/endorse/")
    fill_in(page)
    send(page)
    expect(page).to_have_url(SENT)
    assert held_for() == [""]
    assert not [url for kind, url in asked if kind == "script" or url.endswith(".js")]
    assert complaints == []


def test_who_is_quicker_than_the_browser_waits_for_it_a_moment(page_of, switched_on, complaints):
    page = page_of()
    page.add_init_script(SLOW)
    page.goto("/en/endorse/")
    fill_in(page)
    says(page, "working")
    send(page)
    says(page, "waiting")
    assert held_for() == []
    page.evaluate("goOn()")
    expect(page).to_have_url(SENT)
    assert held_for() == [""]
    assert complaints == []


def test_where_the_browser_can_not_solve_it_the_form_goes_all_the_same(page_of, switched_on):
    page = page_of()
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto("/en/endorse/")
    says(page, "failed")
    fill_in(page)
    send(page)
    expect(page).to_have_url(SENT)
    assert held_for() == ["hand_check"]


def test_a_form_with_an_error_is_solved_anew(page_of, switched_on, complaints):
    page = page_of()
    page.goto("/en/endorse/")
    fill_in(page)
    page.fill("[name=website]", "http://localhost")
    send(page)
    expect(page.locator("[role=alert]")).to_be_visible()
    page.fill("[name=website]", "https://old-town-library.example")
    says(page, "done")
    send(page)
    expect(page).to_have_url(SENT)
    assert held_for() == [""]
    assert [line for line in complaints if "422" not in line] == []


def test_nobody_meets_the_field_for_machines(page_of, address):
    page = page_of()
    page.goto("/en/endorse/")
    field = page.locator("[name=subject]")
    expect(field).to_be_hidden()
    assert "Leave this field empty" not in page.locator("main").aria_snapshot()
    page.locator("[name=name]").focus()
    met = []
    for _ in range(40):
        met.append(page.evaluate("document.activeElement.name"))
        page.keyboard.press("Tab")
    assert "consent" in met
    assert "subject" not in met
