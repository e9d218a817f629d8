"""The contacts of an older release are encrypted where they are, and the way back is open."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import salted_hmac

from endorsements import contacts, limits, rotation
from endorsements.models import Endorsement, Mail
from endorsements.models.states import CONTACT_FIELDS
from people1st import keyring, keys
from tests.endorsements import factories

pytestmark = pytest.mark.django_db
migration = importlib.import_module("endorsements.migrations.0007_encrypt_contacts")
OFFICE = "Office+list@circle.example"


@pytest.fixture
def then() -> object:
    """The models as they were when the migration was written."""
    return MigrationLoader(connection).project_state(("endorsements", "0007_encrypt_contacts")).apps


def columns(table: str, *names: str) -> list[tuple[str, ...]]:
    """What the table holds, as PostgreSQL has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM endorsements_{table} ORDER BY id")  # noqa: S608
        return cursor.fetchall()


def some_records() -> list[Endorsement]:
    """Records with and without a contact, one whose mailbox is to change, and mails of which one was sent."""
    there = factories.an_endorsement("approved", contact_email=OFFICE, contact_name="Олена")
    contacts.ask_move(there, "new@circle.example")
    Mail.objects.filter(kind="confirm").update(recipient="")
    return [there, factories.an_endorsement("withdrawn"), factories.an_endorsement("unconfirmed"), factories.an_entry()]


def test_there_and_back_and_there_again(then: object) -> None:
    records = some_records()
    read = list(Endorsement.objects.order_by("pk").values_list(*CONTACT_FIELDS, "mailbox_key", "updated_at"))
    mails = list(Mail.objects.order_by("pk").values_list("recipient", "mailbox_digest"))
    migration.decrypt(then, None)
    clear = columns("endorsement", *CONTACT_FIELDS, "mailbox_key")
    assert clear[0] == ("Олена", "Director", OFFICE, "new@circle.example", "office@circle.example")
    assert clear[1] == clear[3] == ("",) * 5
    former = salted_hmac("endorsements.mailbox", "office@circle.example", algorithm="sha256").hexdigest()
    assert ("", former) in columns("mail", "recipient", "mailbox_digest")
    assert (OFFICE, former) in columns("mail", "recipient", "mailbox_digest")
    migration.encrypt(then, None)
    assert list(Endorsement.objects.order_by("pk").values_list(*CONTACT_FIELDS, "mailbox_key", "updated_at")) == read
    assert list(Mail.objects.order_by("pk").values_list("recipient", "mailbox_digest")) == mails
    assert set(rotation.texts()) == set(rotation.hashes()) == {keyring.ids()[0]}
    assert not any("circle" in text for row in columns("endorsement", *CONTACT_FIELDS, "mailbox_key") for text in row)
    assert keys.lost() == []
    assert list(Endorsement.objects.of_mailbox(OFFICE)) == records[:1]
    assert Mail.objects.filter(mailbox_digest=limits.digest("office@circle.example")).count() == 2


def test_mailboxes_that_became_one_since_are_kept_apart(then: object) -> None:
    first, second = (
        factories.an_endorsement("unconfirmed", name="The Circle", contact_email=email)
        for email in ("office@circle.example", "secretary@circle.example")
    )
    migration.decrypt(then, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE endorsements_endorsement SET contact_email = 'office+s@circle.example' WHERE id = %s", [second.pk]
        )
    migration.encrypt(then, None)
    assert list(Endorsement.objects.of_mailbox("office@circle.example")) == [first]
    second.refresh_from_db()
    assert second.contact_email == "office+s@circle.example"
    assert second.mailbox_key == keyring.digest("mailbox", "secretary@circle.example")
