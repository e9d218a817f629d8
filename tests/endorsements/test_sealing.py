"""Who an unnamed organisation is cannot be read in the database."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.test import Client

from endorsements import changes, search, submissions, tokens, workflow
from endorsements.models import Change, Endorsement
from endorsements.models.token import Purpose
from endorsements.refusals import AlreadyThere
from tests.endorsements import factories
from tests.endorsements.test_erasure import everything_in_the_database
from tests.endorsements.visitors import deliver
from tests.reading import as_served, document, form_with

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Quiet Circle of Friends",
    "website": "https://quiet-circle.example/about",
    "statement": "We are quiet, and we are many.",
}


def a_quiet_one(status: str = "approved", **changed: str) -> Endorsement:
    """An unnamed endorsement with words of its own."""
    return factories.an_endorsement(status, visibility="unnamed", **{**WORDS, **changed})


def found_in_the_database() -> list[str]:
    """Which of its words stand there in clear, in any spelling that the site derives."""
    said = everything_in_the_database().casefold()
    needles = (*WORDS.values(), "quietcircle", "quiet circle", "quiet-circle.example", "a newer statement")
    return [needle for needle in needles if needle.casefold() in said]


def test_a_named_one_would_be_found() -> None:
    factories.an_endorsement("approved", **WORDS)
    assert len(found_in_the_database()) >= len(WORDS)


@pytest.mark.parametrize("status", ["unconfirmed", "waiting", "approved", "rejected", "withdrawn", "expired"])
def test_it_is_nowhere_in_clear_in_any_state(status: str) -> None:
    a_quiet_one(status)
    deliver()
    assert found_in_the_database() == []


def test_whoever_reads_the_record_reads_its_words() -> None:
    quiet = a_quiet_one()
    read = Endorsement.objects.get(pk=quiet.pk)
    assert {field: getattr(read, field) for field in WORDS} == WORDS
    assert (read.country, str(read)) == ("UA", WORDS["name"])
    read.refresh_from_db()
    assert read.name == WORDS["name"]
    through_a_token = tokens.find(tokens.make(quiet, Purpose.MANAGE), Purpose.MANAGE)
    assert through_a_token
    assert through_a_token.name == WORDS["name"]


def test_what_it_asks_to_change_is_sealed_too() -> None:
    quiet = a_quiet_one()
    changes.propose(quiet, {"statement": "A newer statement."})
    assert Change.objects.get().statement == "A newer statement."
    assert found_in_the_database() == []


def test_named_after_all_it_stands_in_clear_and_is_sealed_again_when_it_is_hidden() -> None:
    quiet = a_quiet_one()
    changes.propose(quiet, {"visibility": "public"})
    changes.accept(quiet, actor=factories.a_moderator())
    assert Endorsement.objects.public().get().name == WORDS["name"]
    assert search.narrow(Endorsement.objects.public(), "quiet", "").endorsements.exists()
    changes.hide(quiet)
    assert found_in_the_database() == []
    assert Endorsement.objects.get(pk=quiet.pk).name == WORDS["name"]


@pytest.mark.parametrize("first", ["public", "unnamed"])
@pytest.mark.parametrize("same", ["name", "website"])
def test_a_named_and_an_unnamed_record_are_not_both_approved(first: str, same: str) -> None:
    factories.an_endorsement("approved", visibility=first, **WORDS)
    other = {"public": "unnamed", "unnamed": "public"}[first]
    rival = factories.an_endorsement("waiting", visibility=other, **{same: WORDS[same]})
    with pytest.raises(AlreadyThere):
        workflow.approve(rival, actor=factories.a_moderator())


def test_the_database_refuses_one_in_clear() -> None:
    quiet = a_quiet_one()
    for written in ({"name": "Quiet Circle"}, {"sealed": ""}, {"website": WORDS["website"]}, {"search_text": "quiet"}):
        with pytest.raises(IntegrityError, match="unnamed_is_sealed"), transaction.atomic():
            Endorsement.objects.filter(pk=quiet.pk).update(**written)


@pytest.mark.parametrize("q", ["Quiet Circle", "circle quiet", '"Quiet Circle of"', "quiet-circle.example", "QUIET"])
def test_staff_find_it_in_the_admin(admin_client: Client, q: str) -> None:
    a_quiet_one()
    factories.an_endorsement("approved", name="Another")
    page = admin_client.get("/admin/endorsements/endorsement/", {"q": q}).content.decode()
    assert WORDS["name"] in page
    assert "Another" not in page


@pytest.mark.parametrize("q", ["Loud", '"Circle Quiet"', "quiet loud"])
def test_staff_do_not_find_it_by_what_it_is_not(admin_client: Client, q: str) -> None:
    a_quiet_one()
    page = admin_client.get("/admin/endorsements/endorsement/", {"q": q}).content.decode()
    assert WORDS["name"] not in page


def test_the_log_of_the_admin_does_not_name_it(admin_client: Client) -> None:
    quiet = a_quiet_one()
    address = f"/admin/endorsements/endorsement/{quiet.pk}/change/"
    form = form_with(document(admin_client.get(address).content, strict=False), "_save")
    answer = admin_client.post(address, {**as_served(form, "_save"), "statement": "Quiet, corrected by staff."})
    assert answer.status_code == 302
    assert Endorsement.objects.get(pk=quiet.pk).statement == "Quiet, corrected by staff."
    assert LogEntry.objects.filter(object_id=str(quiet.pk)).exists()
    assert found_in_the_database() == []


def test_no_other_record_points_at_it_in_clear() -> None:
    quiet = a_quiet_one()
    named = factories.an_endorsement("waiting", name=WORDS["name"], website=WORDS["website"])
    assert any(item["about"].get("records") == [quiet.pk] for item in Endorsement.objects.get(pk=named.pk).evidence)
    with connection.cursor() as cursor:
        cursor.execute("SELECT evidence FROM endorsements_endorsement WHERE id = %s", [named.pk])
        (kept,) = cursor.fetchone()
    assert "same_name" not in kept
    assert "records" not in kept


def test_the_hash_of_its_mailbox_is_not_that_of_a_named_record() -> None:
    mailbox = {"contact_email": "office@quiet-circle.example"}
    named, quiet = factories.an_endorsement("rejected", **mailbox), a_quiet_one(**mailbox)
    assert named.mailbox_key != quiet.mailbox_key
    found = Endorsement.objects.of_mailbox("Office+tag@quiet-circle.example")
    assert {one.pk for one in found} == {named.pk, quiet.pk}


def test_sent_again_to_stay_unnamed_the_log_of_the_admin_forgets_it() -> None:
    mailbox = {"contact_email": "office@quiet-circle.example"}
    first = factories.an_endorsement("unconfirmed", **WORDS, **mailbox)
    kind = ContentType.objects.get_for_model(Endorsement)
    LogEntry.objects.create(
        user=factories.a_moderator(),
        content_type=kind,
        object_id=str(first.pk),
        object_repr=str(first),
        action_flag=CHANGE,
    )
    assert found_in_the_database()
    submissions.submit(factories.a_submission(**WORDS, **mailbox, visibility="unnamed"))
    assert found_in_the_database() == []


@pytest.mark.parametrize("first", ["public", "unnamed"])
def test_taken_back_it_does_not_stand_beside_another_open_one_of_its_mailbox(first: str) -> None:
    mailbox = {"contact_email": "office@quiet-circle.example"}
    rejected = factories.an_endorsement("rejected", visibility=first, **WORDS, **mailbox)
    other = {"public": "unnamed", "unnamed": "public"}[first]
    factories.an_endorsement("unconfirmed", visibility=other, **WORDS, **mailbox)
    with pytest.raises(AlreadyThere):
        workflow.take_back(rejected, actor=factories.a_moderator(), reason="A mistake.")
