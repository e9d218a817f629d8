"""The form: its fields, what is kept of a good one, what a wrong one says, whom it is taken from."""

import re

import pytest
from django.conf import settings
from django.test import Client

from endorsements import consent
from endorsements.models import Endorsement, Mail
from tests.endorsements.factories import an_endorsement, the_demands
from tests.endorsements.views.answers import nothing_is_kept, the_form
from tests.endorsements.visitors import FILLED_IN, deliver, filled_in, opened, send_form
from tests.reading import as_served, document

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


def test_the_field_that_machines_fill_in_is_hidden_by_the_stylesheet_and_says_to_leave_it_empty(client):
    the_demands()
    field = the_form(client.get("/en/endorse/")).one("input", name="subject")
    around = field.parent
    assert around.one("label").text == "Leave this field empty"
    assert around.one("label")["for"] == field["id"]
    css = (settings.BASE_DIR / "static/css/forms.css").read_text()
    assert re.search(rf"\.{around['class']} {{\s*display: none;\s*}}", css)


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
