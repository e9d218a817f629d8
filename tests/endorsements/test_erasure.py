"""Erasing everything, and taking everything away."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client

from endorsements import changes, takeaway, workflow
from endorsements.models import Endorsement, Mail
from endorsements.models.token import Purpose
from tests.endorsements import factories
from tests.endorsements.visitors import deliver, link_to, press

pytestmark = pytest.mark.django_db
NAME, WEBSITE, STATEMENT = "Erasmus Circle", "https://erasmus-circle.example", "A statement of its own."
CONTACT = {"contact_name": "Maryna Example", "contact_role": "Keeper of keys", "contact_email": "m@erasmus.example"}


def a_known_one() -> Endorsement:
    """Approved, corrected by staff, with a change that waits, and an entry in the admin's log."""
    known = factories.an_endorsement("approved", name="Erasmus Cirkle", website=WEBSITE, statement=STATEMENT, **CONTACT)
    changes.correct(known, {"name": NAME}, actor=factories.a_moderator())
    factories.a_change(known, statement="A newer statement.")
    LogEntry.objects.create(
        user=factories.a_moderator(),
        content_type=ContentType.objects.get_for_model(Endorsement),
        object_id=str(known.pk),
        object_repr=NAME,
        action_flag=CHANGE,
        change_message=f"Changed name to {NAME}",
    )
    return Endorsement.objects.get(pk=known.pk)


def everything_in_the_database() -> str:
    """Every row of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608 - names from the catalogue
            said += [row[0] for row in cursor.fetchall()]
    return "\n".join(said)


def test_nothing_of_the_organisation_is_left_anywhere() -> None:
    known = a_known_one()
    needles = [NAME, WEBSITE, STATEMENT, str(known.public_id), known.consent_wording]
    before = everything_in_the_database()
    assert [needle for needle in needles if needle not in before] == []
    workflow.erase(known)
    deliver()
    after = everything_in_the_database()
    needles += [*CONTACT.values(), "Erasmus Cirkle", "A newer statement."]
    assert [needle for needle in needles if needle in after] == []
    assert Endorsement.objects.get(pk=known.pk).status == "withdrawn"
    assert factories.the_events(known)[-1] == "erased"


def test_the_receipt_names_nobody() -> None:
    known = a_known_one()
    deliver()
    workflow.erase(known)
    assert not Mail.objects.filter(endorsement=known).exists()
    (receipt,) = deliver()
    assert receipt.to == [CONTACT["contact_email"]]
    assert receipt.subject == "Everything has been erased"
    assert NAME not in str(receipt.body)


def test_the_contact_erases_it_from_the_page_and_only_with_the_tick(client: Client) -> None:
    known = a_known_one()
    address = link_to(Purpose.MANAGE, known)
    assert press(client, address, "erase", tick=False).status_code == 422  # type: ignore[attr-defined]
    assert Endorsement.objects.get(pk=known.pk).name == NAME
    response = client.post(address, {"erase": "1", "erase-agree": "on"})
    assert response["Location"] == "/en/endorse/erased/"
    assert client.get(response["Location"]).status_code == 200
    assert client.get(address).status_code == 410
    assert NAME not in client.get("/en/endorsements/").content.decode()


def test_the_organisation_may_come_again_and_so_may_others() -> None:
    known = a_known_one()
    workflow.erase(known)
    workflow.erase(factories.an_endorsement("approved"))
    assert factories.an_endorsement("approved", name=NAME, website=WEBSITE).status == "approved"


def test_the_file_holds_everything_that_is_kept(client: Client) -> None:
    known = a_known_one()
    response = client.get(f"{link_to(Purpose.MANAGE, known)}people1st.json")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    kept = json.loads(response.content)
    assert kept["organisation"]["name"] == NAME
    assert kept["contact"]["email"] == CONTACT["contact_email"]
    assert kept["consent"]["wording"] == known.consent_wording
    assert kept["changes"][0]["asked"] == {"statement": "A newer statement."}
    assert [event["what"] for event in kept["history"]] == factories.the_events(known)
    assert len(kept["emails"]) == Mail.objects.filter(endorsement=known).count()


def test_no_field_of_the_record_is_left_out_of_the_file_by_mistake() -> None:
    """A new field has to be put into the file, or named here with its reason."""
    derived = {"name_key", "website_key", "mailbox_key", "search_text"}
    ours = {"id", "launch_position", "updated_at", "ended_at", "proof_code", "proven_by", "evidence"}
    known = factories.an_endorsement("approved", sender_digest="of a source")
    values = {field.name: getattr(known, field.attname) for field in Endorsement._meta.concrete_fields}
    said = json.dumps(takeaway.everything(known), ensure_ascii=False)
    for field, value in values.items():
        if field in derived | ours or not value or field == "demands_version":
            continue
        words = value.isoformat() if hasattr(value, "isoformat") else str(value)
        assert words in said, field


def test_the_file_of_an_unknown_link_is_not_there(client: Client) -> None:
    assert client.get("/en/endorse/manage/unknown/people1st.json").status_code == 404


def test_opening_the_file_changes_nothing(client: Client) -> None:
    known = a_known_one()
    address = f"{link_to(Purpose.MANAGE, known)}people1st.json"
    before = everything_in_the_database()
    client.get(address)
    client.post(address, {"erase": "1", "erase-agree": "on"})
    assert everything_in_the_database() == before


def test_the_file_keeps_notes_between_staff_to_them() -> None:
    known = factories.an_endorsement("waiting")
    workflow.approve(known, actor=factories.a_moderator(), reason="Read and checked.")
    workflow.take_back(known, actor=factories.a_moderator(), reason="Somebody else complained.")
    said = json.dumps(takeaway.everything(Endorsement.objects.get(pk=known.pk)))
    assert "Read and checked." in said
    assert "complained" not in said
