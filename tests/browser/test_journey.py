import re

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
        names += page.locator("ol.endorsers bdi").all_text_contents()
    return names


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisation_endorses_confirms_is_approved_and_withdraws(reader, staff, deliver, language):
    moderator = User.objects.create_user("moderator", "moderator@people1st.example", PASSWORD, is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    name = TYPED[language]["name"]

    # The demands lead to the form.
    reader.goto(f"/{language}/")
    expect(reader.locator("#demand-7")).to_be_visible()
    reader.locator(f"main a[href='/{language}/endorse/']").first.click()

    # Sent empty, it says what is missing, and each line leads to its field.
    send(reader)
    summary = reader.locator("[role=alert]")
    expect(summary).to_be_focused()
    links = [link.get_attribute("href") for link in summary.locator("a").all()]
    assert len(links) == 7
    for link in links:
        summary.locator(f"a[href='{link}']").click()
        expect(reader.locator(f"{link}")).to_be_focused()

    # Filled in, it is sent.
    fill_in(reader, language)
    send(reader)
    expect(reader).to_have_url(re.compile(f"/{language}/endorse/sent/(#.*)?$"))
    assert public_names(reader) == []

    # The mail holds one link; the button without the tick does nothing.
    mail = deliver()
    assert (mail["To"], mail["Content-Language"]) == ("office@old-town-library.example", language)
    assert mail.get_body(("html",)).get_content().count("/endorse/confirm/") == 2  # its address and its text
    reader.goto(link_in(mail, "/endorse/confirm/"))
    expect(reader.locator("main")).to_contain_text(name)
    reader.click("button[name=confirm]")
    expect(reader.locator("[role=alert]")).to_be_visible()
    assert Endorsement.objects.get(name=name).status == "unconfirmed"
    reader.check("input[type=checkbox]")
    reader.click("button[name=confirm]")
    expect(reader).to_have_url(re.compile(f"/{language}/endorse/confirmed/(#.*)?$"))
    assert Endorsement.objects.get(name=name).status == "waiting"
    assert public_names(reader) == []

    # A moderator approves it.
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
    assert public_names(reader) == [name] * 3
    reader.goto(f"/{language}/")
    expect(reader.locator("main")).to_contain_text(name)

    # The mail about it lets its contact withdraw, and it is gone.
    reader.goto(link_in(deliver(), "/endorse/manage/"))
    withdraw = reader.locator("form:has(button[name=withdraw])")
    withdraw.locator("button").click()
    expect(reader.locator("[role=alert]")).to_be_visible()
    assert public_names(reader) == [name] * 3
    reader.goto(link_in(deliver(), "/endorse/manage/"))
    withdraw.locator("input[type=checkbox]").check()
    withdraw.locator("button").click()
    expect(reader).to_have_url(re.compile(f"/{language}/endorse/withdrawn/(#.*)?$"))
    assert public_names(reader) == []
    receipt = deliver()
    assert "http" not in receipt.get_body(("plain",)).get_content()


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
