"""Records that are to be forgotten in their time, and what is left of a contact."""

from datetime import timedelta

from endorsements import contacts, tokens
from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from endorsements.retention import Forgotten
from tests.endorsements import factories

NOTHING = Forgotten(*[0] * 8)


def days(number: float) -> timedelta:
    """A time span."""
    return timedelta(days=number)


def contact_of(endorsement: Endorsement) -> set[str]:
    """Every personal field."""
    kept = Endorsement.objects.get(pk=endorsement.pk)
    return {kept.contact_name, kept.contact_role, kept.contact_email, kept.new_contact_email, kept.mailbox_key}


def an_invited_entry() -> Endorsement:
    """An entry of staff whose contact was invited just now, and holds a link."""
    entry = contacts.invite(factories.an_entry(), "office@entry.example", "en", actor=factories.a_moderator())
    tokens.make(entry, Purpose.MANAGE)
    return entry


def a_moving_endorsement() -> Endorsement:
    """One whose contact asked just now to move to another mailbox, which was sent a link."""
    endorsement = contacts.ask_move(factories.an_endorsement("approved"), "new@circle.example")
    tokens.make(endorsement, Purpose.MAILBOX)
    return endorsement
