"""What is taken and what is refused in each field of the form."""

import pytest

from endorsements.models import Endorsement
from tests.endorsements.factories import the_demands
from tests.endorsements.views.answers import nothing_is_kept, the_form
from tests.endorsements.visitors import send_form
from tests.reading import document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Aб", "Aб"),
        ("x" * 200, "x" * 200),
        ("  Two   spaces ", "Two spaces"),
        ("Line\r\nbreak", "Line break"),
        ("Zero\u200bwidth \u202eturned", "Zerowidth turned"),
        ("«Меморіал», м. Київ", "«Меморіал», м. Київ"),
    ],
)
def test_names_that_are_taken(client, name, kept):
    assert send_form(client, name=name).status_code == 302
    assert Endorsement.objects.get().name == kept


@pytest.mark.parametrize(
    "name", ["a", "x" * 201, "   ", "\u200b\u200b\u200b", "!!!", "visit evil.example now", "https://evil"]
)
def test_names_that_are_refused(client, name):
    assert send_form(client, name=name).status_code == 422
    assert nothing_is_kept()


def test_a_statement_of_600_characters_passes_with_its_line_breaks_as_browsers_send_them(client):
    statement = "\n\n".join(["x" * 298, "y" * 300])
    assert len(statement) == 600
    assert send_form(client, statement=statement.replace("\n", "\r\n")).status_code == 302
    assert Endorsement.objects.get().statement == statement


def test_a_statement_of_601_characters_is_refused(client):
    assert send_form(client, statement="x" * 601).status_code == 422
    assert nothing_is_kept()


@pytest.mark.parametrize("country", ["XX", "ua", "Ukraine", "UA\x00", ""])
def test_a_country_is_one_of_the_list(client, country):
    assert send_form(client, country=country).status_code == 422
    assert nothing_is_kept()


def test_countries_have_their_names_in_the_language_of_the_page(client):
    the_demands()
    for language, name in {"en": "Germany", "uk": "Німеччина", "ru": "Германия"}.items():
        select = the_form(client.get(f"/{language}/endorse/")).one("select", name="country")
        assert select.one("option", value="DE").text == name
        assert len(select.all("option")) == 250


@pytest.mark.parametrize(
    ("website", "kept"),
    [
        ("http://archive.example", "http://archive.example"),
        ("https://www.archive.example/about?x=1", "https://www.archive.example/about?x=1"),
        ("archive.example", "https://archive.example"),
        ("https://громада.укр", "https://громада.укр"),
        ("https://archive.org.ua/", "https://archive.org.ua/"),
    ],
)
def test_websites_that_are_taken(client, website, kept):
    assert send_form(client, website=website).status_code == 302
    assert Endorsement.objects.get().website == kept


@pytest.mark.parametrize(
    "website",
    [
        "http://localhost",
        "https://localhost.localdomain",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "https://10.0.0.1",
        "https://intranet",
        "https://server.local",
        "https://com",
        "https://org.ua",
        "ftp://archive.example",
        "javascript:alert(1)",
        "https://user:secret@archive.example",
        "https://archive.example:8443",
        "https://archive.example:x",
        "https://",
        "https://a b.example",
        "https://[",
        "https://archive.example\\@evil.example",
        "mailto:office@archive.example",
        f"https://{'x' * 200}.example",
    ],
)
def test_websites_that_are_refused(client, website):
    assert send_form(client, website=website).status_code == 422
    assert nothing_is_kept()


@pytest.mark.parametrize("address", ["office@archive.example", "office@громада.укр", "a+b@archive.org.ua"])
def test_mail_addresses_that_are_taken(client, address):
    assert send_form(client, contact_email=address).status_code == 302
    assert Endorsement.objects.get().contact_email == address


@pytest.mark.parametrize(
    "address",
    [
        "office",
        "office@",
        "офіс@громада.укр",
        "@archive.example",
        "office@localhost",
        "office@[127.0.0.1]",
        "office@127.0.0.1",
        "a@archive.example, b@archive.example",
        "a@archive.example\r\nBcc: b@archive.example",
        "a b@archive.example",
        "Olena <a@archive.example>",
        f"{'x' * 250}@archive.example",
        "a@archive.example\x00",
    ],
)
def test_mail_addresses_that_are_refused(client, address):
    assert send_form(client, contact_email=address).status_code == 422
    assert nothing_is_kept()


def test_outside_development_invented_domains_are_not_public(client, settings):
    settings.PRODUCTION = True
    response = send_form(client)
    page = document(response.content)
    assert response.status_code == 422
    assert {link["href"] for link in page.one(role="alert").all("a")} == {"#id_website", "#id_contact_email"}
