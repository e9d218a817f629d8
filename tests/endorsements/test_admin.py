"""A record's own page in the admin: what is shown, what may be corrected, what nobody may write."""

import pytest
from django.test import Client

from endorsements.models import Endorsement, Event
from endorsements.models.event import Verb
from tests.endorsements.admin_pages import LIST, act, document, form_of, page_of
from tests.endorsements.factories import a_change, an_endorsement, the_events
from tests.reading import as_served

pytestmark = pytest.mark.django_db


def test_the_field_of_a_website_is_wide(staff):
    there = an_endorsement("approved")
    assert form_of(document(staff.get(page_of(there)).content)).one("input", name="website")["class"] == "vURLField"


@pytest.mark.parametrize(
    ("visibility", "heading"),
    [("public", "What the public sees"), ("unnamed", "Counted without a name: none of this is public")],
)
def test_the_heading_says_whether_the_words_are_public(staff, visibility, heading):
    there = an_endorsement("approved", visibility=visibility)
    assert form_of(document(staff.get(page_of(there)).content)).all("h2")[0].text == heading


def test_a_forged_post_edits_no_status_and_no_contact(staff):
    there = an_endorsement("waiting")
    form = form_of(document(staff.get(page_of(there)).content))
    forged = {
        "status": "approved",
        "contact_email": "thief@evil.example",
        "visibility": "unnamed",
        "source": "staff",
        "consent_wording": "x",
        "launch_position": "1",
        "confirmed_at": "",
        "language": "ru",
        "public_id": "x",
    }
    before = Endorsement.objects.values().get(pk=there.pk)
    response = staff.post(page_of(there), {**as_served(form), **forged})
    assert response.status_code == 302
    assert Endorsement.objects.values().get(pk=there.pk) == before


def test_a_public_name_is_corrected_and_its_history_says_so(staff):
    there = an_endorsement("approved", name="Old Town Libary")
    form = form_of(document(staff.get(page_of(there)).content))
    staff.post(page_of(there), {**as_served(form), "name": "Old Town Library"})
    there.refresh_from_db()
    assert (there.name, there.status) == ("Old Town Library", "approved")
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.actor.username) == ("corrected", "root")
    assert event.reason == "name"
    assert "Old Town Library" in Client().get("/en/endorsements/").content.decode()


def test_saving_a_record_as_served_changes_nothing(staff):
    there = an_endorsement("approved", statement="A line.\n\nAnother line.")
    form = form_of(document(staff.get(page_of(there)).content))
    before, events = Endorsement.objects.values().get(pk=there.pk), the_events(there)
    staff.post(page_of(there), as_served(form))
    assert Endorsement.objects.values().get(pk=there.pk) == before
    assert the_events(there) == events


@pytest.mark.parametrize("status", ["waiting", "approved", "unconfirmed", "rejected"])
def test_a_correction_that_meets_another_record_is_told_not_failed(staff, status):
    there = an_endorsement(status, name="One", contact_email="office@same.example")
    an_endorsement(status, name="Two", contact_email="office@same.example", website="https://two.example")
    form = form_of(document(staff.get(page_of(there)).content))
    response = staff.post(page_of(there), {**as_served(form), "name": "TWO"})
    assert response.status_code in {200, 302}
    if status != "rejected":
        assert document(response.content).all(class_="errornote")
        assert Endorsement.objects.get(pk=there.pk).name == "One"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x"},
        {"name": "visit evil.example"},
        {"website": "http://localhost"},
        {"statement": "x" * 601},
        {"country": "XX"},
    ],
)
def test_staff_are_held_to_the_rules_of_the_form(staff, wrong):
    there = an_endorsement("approved")
    form = form_of(document(staff.get(page_of(there)).content))
    response = staff.post(page_of(there), {**as_served(form), **wrong})
    assert response.status_code == 200
    assert document(response.content).all(class_="errorlist")


def test_the_history_is_beside_the_record_and_cannot_be_written(staff):
    there = an_endorsement("approved")
    page = document(staff.get(page_of(there)).content)
    history = page.one(id="events-group").text
    for verb in (Verb.SUBMITTED, Verb.CONFIRMED, Verb.APPROVED):
        assert str(verb.label) in history
    for group in ("events-group", "changes-group", "mails-group"):
        fields = page.one(id=group).all("input", "select", "textarea")
        assert not [field["name"] for field in fields if field.get("type") != "hidden"]
    event = Event.objects.filter(endorsement=there).first()
    forged = {
        **as_served(form_of(page)),
        "events-0-id": str(event.pk),
        "events-0-reason": "Forged.",
        "events-0-DELETE": "on",
    }
    staff.post(page_of(there), forged)
    assert not Event.objects.filter(reason="Forged.").exists()
    assert Event.objects.filter(pk=event.pk).exists()


def test_contact_data_is_on_no_list_and_in_no_history(staff):
    there = an_endorsement("approved", contact_name="Very Private")
    assert "Very Private" not in staff.get(LIST).content.decode()
    page = document(staff.get(page_of(there)).content)
    for group in ("events-group", "changes-group", "mails-group"):
        assert there.contact_email not in page.one(id=group).text


def test_nothing_is_deleted(staff):
    there = an_endorsement("approved")
    assert staff.post(f"{LIST}{there.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in staff.get(LIST).content.decode()
    assert not document(staff.get(page_of(there)).content).all(class_="deletelink")


@pytest.mark.parametrize("status", ["withdrawn", "expired"])
def test_what_has_ended_is_read_only(staff, status):
    there = an_endorsement(status, name="Long Gone")
    staff.post(
        page_of(there), {"name": "Forged", **{f"{one}-TOTAL_FORMS": "0" for one in ("events", "changes", "mails")}}
    )
    assert Endorsement.objects.get(pk=there.pk).name == "Long Gone"


def test_records_of_the_same_organisation_are_shown_side_by_side(staff):
    first = an_endorsement("waiting", name="Old Town Library", contact_email="a@one.example")
    second = an_endorsement("waiting", name="Old Town Library", contact_email="b@two.example")
    page = document(staff.get(page_of(first)).content)
    assert page_of(second) in {link["href"] for link in page.all("a")}
    assert "two.example" in page.text


@pytest.mark.parametrize(
    "path", ["0/invite/", "x/invite/", f"{10**30}/invite/", "0/change/", "x/change/", f"{10**30}/change/"]
)
def test_records_that_do_not_exist_are_not_failed_on(staff, path):
    assert staff.get(f"{LIST}{path}").status_code in {302, 404}


def test_what_was_typed_is_shown_as_text(staff):
    payload = "<script>alert(1)</script>"
    there = an_endorsement(
        "waiting", name=f"A {payload}", statement=payload, contact_name=payload, contact_role=payload
    )
    a_change(an_endorsement("approved"), statement=payload)
    other = Endorsement.objects.latest("pk")
    act(staff, "take_back", there, reason=payload)
    for address in (LIST, page_of(there), page_of(other), f"{LIST}{there.pk}/history/", f"{LIST}{there.pk}/invite/"):
        content = staff.get(address).content.decode()
        assert "<script>alert" not in content
    response = act(staff, "approve", there, an_endorsement("withdrawn", name=f"B {payload}"))
    assert b"<script>alert" not in response.content
