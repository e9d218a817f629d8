"""What staff correct by hand: on a page of now, told in words when it cannot be."""

import json
import re

import pytest
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.test import Client, RequestFactory
from django.utils import translation

from endorsements import changes, moderation
from endorsements.models import Endorsement
from tests import reading
from tests.endorsements.factories import a_change, a_moderator, an_endorsement, the_events
from tests.reading import Element, as_served

pytestmark = pytest.mark.django_db
LIST = "/admin/endorsements/endorsement/"


def document(response) -> Element:
    return reading.document(response.content, strict=False)  # Django's own admin pages close more than they open


def page_of(endorsement: Endorsement) -> str:
    return f"{LIST}{endorsement.pk}/change/"


def served(staff: Client, endorsement: Endorsement) -> dict[str, str]:
    return as_served(document(staff.get(page_of(endorsement))).one("form", id="endorsement_form"))


def correct(staff: Client, endorsement: Endorsement, sent: dict[str, str], **typed: str):
    return staff.post(page_of(endorsement), {**sent, **typed}, follow=True)


def told(response) -> list[str]:
    return [item.text for messages in document(response).all("ul", class_="messagelist") for item in messages.all("li")]


def errors(response) -> list[str]:
    return [each.text for each in document(response).all("ul", class_="errorlist")]


def test_a_page_that_is_older_than_the_record_brings_nothing_back(staff):
    there = an_endorsement("approved", name="Old Town Library", statement="Names a person.")
    stale = served(staff, there)
    correct(staff, there, served(staff, there), statement="")
    events = the_events(there)
    response = correct(staff, there, stale, name="Old Town Archive")
    assert response.redirect_chain == [(page_of(there), 302)]
    assert "changed since" in " ".join(told(response))
    there.refresh_from_db()
    assert (there.name, there.statement) == ("Old Town Library", "")
    assert the_events(there) == events
    correct(staff, there, served(staff, there), name="Old Town Archive")
    there.refresh_from_db()
    assert (there.name, there.statement) == ("Old Town Archive", "")


def test_a_page_that_is_older_than_what_the_contact_asks_for_corrects_nothing(staff):
    there = an_endorsement("approved", name="Old Town Library")
    stale = served(staff, there)
    a_change(there)
    assert "changed since" in " ".join(told(correct(staff, there, stale, name="Old Town Archive")))
    there.refresh_from_db()
    assert there.name == "Old Town Library"


def test_what_was_typed_wrong_is_still_of_the_page_that_was_served(staff):
    there = an_endorsement("approved", name="Old Town Library", statement="Names a person.")
    response = correct(staff, there, served(staff, there), website="http://localhost")
    again = as_served(document(response).one("form", id="endorsement_form"))
    changes.correct(there, {"statement": ""}, actor=a_moderator())
    assert told(correct(staff, there, again, website="https://library.example"))
    there.refresh_from_db()
    assert there.statement == ""


@pytest.mark.parametrize("seen", ["forged", "x" * 5000, "\x00"])
def test_a_time_that_was_tampered_with_corrects_nothing(staff, seen):
    there = an_endorsement("approved", name="Old Town Library")
    response = correct(staff, there, served(staff, there), name="Old Town Archive", seen=seen)
    assert response.status_code == 200
    there.refresh_from_db()
    assert there.name == "Old Town Library"


def test_the_time_is_signed_and_hidden(staff):
    there = an_endorsement("approved")
    field = document(staff.get(page_of(there))).one("form", id="endorsement_form").one("input", name="seen")
    assert field["type"] == "hidden"
    assert moderation.when_seen(field["value"]) >= there.updated_at


def test_the_time_of_the_page_is_no_correction(staff):
    there = an_endorsement("approved", name="Old Town Library")
    correct(staff, there, served(staff, there))
    correct(staff, there, served(staff, there), name="Old Town Archive")
    messages = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert messages == ["No fields changed.", "Changed Name."]


def test_an_approved_endorsement_keeps_a_date(staff):
    there = an_endorsement("approved")
    response = correct(staff, there, served(staff, there), endorsed_on="")
    assert response.status_code == 200
    assert "An approved endorsement has a date." in " ".join(errors(response))
    before = there.endorsed_on
    there.refresh_from_db()
    assert there.endorsed_on == before


def test_a_rejected_one_needs_no_date(staff):
    there = an_endorsement("rejected")
    assert errors(correct(staff, there, served(staff, there), endorsed_on="")) == []
    there.refresh_from_db()
    assert there.endorsed_on is None


@pytest.mark.parametrize("status", ["approved", "waiting"])
def test_the_error_names_the_other_record_and_no_number(staff, status):
    other = an_endorsement(status, name="Old Town Library", contact_email="office@same.example")
    there = an_endorsement(status, name="Another", contact_email="office@same.example")
    response = correct(staff, there, served(staff, there), name="old town library")
    said = " ".join(errors(response))
    assert "Old Town Library" in said
    assert not re.search(r"\d", said), (said, other.pk)


@pytest.mark.parametrize("status", ["waiting", "unconfirmed"])
def test_two_requests_of_one_mailbox_with_one_website_are_both_corrected(staff, status):
    shared = {"contact_email": "office@same.example", "website": "https://same.example"}
    an_endorsement(status, name="One", **shared)
    there = an_endorsement(status, name="Two", **shared)
    assert errors(correct(staff, there, served(staff, there), name="The Second")) == []
    there.refresh_from_db()
    assert there.name == "The Second"


def test_the_log_calls_one_that_was_hidden_a_moment_ago_by_its_number():
    there = an_endorsement("approved", name="Quiet Circle")
    changes.hide(Endorsement.objects.get(pk=there.pk))
    request = RequestFactory().post("/admin/")
    request.user = a_moderator()
    with translation.override("en"):
        site.get_model_admin(Endorsement).log_change(request, there, [{"changed": {"fields": ["Statement"]}}])
    [entry] = LogEntry.objects.all()
    assert (entry.object_id, entry.object_repr) == (str(there.pk), f"endorsement {there.pk}")
    assert json.loads(entry.change_message) == [{"changed": {"fields": ["Statement"]}}]


def test_who_may_not_correct_sees_the_page_without_a_form_to_change():
    client = Client()
    client.force_login(a_moderator())
    there = an_endorsement("approved", name="Old Town Library")
    page = document(client.get(page_of(there)))
    assert "Old Town Library" in page.text
    assert not page.all("input", name="name")
