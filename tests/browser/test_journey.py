import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from endorsements.models import Endorsement

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("en", "uk", "ru")
PASSWORD = "correct horse battery staple"
TYPED = {
    "en": {
        "name": "Old Town Library",
        "statement": "We stand with those\nwho are held.",
        "contact_name": "Ann Example",
    },
    "uk": {"name": "Громада «Люди»", "statement": "Люди понад усе.\nЗвільніть їх.", "contact_name": "Олена Приклад"},
    "ru": {
        "name": "Соседская мастерская",
        "statement": "Прежде всего — люди.\nСвободу им.",
        "contact_name": "Анна Пример",
    },
}


def fill_in(page: Page, language: str) -> None:
    for field, words in TYPED[language].items():
        page.fill(f"[name={field}]", words)
    page.select_option("[name=country]", "PL")
    page.fill("[name=website]", "old-town-library.example")
    page.fill("[name=contact_role]", "Director")
    page.fill("[name=contact_email]", "office@old-town-library.example")
    page.check("[name=consent]")


def send(page: Page) -> None:
    page.click("form:has([name=contact_email]) button[type=submit]")


def link_in(mail, part: str) -> str:
    text = mail.get_body(("plain",)).get_content()
    links = re.findall(r"https?://\S+", text)
    assert len([link for link in links if part in link]) == 1, text
    return next(link for link in links if part in link)


def public_names(page: Page) -> list[str]:
    names = []
    for language in LANGUAGES:
        page.goto(f"/{language}/endorsements/?q=&country=PL")
        names += page.locator(".endorsers bdi").all_text_contents()
    return names


def status_of(name: str) -> str:
    return Endorsement.objects.get(name=name).status


def go_from_the_demands_to_the_form(reader: Page, language: str) -> None:
    reader.goto(f"/{language}/")
    expect(reader.locator("#demand-7")).to_be_visible()
    reader.locator(f"main a[href='/{language}/endorse/']").first.click()


def send_it_empty_and_follow_each_line_of_the_summary(reader: Page) -> None:
    send(reader)
    summary = reader.locator("[role=alert]")
    expect(summary).to_be_focused()
    links = [link.get_attribute("href") for link in summary.locator("a").all()]
    assert len(links) == 7
    for link in links:
        summary.locator(f"a[href='{link}']").click()
        expect(reader.locator(f"{link}")).to_be_focused()


def press_without_the_tick_then_with_it(reader: Page, link: str, button: str, so_far: Callable[[], object]) -> None:
    before = so_far()
    reader.goto(link)
    reader.click(f"button[name={button}]")
    expect(reader.locator("[role=alert]")).to_be_visible()
    assert so_far() == before
    reader.goto(link)
    reader.check(f"form:has(button[name={button}]) input[type=checkbox]")
    reader.click(f"button[name={button}]")


def approve_the_first_of_the_queue(staff: Page, name: str) -> None:
    moderator = User.objects.create_user("moderator", "moderator@people1st.example", PASSWORD, is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    staff.goto("/admin/")
    staff.fill("[name=username]", "moderator")
    staff.fill("[name=password]", PASSWORD)
    staff.click("[type=submit]")
    staff.goto("/admin/endorsements/endorsement/")
    first = staff.locator("#result_list tbody tr").first
    expect(first).to_contain_text(name)
    first.locator("input.action-select").check()
    staff.select_option("[name=action]", "approve")
    staff.locator("#changelist-form button[name=index]").first.click()
    expect(staff.locator(".messagelist .success")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisation_endorses_confirms_is_approved_and_withdraws(reader, staff, deliver, language):
    name = TYPED[language]["name"]
    go_from_the_demands_to_the_form(reader, language)
    send_it_empty_and_follow_each_line_of_the_summary(reader)
    fill_in(reader, language)
    send(reader)
    expect(reader).to_have_url(re.compile(f"/{language}/endorse/sent/(#.*)?$"))
    assert public_names(reader) == []

    mail = deliver()
    assert (mail["To"], mail["Content-Language"]) == ("office@old-town-library.example", language)
    assert mail.get_body(("html",)).get_content().count("/endorse/confirm/") == 2  # its address and its text
    link = link_in(mail, "/endorse/confirm/")
    press_without_the_tick_then_with_it(reader, link, "confirm", lambda: status_of(name))
    expect(reader).to_have_url(re.compile(f"/{language}/endorse/confirmed/(#.*)?$"))
    assert status_of(name) == "waiting"
    assert public_names(reader) == []

    approve_the_first_of_the_queue(staff, name)
    assert public_names(reader) == [name] * len(LANGUAGES)
    reader.goto(f"/{language}/")
    expect(reader.locator("main")).to_contain_text(name)

    link = link_in(deliver(), "/endorse/manage/")
    press_without_the_tick_then_with_it(reader, link, "withdraw", lambda: status_of(name))
    expect(reader).to_have_url(re.compile(f"/{language}/endorse/withdrawn/(#.*)?$"))
    assert public_names(reader) == []
    assert "http" not in deliver().get_body(("plain",)).get_content()


def test_what_was_typed_stays_when_a_field_is_wrong(reader):
    reader.goto("/en/endorse/")
    fill_in(reader, "en")
    reader.fill("[name=website]", "http://localhost")
    send(reader)
    expect(reader.locator("[role=alert] a")).to_have_count(1)
    for field, words in TYPED["en"].items():
        expect(reader.locator(f"[name={field}]")).to_have_value(words)
    expect(reader.locator("[name=consent]")).to_be_checked()
    reader.fill("[name=website]", "https://old-town-library.example")
    send(reader)
    expect(reader).to_have_url(re.compile("/en/endorse/sent/(#.*)?$"))
    assert Endorsement.objects.filter(name="Old Town Library", status="unconfirmed").exists()
