"""What the database itself guarantees, tried with statements that pass every form and verb by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from endorsements import totals
from endorsements.models import Change, Endorsement, Event
from endorsements.models.states import CONTACT_FIELDS, Status
from tests.endorsements import factories

pytestmark = pytest.mark.django_db


def a_row(**changed: object) -> Endorsement:
    """A confirmed, approved row of its own, written without the workflow."""
    number = next(factories.numbers)
    given = {
        "name": f"Row {number}",
        "website": f"https://row-{number}.example",
        "contact_email": f"office@row-{number}.example",
        "status": "approved",
        "endorsed_on": date(2026, 1, 1),
        "confirmed_at": timezone.now(),
        "demands_version": factories.the_demands(),
    }
    return Endorsement.objects.create(**{**given, **changed})


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The database refuses it because of this constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        yield


@pytest.mark.parametrize("statement", [
    "UPDATE endorsements_event SET reason = 'Another'",
    "UPDATE endorsements_event SET at = now() WHERE id IN (SELECT max(id) FROM endorsements_event)",
    "DELETE FROM endorsements_event",
    "TRUNCATE endorsements_event, endorsements_mail",
    "TRUNCATE endorsements_event CASCADE",
    "TRUNCATE endorsements_endorsement CASCADE",
    "TRUNCATE auth_user CASCADE",
])  # fmt: skip
def test_the_history_cannot_be_changed_or_emptied(statement: str) -> None:
    factories.an_endorsement("approved")
    history = list(Event.objects.values())
    assert history
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert list(Event.objects.values()) == history


def test_an_endorsement_with_a_history_cannot_be_deleted() -> None:
    endorsement = factories.an_endorsement("approved")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM endorsements_token")
        cursor.execute("UPDATE endorsements_mail SET event_id = NULL, endorsement_id = NULL")
        cursor.execute("DELETE FROM endorsements_endorsement WHERE id = %s", [endorsement.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("name", ["The Circle", "THE  CIRCLE", "“The Circle”", "thé circle."])
def test_one_approved_per_name(name: str) -> None:
    a_row(name="The Circle")
    with refused("one_approved_per_name"):
        a_row(name=name)


@pytest.mark.parametrize(
    "website", ["https://circle.example", "http://www.circle.example/about?x=1", "https://CIRCLE.example./#top"]
)
def test_one_approved_per_website(website: str) -> None:
    a_row(website="https://circle.example")
    with refused("one_approved_per_website"):
        a_row(website=website)


def test_a_page_on_a_shared_platform_is_not_the_platform() -> None:
    for website in (
        "https://facebook.com/one",
        "https://facebook.com/two",
        "https://www.linkedin.com/company/a",
        "https://www.linkedin.com/company/b",
        "https://facebook.com/profile.php?id=1",
        "https://facebook.com/profile.php?id=2",
    ):
        a_row(website=website)
    for again in (
        "https://www.facebook.com/ONE/?ref=x",
        "https://m.facebook.com/two",
        "https://ua.linkedin.com/company/A/",
        "https://m.facebook.com/profile.php?id=2",
    ):
        with refused("one_approved_per_website"):
            a_row(website=again)


@pytest.mark.parametrize("status", ["waiting", "rejected", "withdrawn"])
def test_what_is_not_approved_blocks_nobody(status: str) -> None:
    a_row(name="The Circle", status=status, contact_email="")
    a_row(name="The Circle", status=status, contact_email="")
    a_row(name="The Circle")


def test_without_a_website_nobody_is_a_rival() -> None:
    a_row(website="")
    a_row(website="")


@pytest.mark.parametrize(("first", "second"), [("unconfirmed", "unconfirmed"), ("unconfirmed", "waiting")])
def test_one_open_request_a_mailbox_for_an_organisation(first: str, second: str) -> None:
    a_row(name="The Circle", website="https://circle.example", contact_email="office@circle.example", status=first)
    with refused("one_open_per_mailbox_and_name"):
        a_row(name="The Circle", contact_email="Office+tag@circle.example", status=second)
    a_row(name="The Circle", website="https://circle.example", contact_email="else@circle.example", status=second)
    a_row(website="https://www.circle.example/", contact_email="office@circle.example", status=second)
    a_row(contact_email="office@circle.example", status=second)


def test_only_known_words_are_kept() -> None:
    endorsement = a_row()
    with refused("status_is_known"):
        Endorsement.objects.filter(pk=endorsement.pk).update(status="published")
    with refused("visibility_is_known"):
        Endorsement.objects.filter(pk=endorsement.pk).update(visibility="secret")
    change = Change.objects.create(endorsement=endorsement, statement="x")
    with refused("outcome_is_known"):
        Change.objects.filter(pk=change.pk).update(outcome="lost")


def test_a_name_has_letters() -> None:
    with refused("name_has_letters"):
        a_row(name="“—”")


@pytest.mark.parametrize("website", ["javascript:alert(1)", "JavaScript://circle.example", "ftp://circle.example", "x"])
def test_a_website_is_one(website: str) -> None:
    there = a_row(website="https://circle.example")
    with refused("website_is_one"):
        Endorsement.objects.filter(pk=there.pk).update(website=website)


@pytest.mark.parametrize("status", ["waiting", "approved", "rejected"])
def test_what_the_form_brought_is_decided_only_when_confirmed(status: str) -> None:
    with refused("decided_only_when_confirmed"):
        a_row(status=status, confirmed_at=None)
    a_row(status=status, confirmed_at=None, source="staff")


def test_what_is_approved_has_a_date() -> None:
    with refused("approved_has_a_date"):
        a_row(endorsed_on=None)


@pytest.mark.parametrize("status", ["withdrawn", "expired"])
@pytest.mark.parametrize("field", ["contact_name", "contact_role", "contact_email", "new_contact_email"])
def test_what_has_ended_keeps_no_contact(status: str, field: str) -> None:
    with refused("ended_keeps_no_contact"):
        a_row(**{"status": status, "contact_email": "", field: "x@y.example"})


def test_a_place_on_the_launch_list_is_given_once() -> None:
    a_row(launch_position=1)
    with refused("launch_position"):
        a_row(launch_position=1)


def test_one_change_waits_at_a_time_and_changes_something() -> None:
    endorsement = a_row()
    Change.objects.create(endorsement=endorsement, statement="", outcome="superseded")
    Change.objects.create(endorsement=endorsement, statement="")
    with refused("one_waiting_change"):
        Change.objects.create(endorsement=endorsement, statement="x")
    with refused("changes_something"):
        Change.objects.create(endorsement=endorsement, outcome="declined")


def test_the_public_sees_the_approved_that_are_willing_to_be_named() -> None:
    every = {status: factories.an_endorsement(status) for status in Status.values}
    unnamed = factories.an_endorsement("approved", visibility="unnamed")
    assert list(Endorsement.objects.public()) == [every["approved"]]
    assert (totals.named(), totals.counted()) == (1, 2)
    assert set(Endorsement.objects.approved()) == {every["approved"], unnamed}
    assert [e.is_public for e in (every["approved"], every["waiting"], unnamed)] == [True, False, False]
    assert set(Endorsement.objects.open()) == {every["unconfirmed"], every["waiting"]}
    assert set(Endorsement.objects.managed()) == {every["waiting"], every["approved"], unnamed}


def test_what_is_public_is_read_without_its_contact() -> None:
    factories.an_endorsement("approved")
    assert Endorsement.objects.public().get().get_deferred_fields() == {
        *CONTACT_FIELDS,
        "evidence",
        "logo_permission",
    }


def test_the_launch_list_comes_first_then_the_oldest() -> None:
    late, early = a_row(endorsed_on=date(2026, 3, 1)), a_row(endorsed_on=date(2026, 2, 1))
    second, first = a_row(launch_position=2), a_row(launch_position=1)
    assert list(Endorsement.objects.public()) == [first, second, early, late]


def test_what_waits_for_a_decision_is_counted_once() -> None:
    endorsement = factories.an_endorsement("approved")
    for statement in ("One", "Two", "Three"):
        factories.a_change(endorsement, statement=statement)
    waiting = factories.an_endorsement("waiting")
    assert sorted(Endorsement.objects.needs_decision(), key=lambda e: e.pk) == [endorsement, waiting]
    Endorsement.objects.filter(pk=endorsement.pk).update(status="waiting")
    assert sorted(Endorsement.objects.needs_decision(), key=lambda e: e.pk) == [endorsement, waiting]
