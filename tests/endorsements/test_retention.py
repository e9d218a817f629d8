"""What is forgotten, and when."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from endorsements import retention, tokens
from endorsements.models import Endorsement, Mail, Token
from endorsements.models.token import Purpose
from endorsements.retention import Forgotten
from tests.endorsements import factories

pytestmark = pytest.mark.django_db


def days(number: float) -> timedelta:
    """A time span."""
    return timedelta(days=number)


def contact_of(endorsement: Endorsement) -> set[str]:
    """Every personal field."""
    kept = Endorsement.objects.get(pk=endorsement.pk)
    return {kept.contact_name, kept.contact_role, kept.contact_email, kept.new_contact_email, kept.mailbox_key}


def test_what_nobody_confirmed_in_time_expires() -> None:
    late, mailed, fresh = (factories.an_endorsement("unconfirmed") for _ in range(3))
    tokens.make(late, Purpose.CONFIRM)
    Token.objects.update(made_at=timezone.now() - days(7.01))
    Endorsement.objects.update(updated_at=timezone.now() - days(8))
    tokens.make(mailed, Purpose.CONFIRM)  # asked for again since
    Endorsement.objects.filter(pk=fresh.pk).update(updated_at=timezone.now() - days(6.9))
    assert retention.run(dry_run=False).expired == 1
    assert [Endorsement.objects.get(pk=e.pk).status for e in (late, mailed, fresh)] == [
        "expired", "unconfirmed", "unconfirmed",
    ]  # fmt: skip
    assert contact_of(late) == {""}


def test_it_expires_though_its_mail_was_never_written() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    Endorsement.objects.update(updated_at=timezone.now() - days(7.01))
    retention.run(dry_run=False)
    assert contact_of(endorsement) == {""}
    assert factories.the_events(endorsement) == ["submitted", "expired"]


@pytest.mark.parametrize("status", ["waiting", "approved", "rejected", "withdrawn"])
def test_what_was_confirmed_never_expires(status: str) -> None:
    endorsement = factories.an_endorsement(status)
    Endorsement.objects.update(updated_at=timezone.now() - days(900))
    assert retention.run(dry_run=False).expired == 0
    assert Endorsement.objects.get(pk=endorsement.pk).status == status


def test_the_contact_of_what_was_rejected_is_kept_for_ninety_days() -> None:
    old, young, approved = (factories.an_endorsement(status) for status in ("rejected", "rejected", "approved"))
    Endorsement.objects.exclude(pk=young.pk).update(decided_at=timezone.now() - days(90.01))
    Endorsement.objects.filter(pk=young.pk).update(decided_at=timezone.now() - days(89.9))
    assert retention.run(dry_run=False).rejected_contacts == 1
    assert contact_of(old) == {""}
    assert "" not in (contact_of(young) | contact_of(approved)) - {""}
    assert factories.the_events(old)[-1] == "contact_erased"
    assert Endorsement.objects.get(pk=old.pk).status == "rejected"
    assert retention.run(dry_run=False).rejected_contacts == 0


def test_addresses_of_old_mails_are_erased() -> None:
    factories.an_endorsement("waiting")
    factories.an_endorsement("waiting")
    old, young = Mail.objects.order_by("pk")
    Mail.objects.filter(pk=old.pk).update(queued_at=timezone.now() - days(4.01))
    Mail.objects.filter(pk=young.pk).update(queued_at=timezone.now() - days(3.9))
    assert retention.run(dry_run=False).mailboxes_of_mails == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.recipient, old.mailbox_key) == ("", "")
    assert young.recipient
    assert young.mailbox_key


def test_a_dry_run_counts_the_same_and_changes_nothing() -> None:
    factories.an_endorsement("unconfirmed")
    factories.an_endorsement("rejected")
    Endorsement.objects.update(updated_at=timezone.now() - days(8))
    Endorsement.objects.filter(status="rejected").update(decided_at=timezone.now() - days(91))
    Mail.objects.update(queued_at=timezone.now() - days(5))
    before = list(Endorsement.objects.order_by("pk").values()), list(Mail.objects.order_by("pk").values())
    met = retention.run(dry_run=True)
    assert met == Forgotten(expired=1, rejected_contacts=1, mailboxes_of_mails=3)
    assert (list(Endorsement.objects.order_by("pk").values()), list(Mail.objects.order_by("pk").values())) == before
    assert retention.run(dry_run=False) == met
    assert retention.run(dry_run=False) == Forgotten(0, 0, 0)


def test_the_command_says_what_it_did() -> None:
    factories.an_endorsement("unconfirmed")
    Endorsement.objects.update(updated_at=timezone.now() - days(8))
    for options, status in (({"dry_run": True}, "unconfirmed"), ({}, "expired")):
        said = StringIO()
        call_command("forget", stdout=said, **options)
        assert said.getvalue() == "expired: 1\nrejected_contacts: 0\nmailboxes_of_mails: 0\n"
        assert Endorsement.objects.get().status == status
