"""What would be something else elsewhere, typed into the forms: refused with a sentence, and nothing typed is lost."""

from pathlib import Path

import pytest

import campaign
from endorsements import launch
from endorsements.admin.forms import EndorsementForm
from endorsements.fields import NameField
from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement, the_demands
from tests.endorsements.real_names import REAL_NAMES
from tests.endorsements.visitors import link_to, press, send_form
from tests.reading import document, form_with

pytestmark = pytest.mark.django_db
PILED = "Z\u0351\u036b\u0343\u036ao"


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("name", PILED, "piled on each other"),
    ("name", "=SUM(A1)", "take =, +, - and @ for a formula"),
    ("name", "＠home", "take =, +, - and @ for a formula"),
    ("name", "evil·com", "without a web address"),
    ("statement", "- one", "take =, +, - and @ for a formula"),
    ("statement", "Read www.x", "without web and email addresses"),
    ("statement", PILED, "piled on each other"),
    ("contact_name", "=1+1", "take =, +, - and @ for a formula"),
    ("contact_role", PILED, "piled on each other"),
    ("website", "https://circle.example\\@evil.example", "Enter a web address"),
    ("website", "https://127.0.0.1", "whose host is public"),
])  # fmt: skip
def test_it_is_refused_with_a_sentence_and_stays_in_the_form(client, field, typed, sentence):
    response = send_form(client, **{field: typed})
    assert response.status_code == 422
    form = form_with(document(response.content), "contact_email")
    [shown] = [one for one in form.all("input", "textarea") if one.get("name") == field]
    assert typed in {shown.get("value"), shown.text.strip()}
    assert sentence in response.content.decode()
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("name", REAL_NAMES[::7])
def test_real_names_are_kept_as_they_are(client, name):
    assert send_form(client, name=name, contact_name=name, contact_role=name, statement=name).status_code == 302
    kept = Endorsement.objects.get()
    assert kept.name == kept.contact_name == kept.contact_role == kept.statement


def test_a_statement_that_is_blank_to_the_eye_is_empty(client):
    assert send_form(client, statement="\u3164 \u2800\u200b\n\u2060").status_code == 302
    assert Endorsement.objects.get().statement == ""


@pytest.mark.parametrize("blank", ["\u3164", "\u2800 \u200b", "\u200d"])
@pytest.mark.parametrize("field", ["name", "contact_name", "contact_role"])
def test_a_name_or_role_that_is_blank_to_the_eye_is_missing(client, field, blank):
    assert send_form(client, **{field: blank}).status_code == 422


def test_the_manage_page_refuses_the_same(client):
    endorsement = an_endorsement("approved")
    address = link_to(Purpose.MANAGE, endorsement)
    for typed in ({"statement": "See evil.com"}, {"contact_role": "=1+1"}, {"contact_name": PILED}):
        assert press(client, address, "correct", **typed).status_code == 422
    assert not endorsement.changes.exists()


@pytest.mark.parametrize(("field", "typed", "code"), [
    ("name", "=Circle", "formula"), ("name", "evil‧com", "link"), ("name", PILED, "marks"),
    ("statement", "See evil.com", "link"), ("statement", "+1", "formula"), ("website", "https://x.onion", "not_public"),
])  # fmt: skip
def test_staff_are_refused_the_same(field, typed, code):
    typed_in = {"name": "The Circle", "country": "UA", "website": "", "statement": "", "endorsed_on": "", field: typed}
    form = EndorsementForm(typed_in, instance=Endorsement(demands_version=the_demands()))
    assert form.errors.as_data()[field][0].code == code


def test_every_launch_name_may_be_saved_again():
    the_demands()
    launch.load(Path(campaign.__file__).parent / "content" / "endorsers.toml")
    for name in Endorsement.objects.values_list("name", flat=True):
        assert NameField(max_length=200).clean(name) == name
