"""Staff enrol and sign in with a real browser and an authenticator that Chromium pretends to have (CDP, WebAuthn)."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from people1st.staff import enrolment, factors

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery staple"
A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browser(visit, settings) -> Iterator[Page]:
    """A browser with a phone's passkeys; a second factor is asked for; nothing may complain on the console."""
    settings.REQUIRE_SECOND_FACTOR = True
    page = visit()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONE})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    # The wrong answers below are 4xx on purpose, and Chromium says so.
    assert [text for text in said if "the server responded with a status of 4" not in text] == []


@pytest.fixture
def member(address) -> User:
    return User.objects.create_user("olena", is_staff=True, is_superuser=True)


def enrol_with_a_passkey(page: Page, member: User) -> list[str]:
    """From the link to the admin; gives the recovery codes."""
    page.goto(enrolment.make_link(member, by=None))
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.click("[type=submit]")
    expect(page.locator("#content")).to_contain_text("One step is left")
    page.click("text=Add a passkey")
    page.fill("[name=name]", "Work phone")
    press(page, "#add-key")
    page.click("text=Make ten codes")
    expect(page.locator(".codes li")).to_have_count(10)
    codes = page.locator(".codes li").all_text_contents()
    page.click("text=I have kept them")
    expect(page.locator("#content h1")).to_contain_text("Moderation and content")
    return codes


def press(page: Page, button: str) -> None:
    """Press a button that a script listens to, once it does."""
    page.wait_for_load_state("load")
    page.click(button)


def sign_out(page: Page) -> None:
    page.click("#logout-form button")
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/admin/login/\?next=/admin/$"))


def give_password(page: Page, password: str = PASSWORD) -> None:
    page.goto("/admin/")
    page.fill("[name=username]", "olena")
    page.fill("[name=password]", password)
    page.click("#login-form [type=submit]")


def give_code(page: Page, code: str) -> None:
    page.fill("[name=code]", code)
    page.click("form:has([name=code]) [type=submit]")


def is_in(page: Page) -> None:
    expect(page.locator("#user-tools")).to_contain_text("olena")


def the_code(secret: str, steps: int) -> str:
    """The code of now (0) or of the next half minute (1): both still count when the clock moves on meanwhile."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_enrolment_then_signing_in_with_a_passkey(browser, member):
    assert len(enrol_with_a_passkey(browser, member)) == 10
    sign_out(browser)
    browser.goto("/admin/auth/user/")
    press(browser, "#passkey-login")
    is_in(browser)
    expect(browser).to_have_url(re.compile("/admin/auth/user/$"))


def test_the_account_and_the_queue_fit_a_phone_in_ukrainian(browser, member):
    enrol_with_a_passkey(browser, member)
    browser.set_viewport_size({"width": 360, "height": 740})
    browser.set_extra_http_headers({"Accept-Language": "uk"})
    browser.goto("/admin/account/")
    expect(browser.locator("html")).to_have_attribute("lang", "uk")
    assert browser.evaluate("document.documentElement.scrollWidth") <= 360
    browser.goto("/admin/endorsements/endorsement/")
    label, choice = (
        browser.locator(f"#changelist .actions {part}").first.bounding_box() for part in ("label", "select")
    )
    assert choice["width"] > 250
    assert choice["x"] + choice["width"] <= label["x"] + label["width"] + 1


def test_a_passkey_as_second_step_after_the_password(browser, member):
    enrol_with_a_passkey(browser, member)
    sign_out(browser)
    give_password(browser)
    press(browser, "#use-key")
    is_in(browser)


def test_an_app_and_its_codes(browser, member):
    enrol_with_a_passkey(browser, member)
    browser.goto("/admin/account/")
    browser.click("text=Add an authenticator app")
    secret = browser.locator(".secret").inner_text().replace(" ", "")
    expect(browser.locator(".picture svg")).to_be_visible()
    give_code(browser, "000000")
    expect(browser.locator(".errorlist")).to_contain_text("wrong")
    used = the_code(secret, 0)
    give_code(browser, used)
    expect(browser.locator("#content")).to_contain_text("One is set up")
    sign_out(browser)
    give_password(browser)
    give_code(browser, used)
    expect(browser.locator("[role=alert]").first).to_contain_text("used already")
    give_code(browser, the_code(secret, 1))
    is_in(browser)


def test_a_recovery_code_once(browser, member):
    [code, *_others] = enrol_with_a_passkey(browser, member)
    sign_out(browser)
    give_password(browser)
    give_code(browser, code)
    is_in(browser)
    sign_out(browser)
    give_password(browser)
    give_code(browser, code)
    expect(browser.locator("[role=alert]").first).to_contain_text("used already")
    assert factors.codes_left(member) == 9


def test_who_one_is_is_shown_with_the_passkey(browser, member):
    enrol_with_a_passkey(browser, member)
    sign_out(browser)
    press(browser, "#passkey-login")
    is_in(browser)
    browser.goto("/admin/auth/user/add/")
    expect(browser.locator("#content h1")).to_contain_text("Is it you?")
    press(browser, "#use-key")
    expect(browser).to_have_url(re.compile("/admin/auth/user/add/$"))


def test_beside_a_passkey_a_password_alone_shows_nothing(browser, member):
    enrol_with_a_passkey(browser, member)
    factors.of(member).filter(type=factors.Type.RECOVERY_CODES).delete()
    give_key_again(browser)
    browser.goto("/admin/auth/user/add/")
    expect(browser.locator("[name=password]")).to_have_count(0)
    token = browser.locator("#content [name=csrfmiddlewaretoken]").get_attribute("value")
    sent = {"csrfmiddlewaretoken": token, "password": PASSWORD}
    answer = browser.request.post(browser.url, form=sent, headers={"Referer": browser.url})
    assert answer.status == 422
    browser.goto("/admin/auth/user/add/")
    expect(browser.locator("#content h1")).to_contain_text("Is it you?")


def give_key_again(page: Page) -> None:
    """Sign in anew, after the account has changed."""
    page.goto("/admin/")
    press(page, "#passkey-login")
    is_in(page)


def test_a_passkey_that_is_not_there_gets_words(browser, member, visit):
    stranger = visit()
    devices = stranger.context.new_cdp_session(stranger)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONE})
    stranger.goto("/admin/")
    press(stranger, "#passkey-login")
    expect(stranger.locator("#passkey-failed")).to_be_visible()
    expect(stranger.locator("#passkey-failed")).to_be_focused()


def test_a_link_in_a_mail_finds_the_session_again(browser, member):
    enrol_with_a_passkey(browser, member)
    address = browser.evaluate("location.origin") + "/admin/auth/user/"
    browser.goto("data:text/html,<p>webmail</p>")
    browser.evaluate("(where) => { location.href = where }", address)
    browser.click("text=Go on to the page")  # SameSite=Strict: the other site's click carried no cookie
    is_in(browser)
    expect(browser).to_have_url(re.compile("/admin/auth/user/$"))


def test_without_javascript_a_password_and_a_code_are_enough(visit, settings, member):
    settings.REQUIRE_SECOND_FACTOR = True
    page = visit(java_script_enabled=False)
    page.goto(enrolment.make_link(member, by=None))
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.click("[type=submit]")
    page.click("text=Add an authenticator app")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    give_code(page, the_code(secret, 0))
    sign_out_without_script(page)
    give_password(page)
    give_code(page, the_code(secret, 1))
    is_in(page)


def sign_out_without_script(page: Page) -> None:
    page.goto("/admin/")
    page.click("#logout-form button")


def test_a_passkey_of_the_admins_own_host(browser, member, settings):
    settings.ADMIN_HOST = "staff.localhost"
    settings.ALLOWED_HOSTS = ["localhost", "staff.localhost"]
    assert enrolment.make_link(member, by=None).startswith("http://staff.localhost:")
    assert len(enrol_with_a_passkey(browser, member)) == 10
    there = browser.evaluate("location.origin")
    browser.click("#logout-form button")
    browser.goto(f"{there}/admin/auth/user/")
    press(browser, "#passkey-login")
    is_in(browser)
    assert browser.goto(f"{there}/en/").status == 404
    assert browser.goto("/admin/").status == 404
    assert browser.goto("/en/").status == 200
