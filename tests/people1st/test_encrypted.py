"""What the database holds of an encrypted text, and what it can be asked."""

import secrets
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import F, Q, Value
from django.test.utils import CaptureQueriesContext

from endorsements import contacts, limits, retention, rotation, workflow
from endorsements.models import Endorsement
from people1st import keyring
from people1st.encrypted import EncryptedTextField
from tests.endorsements.factories import an_endorsement

pytestmark = pytest.mark.django_db
CONTACT = {"contact_name": "Олена “Ó” Example", "contact_role": "Director\n1", "contact_email": "o@circle.example"}


def stored(endorsement: Endorsement, column: str) -> str:
    """What the column holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM endorsements_endorsement WHERE id = %s", [endorsement.pk])  # noqa: S608
        (value,) = cursor.fetchone()
    return str(value)


@pytest.mark.parametrize("field", CONTACT)
def test_it_is_read_as_it_was_written_and_stored_as_a_ciphertext(field: str) -> None:
    there = an_endorsement("waiting", **CONTACT)
    there.refresh_from_db()
    assert getattr(there, field) == CONTACT[field]
    assert Endorsement.objects.values_list(field, flat=True).get() == CONTACT[field]
    ciphertext = stored(there, field)
    assert CONTACT[field] not in ciphertext
    assert keyring.decrypt(ciphertext, f"endorsements_endorsement.{field}") == CONTACT[field]


def test_an_empty_text_stays_empty() -> None:
    there = an_endorsement("withdrawn")
    assert [stored(there, field) for field in CONTACT] == ["", "", ""]


def test_a_ciphertext_in_another_column_is_not_opened() -> None:
    there = an_endorsement("waiting", **CONTACT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE endorsements_endorsement SET contact_name = contact_email")
    with pytest.raises(keyring.UnreadableError, match="belong"):
        there.refresh_from_db()


def test_a_text_in_clear_is_not_taken_for_one_that_was_encrypted() -> None:
    there = an_endorsement("waiting", **CONTACT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE endorsements_endorsement SET contact_email = 'thief@evil.example'")
    with pytest.raises(keyring.UnreadableError) as refused:
        there.refresh_from_db()
    assert "thief" not in str(refused.value)


def test_emptiness_can_be_asked_for_and_the_key() -> None:
    there, gone = an_endorsement("waiting", **CONTACT), an_endorsement("withdrawn")
    every = Endorsement.objects.order_by("pk")
    assert list(every.filter(contact_email="")) == [gone]
    assert list(every.exclude(contact_email="")) == [there]
    assert list(every.filter(contact_email__isnull=True)) == []
    assert list(every.filter(contact_email__key=keyring.ids()[0])) == [there]
    assert list(every.values_list("contact_email__key", flat=True)) == [keyring.ids()[0], ""]
    assert Endorsement.objects.filter(pk=there.pk).update(contact_name="", contact_role="New") == 1
    there.refresh_from_db()
    assert (there.contact_name, there.contact_role) == ("", "New")


@pytest.mark.parametrize(
    "lookup",
    [
        {"contact_email": "o@circle.example"},
        {"contact_email": F("new_contact_email")},
        {"contact_email": Value("")},
        {"contact_email__in": [""]},
        {"contact_email__in": ["o@circle.example"]},
        {"contact_email__icontains": "circle"},
        {"contact_email__iexact": "o@circle.example"},
        {"contact_email__startswith": "o"},
        {"contact_email__gt": ""},
        {"contact_email__regex": "."},
        {"contact_email__length": 3},
    ],
)
def test_everything_else_is_refused_instead_of_finding_nothing(lookup: dict[str, Any]) -> None:
    with pytest.raises(FieldError):
        Endorsement.objects.filter(Q(**lookup)).exists()


def test_a_missing_key_is_told_and_nothing_is_made_up(settings: LazySettings) -> None:
    there = an_endorsement("waiting", **CONTACT)
    settings.ENCRYPTION_KEYS = (secrets.token_bytes(32),)
    with pytest.raises(keyring.UnreadableError, match="not under any key"):
        there.refresh_from_db()


def test_a_migration_writes_the_field_down() -> None:
    field = EncryptedTextField("a", max_length=3, blank=True)
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args) == ("people1st.encrypted.EncryptedTextField", [])
    assert kwargs == {"verbose_name": "a", "max_length": 3, "blank": True}
    assert isinstance(field, models.TextField)


def test_no_statement_that_reaches_the_database_holds_a_contact() -> None:
    needles = (*CONTACT.values(), "o@", "circle.example", "new@square.example")
    with CaptureQueriesContext(connection) as sent:
        there = an_endorsement("approved", **CONTACT)
        contacts.send_links("o+list@circle.example", "en")
        contacts.ask_move(there, "new@square.example")
        rotation.rotate()
        retention.run(dry_run=False)
        workflow.withdraw(there)
    statements = [query["sql"] for query in sent.captured_queries]
    assert any("pg_advisory_xact_lock" in statement for statement in statements)
    assert any(there.name in statement for statement in statements)
    assert [statement for statement in statements if any(needle in statement for needle in needles)] == []


def locks(key: str) -> list[str]:
    """The statements that hold a mailbox."""
    with CaptureQueriesContext(connection) as sent:
        limits.lock_mailbox(key)
    return [query["sql"] for query in sent.captured_queries]


def test_processes_with_different_rings_meet_at_a_lock_while_keys_change(settings: LazySettings) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    taken = []
    for settings.ENCRYPTION_KEYS in ((old,), (new, old), (new,)):
        taken.append(locks("office@circle.example"))
        assert set(taken[-1]).isdisjoint(locks("else@circle.example"))
    before, meanwhile, after = taken
    assert set(before) | set(after) == set(meanwhile)
    assert len(meanwhile) == 2
