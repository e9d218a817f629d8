"""When contacts and addresses are forgotten of what lives on."""

import pytest
from django.utils import timezone

from endorsements import contacts, retention, tokens
from endorsements.models import Endorsement, Mail, Token
from endorsements.models.token import Purpose
from tests.endorsements import factories
from tests.endorsements.aging import age_events
from tests.endorsements.forgetting import NOTHING, a_moving_endorsement, an_invited_entry, contact_of, days

pytestmark = pytest.mark.django_db


def test_the_contact_of_what_was_rejected_is_kept_for_ninety_days() -> None:
    old, young, approved = (factories.an_endorsement(status) for status in ("rejected", "rejected", "approved"))
    Endorsement.objects.exclude(pk=young.pk).update(decided_at=timezone.now() - days(90.01))
    Endorsement.objects.filter(pk=young.pk).update(decided_at=timezone.now() - days(89.9))
    assert retention.run(dry_run=False).rejected_contacts == 1
    assert contact_of(old) == {""}
    assert all(Endorsement.objects.get(pk=kept.pk).contact_email for kept in (young, approved))
    assert factories.the_events(old)[-1] == "contact_erased"
    assert Endorsement.objects.get(pk=old.pk).status == "rejected"
    assert retention.run(dry_run=False).rejected_contacts == 0


def test_the_mailbox_that_did_not_take_an_entry_over_is_kept_for_thirty_days() -> None:
    old, young = an_invited_entry(), an_invited_entry()
    age_events(old, "invited", days(30.01))
    age_events(young, "invited", days(29.9))
    assert retention.run(dry_run=False).unanswered_invitations == 1
    assert contact_of(old) == {""}
    assert Endorsement.objects.get(pk=young.pk).contact_email == "office@entry.example"
    assert list(Token.objects.values_list("endorsement", flat=True)) == [young.pk]
    assert factories.the_events(old)[-1] == "contact_erased"
    assert Endorsement.objects.get(pk=old.pk).status == "approved"
    assert retention.run(dry_run=False).unanswered_invitations == 0


def test_invited_again_the_days_count_anew() -> None:
    entry = an_invited_entry()
    age_events(entry, "invited", days(31))
    contacts.invite(entry, "else@entry.example", "en", actor=factories.a_moderator())
    assert retention.run(dry_run=False).unanswered_invitations == 0


def test_who_took_an_entry_over_is_kept() -> None:
    entry = contacts.take_over(an_invited_entry(), contact_name="Olena Example", contact_role="x", language="en")
    age_events(entry, "invited", days(400))
    assert retention.run(dry_run=False).unanswered_invitations == 0
    assert Endorsement.objects.get().contact_email == "office@entry.example"


def test_who_came_through_the_form_was_never_invited_and_is_kept() -> None:
    factories.an_endorsement("approved")
    factories.an_endorsement("waiting")
    assert retention.run(dry_run=False) == NOTHING


def test_a_new_mailbox_that_did_not_confirm_is_kept_for_seven_days() -> None:
    old, young = a_moving_endorsement(), a_moving_endorsement()
    tokens.make(old, Purpose.MANAGE)
    age_events(old, "move_asked", days(7.01))
    age_events(young, "move_asked", days(6.9))
    assert retention.run(dry_run=False).unanswered_moves == 1
    kept = Endorsement.objects.get(pk=old.pk)
    assert kept.new_contact_email == ""
    assert kept.contact_email == old.contact_email
    assert kept.contact_name
    assert Endorsement.objects.get(pk=young.pk).new_contact_email == "new@circle.example"
    assert sorted(Token.objects.values_list("endorsement", "purpose")) == [
        (old.pk, "manage"), (young.pk, "mailbox"),
    ]  # fmt: skip
    assert factories.the_events(old)[-1] == "contact_erased"
    assert retention.run(dry_run=False) == NOTHING


def test_addresses_of_old_mails_are_erased() -> None:
    factories.an_endorsement("waiting")
    factories.an_endorsement("waiting")
    factories.an_endorsement("waiting")
    sent, refused, young = Mail.objects.order_by("queued_at")
    Mail.objects.exclude(pk=young.pk).update(
        queued_at=timezone.now() - days(4.01), released_at=timezone.now() - days(4.01)
    )
    Mail.objects.filter(pk=sent.pk).update(recipient="", sent_at=timezone.now())
    Mail.objects.filter(pk=young.pk).update(
        queued_at=timezone.now() - days(3.9), released_at=timezone.now() - days(3.9)
    )
    assert retention.run(dry_run=False).addresses_of_mails == 2
    for mail in (sent, refused, young):
        mail.refresh_from_db()
    assert {(mail.recipient, mail.mailbox_digest) for mail in (sent, refused)} == {("", "")}
    assert young.recipient
    assert young.mailbox_digest
