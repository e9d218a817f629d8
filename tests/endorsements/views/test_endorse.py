import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from campaign import versions
from campaign.models import Demand
from endorsements import consent
from endorsements.models import Endorsement, Event, Mail, Protection
from tests.endorsements.factories import an_endorsement, the_demands
from tests.endorsements.visitors import FILLED_IN, deliver, filled_in, opened, send_form
from tests.reading import as_served, document, form_with

pytestmark = pytest.mark.django_db
EMPTY = {
    "name": "",
    "country": "",
    "website": "",
    "statement": "",
    "contact_name": "",
    "contact_role": "",
    "contact_email": "",
}


def the_form(response):
    return form_with(document(response.content), "contact_email")


# What a page repeats of what was typed, and its own secrets.
TYPED = re.compile(rb'(?:name="(?:csrfmiddlewaretoken|opened|subject)"[^>]*)')


def nothing_is_kept() -> bool:
    return not Endorsement.objects.exists() and not Mail.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_form_has_the_fields_of_the_contract_and_no_other(client, language):
    the_demands()
    form = the_form(client.get(f"/{language}/endorse/"))
    names = {field["name"] for field in form.all("input", "select", "textarea")}
    assert names == {*FILLED_IN, "subject", "opened", "csrfmiddlewaretoken"}


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_a_good_form_is_kept_in_its_language_and_one_mail_is_queued(client, language):
    response = send_form(client, language)
    assert (response.status_code, response["Location"]) == (302, f"/{language}/endorse/sent/")
    kept = Endorsement.objects.get()
    for field in FILLED_IN.keys() - {"consent"}:
        assert getattr(kept, field) == FILLED_IN[field], field
    assert (kept.status, kept.language, kept.demands_version) == ("unconfirmed", language, the_demands())
    assert (kept.consent_wording, kept.consent_version) == (consent.wording(language), consent.VERSION)
    mail = Mail.objects.get()
    assert (mail.kind, mail.language, mail.recipient) == ("confirm", language, FILLED_IN["contact_email"])


def test_the_consent_that_is_kept_is_what_the_page_shows(client):
    the_demands()
    form = the_form(client.get("/uk/endorse/"))
    send_form(client, "uk")
    label = next(label for label in form.all("label") if label["for"] == form.one(name="consent")["id"])
    assert Endorsement.objects.get().consent_wording == label.text


def test_the_page_after_it_says_the_same_to_everyone(client):
    assert client.get("/en/endorse/sent/").status_code == 200


def test_an_unnamed_organisation_may_endorse(client):
    send_form(client, visibility="unnamed")
    assert Endorsement.objects.get().visibility == "unnamed"


def test_the_statement_is_optional(client):
    assert send_form(client, statement="").status_code == 302


@pytest.mark.parametrize("field", sorted(FILLED_IN.keys() - {"statement"}))
def test_every_other_field_is_required_and_its_error_is_linked_to_it(client, field):
    sent = filled_in()
    del sent[field]
    response = client.post("/en/endorse/", sent)
    assert response.status_code == 422
    assert nothing_is_kept()
    page = document(response.content)
    target = page.one(role="alert").one("a")["href"].removeprefix("#")
    assert page.one(id=target)["name"] == field
    described = " ".join(
        element.get("aria-describedby") for element in page.all("input", "select", "textarea", "fieldset")
    )
    assert f"id_{field}_error" in described.split()
    assert page.one(id=f"id_{field}_error").text


def test_an_empty_form_names_each_missing_field_once(client):
    response = client.post("/en/endorse/", {**EMPTY, "opened": opened()})
    page = document(response.content)
    targets = [link["href"] for link in page.one(role="alert").all("a")]
    assert response.status_code == 422
    assert len(targets) == len(set(targets)) == 8
    assert page.one("title").text.startswith("Error:")


def test_what_was_typed_is_kept_when_there_is_an_error(client):
    typed = {**FILLED_IN, "name": "Ім’я <b>", "statement": "First line\r\n\r\nSecond line", "visibility": "unnamed"}
    sent = {**filled_in(**typed), "website": "not an address"}
    form = the_form(client.post("/en/endorse/", sent))
    shown = as_served(form)
    del shown["csrfmiddlewaretoken"], shown["subject"]
    expected = {**sent, "statement": sent["statement"].replace("\r\n", "\n")}
    assert {**shown, "statement": shown["statement"].replace("\r\n", "\n")} == expected


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


@pytest.mark.parametrize("ago", [0, 1, 1.5])
def test_a_form_that_comes_back_within_two_seconds_gets_the_same_answer_and_nothing_is_kept(client, settings, ago):
    settings.FASTEST_PERSON, ago = settings.FASTEST_PERSON * 60, ago * 60  # a busy machine is slower than a person
    response = send_form(client, opened=opened(timedelta(seconds=ago)))
    assert (response.status_code, response["Location"]) == (302, "/en/endorse/sent/")
    assert nothing_is_kept()


@pytest.mark.parametrize("tell", [{"subject": "Offer"}, {"opened": ""}])
def test_a_machine_can_not_tell_that_it_was_told(client, settings, tell):
    """Its answers are a person's to the byte, but for what differs between two persons' too."""

    def answers(**sent: str) -> list[tuple[int, dict[str, str], bytes]]:
        tried = [
            send_form(client, **sent),
            send_form(client, **{**sent, "website": "x"}),
            send_form(client, **{**sent, "name": "", "consent": ""}),
        ]
        return [
            (one.status_code, dict(one.items()) | {"Content-Length": ""}, TYPED.sub(b"", one.content)) for one in tried
        ]

    if "opened" in tell:
        tell = {"opened": opened(timedelta(seconds=1))}
        settings.FASTEST_PERSON *= 25  # a busy machine may take longer than a person, yet not a minute
    machines = answers(**tell)
    assert nothing_is_kept()
    assert [status for status, _headers, _content in machines] == [302, 422, 422]
    assert machines == answers(opened=opened())
    assert Endorsement.objects.exists()


def test_the_field_that_machines_fill_in_is_hidden_by_the_stylesheet_and_says_to_leave_it_empty(client):
    the_demands()
    field = the_form(client.get("/en/endorse/")).one("input", name="subject")
    around = field.parent
    assert around.one("label").text == "Leave this field empty"
    assert around.one("label")["for"] == field["id"]
    css = (settings.BASE_DIR / "static/css/forms.css").read_text()
    assert re.search(rf"\.{around['class']} {{\s*display: none;\s*}}", css)


def test_a_form_that_comes_back_after_two_seconds_is_a_persons(client):
    send_form(client, opened=opened(timedelta(seconds=2.1)))
    assert Endorsement.objects.exists()


def test_a_form_as_served_carries_the_time_of_now(client, settings):
    the_demands()
    settings.FASTEST_PERSON = timedelta(minutes=10)  # a busy machine may take two seconds from one page to the next
    data = as_served(the_form(client.get("/en/endorse/")))
    response = client.post("/en/endorse/", {**FILLED_IN, "opened": data["opened"]})
    assert response.status_code == 302
    assert nothing_is_kept()


def test_a_form_shown_again_keeps_its_first_time(client):
    first = opened(timedelta(seconds=30))
    again = the_form(client.post("/en/endorse/", filled_in(website="x", opened=first)))
    assert as_served(again)["opened"] == first
    send_form(client, opened=as_served(again)["opened"])
    assert Endorsement.objects.exists()


@pytest.mark.parametrize("forged", ["", "x", "1:2:3", "é", "\x00", "eyJhdCI6MH0:1w:AAAA"])
def test_a_form_that_this_site_did_not_hand_out_is_shown_again_with_what_was_typed(client, forged):
    response = send_form(client, opened=forged)
    assert response.status_code == 422
    assert nothing_is_kept()
    form = the_form(response)
    assert as_served(form)["name"] == FILLED_IN["name"]
    assert as_served(form)["opened"] not in {"", forged}


def test_one_page_sends_no_more_than_ten_sources_and_then_asks_to_send_again(client):
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 1})
    stamp = opened()
    answers = [
        client.post("/en/endorse/", filled_in(opened=stamp), REMOTE_ADDR=f"192.0.2.{number}") for number in range(11)
    ]
    assert [answer.status_code for answer in answers] == [302] * 10 + [422]
    page = document(answers[-1].content)
    assert page.one(role="alert").one("li").text.startswith("Many forms were sent from this page.")
    again = {**FILLED_IN, "opened": as_served(the_form(answers[-1]))["opened"]}
    assert client.post("/en/endorse/", again, REMOTE_ADDR="192.0.2.99").status_code == 302


def test_one_source_meets_its_own_limit_and_wears_no_page_out(client):
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 2})
    stamp = opened()
    answers = [send_form(client, opened=stamp).status_code for _ in range(30)]
    assert answers == [302] * 2 + [429] * 28


def test_a_page_that_was_open_for_days_says_so_and_keeps_what_was_typed(client):
    response = send_form(client, opened=opened(timedelta(days=3)))
    assert response.status_code == 422
    page = document(response.content)
    assert page.one(role="alert").one("li").text.startswith("This page was open for a long time.")
    shown = as_served(the_form(response))
    assert {field: shown[field] for field in FILLED_IN} == FILLED_IN
    assert client.post("/en/endorse/", {**FILLED_IN, "opened": shown["opened"]}).status_code == 302
    assert Endorsement.objects.exists()


def test_a_form_without_its_hidden_field_is_shown_again(client):
    the_demands()
    response = client.post("/en/endorse/", FILLED_IN)
    assert response.status_code == 422
    assert as_served(the_form(response))["opened"]


def test_demands_that_changed_in_substance_meanwhile_are_read_first(client):
    sent = filled_in()
    Demand.objects.filter(position=1).update(text_en="Something else")
    new = versions.make_version(substance=True)
    response = client.post("/en/endorse/", sent)
    assert response.status_code == 422
    assert nothing_is_kept()
    stamp = as_served(the_form(response))["opened"]
    assert client.post("/en/endorse/", {**sent, "opened": stamp}).status_code == 302
    assert Endorsement.objects.get().demands_version == new


def test_a_corrected_comma_does_not_hold_up_anybody_and_the_words_that_were_read_are_kept(client):
    sent = filled_in()
    read = the_demands()
    Demand.objects.filter(position=1).update(text_en="Text 1, en")
    versions.current()
    assert client.post("/en/endorse/", sent).status_code == 302
    assert Endorsement.objects.get().demands_version == read


def test_sent_again_by_the_same_mailbox_it_stays_one_record_and_one_mail(client):
    send_form(client)
    response = send_form(client, statement="Corrected.")
    assert response["Location"] == "/en/endorse/sent/"
    assert Endorsement.objects.get().statement == "Corrected."
    assert Mail.objects.count() == 1


def test_the_answer_does_not_tell_whether_an_organisation_is_there_already(client):
    there = an_endorsement("approved", contact_email=FILLED_IN["contact_email"], name=FILLED_IN["name"])
    response = send_form(client, statement="Not by its contact.")
    there.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/en/endorse/sent/")
    assert there.statement != "Not by its contact."


def test_whoever_types_a_known_name_does_not_keep_the_real_one_out(client):
    an_endorsement("waiting", name=FILLED_IN["name"], contact_email="stranger@elsewhere.example")
    send_form(client)
    assert Endorsement.objects.filter(name=FILLED_IN["name"]).count() == 2


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_a_form_without_the_cookie_is_refused_in_the_readers_language(language):
    response = Client(enforce_csrf_checks=True).post(f"/{language}/endorse/", filled_in())
    assert response.status_code == 403
    assert document(response.content).one("html")["lang"] == response["Content-Language"] == language
    assert nothing_is_kept()


def test_with_the_cookie_and_the_token_of_the_page_it_is_taken():
    client = Client(enforce_csrf_checks=True)
    the_demands()
    data = as_served(the_form(client.get("/en/endorse/")))
    assert client.post("/en/endorse/", {**data, **filled_in()}).status_code == 302
    assert Endorsement.objects.exists()


def test_head_is_answered_and_other_methods_are_not(client):
    the_demands()
    assert client.head("/en/endorse/").status_code == 200
    assert {client.generic(method, "/en/endorse/").status_code for method in ("PUT", "DELETE", "PATCH")} == {405}
    assert nothing_is_kept()


def test_the_form_helps_browsers_to_fill_it_in(client):
    the_demands()
    form = the_form(client.get("/en/endorse/"))
    fields = {field["name"]: field for field in form.all("input", "select", "textarea")}
    assert {name: field.get("autocomplete") for name, field in fields.items() if field.get("autocomplete")} == {
        "name": "organization",
        "country": "country",
        "website": "url",
        "contact_name": "name",
        "contact_role": "organization-title",
        "contact_email": "email",
        "subject": "off",
    }
    assert (fields["website"]["type"], fields["contact_email"]["type"]) == ("url", "email")
    assert "novalidate" in form.attrs
    assert not re.search(r"checked", fields["consent"].get("checked", "no"))


@pytest.mark.parametrize(
    "name", ["A <script>alert(1)</script>", "<a href=x>A</a>", "A & B &lt;b&gt;", "100% %(x)s {{ y }}"]
)
def test_the_mail_shows_the_name_as_text(client, name):
    send_form(client, name=name)
    [message] = deliver()
    html = str(message.alternatives[0].content)
    assert name in message.body
    assert name in document(html).one("body").text
    assert not document(html).all("script")
    assert len(document(html).all("a")) == 1
