"""What is forgotten, and when: requests that nobody confirms, and what the command says of it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from endorsements import contacts, retention, submissions, tokens, workflow
from endorsements.models import Endorsement, Event, Mail, Token
from endorsements.models.token import Purpose
from endorsements.retention import Forgotten
from tests.endorsements import factories
from tests.endorsements.aging import age_events
from tests.endorsements.forgetting import NOTHING, a_moving_endorsement, an_invited_entry, contact_of, days

pytestmark = pytest.mark.django_db


def age_all(number: float) -> None:
    """Let every request, link and mail be so many days old."""
    then = timezone.now() - days(number)
    Endorsement.objects.update(updated_at=then)
    Token.objects.update(made_at=then)
    Mail.objects.update(queued_at=then, released_at=then)


def test_what_nobody_confirmed_in_time_expires() -> None:
    late, mailed, fresh = (factories.an_endorsement("unconfirmed") for _ in range(3))
    tokens.make(late, Purpose.CONFIRM)
    age_all(7.01)
    tokens.make(mailed, Purpose.CONFIRM)  # asked for again since
    Endorsement.objects.filter(pk=fresh.pk).update(updated_at=timezone.now() - days(6.9))
    assert retention.run(dry_run=False).expired == 1
    assert [Endorsement.objects.get(pk=e.pk).status for e in (late, mailed, fresh)] == [
        "expired", "unconfirmed", "unconfirmed",
    ]  # fmt: skip
    assert contact_of(late) == {""}


def test_the_days_count_from_the_last_link_not_from_the_last_change() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    tokens.make(endorsement, Purpose.CONFIRM)
    age_all(7.01)
    Endorsement.objects.update(updated_at=timezone.now())
    assert retention.run(dry_run=False).expired == 1


def test_it_expires_though_its_mail_was_never_written() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    age_all(7.01)
    retention.run(dry_run=False)
    assert contact_of(endorsement) == {""}
    assert factories.the_events(endorsement) == ["submitted", "expired"]


def test_a_link_that_is_still_to_be_sent_counts_as_the_last() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    tokens.make(endorsement, Purpose.CONFIRM)
    age_all(7.01)
    contacts.send_links(endorsement.contact_email, "en")  # asked for in the last moment; the mail server is down
    assert retention.run(dry_run=False).expired == 0
    assert Endorsement.objects.get().status == "unconfirmed"


@pytest.mark.parametrize("outcome", ["sent_at", "dropped_at"])
def test_a_mail_that_is_on_its_way_no_longer_keeps_nothing(outcome: str) -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    tokens.make(endorsement, Purpose.CONFIRM)
    age_all(7.01)
    contacts.send_links(endorsement.contact_email, "en")
    Mail.objects.update(**{outcome: timezone.now()})
    assert retention.run(dry_run=False).expired == 1


def test_a_mail_of_another_kind_or_another_request_keeps_nothing() -> None:
    factories.an_endorsement("unconfirmed")
    age_all(7.01)
    Mail.objects.update(kind="links", queued_at=timezone.now())
    factories.an_endorsement("unconfirmed")
    assert retention.run(dry_run=False).expired == 1


@pytest.mark.parametrize("status", ["waiting", "approved", "rejected", "withdrawn"])
def test_what_was_confirmed_never_expires(status: str) -> None:
    endorsement = factories.an_endorsement(status)
    age_all(900)
    assert retention.run(dry_run=False).expired == 0
    assert Endorsement.objects.get(pk=endorsement.pk).status == status


def test_where_a_request_came_from_is_forgotten_after_two_days() -> None:
    old, again, new = (factories.an_endorsement("approved", sender_digest="of a source") for _ in range(3))
    workflow.withdraw(factories.an_endorsement("approved", sender_digest="of a source"))
    unconfirmed = factories.an_endorsement("unconfirmed", name="Circle", contact_email="office@circle.example")
    for one in (old, again, unconfirmed):
        Endorsement.objects.filter(pk=one.pk).update(submitted_at=timezone.now() - days(2.1))
    sent = factories.a_submission(name="Circle", contact_email="office@circle.example", sender_digest="of another")
    submissions.submit(sent)
    assert retention.run(dry_run=False).senders == 2
    kept = dict(Endorsement.objects.exclude(status="withdrawn").values_list("pk", "sender_digest"))
    assert kept == {old.pk: "", again.pk: "", new.pk: "of a source", unconfirmed.pk: "of another"}
    assert not Endorsement.objects.filter(status="withdrawn").exclude(sender_digest="").exists()


def test_a_dry_run_counts_the_same_and_changes_nothing() -> None:
    factories.an_endorsement("unconfirmed")
    factories.an_endorsement("rejected")
    age_events(an_invited_entry(), "invited", days(31))
    age_events(a_moving_endorsement(), "move_asked", days(8))
    approved = factories.an_endorsement("approved")
    age_events(approved, "confirmed", days(366))
    age_all(8)
    Endorsement.objects.filter(status="rejected").update(decided_at=timezone.now() - days(91))
    Endorsement.objects.filter(pk=approved.pk).update(
        submitted_at=timezone.now() - days(2.1), sender_digest="of a source"
    )
    tables = (Endorsement, Mail, Token, Event)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    mails = Mail.objects.count()
    met = retention.run(dry_run=True)
    assert met == Forgotten(
        expired=1,
        rejected_contacts=1,
        unanswered_invitations=1,
        unanswered_moves=1,
        addresses_of_mails=mails,
        senders=1,
        reviews_asked=1,
        counts=0,
    )
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    assert retention.run(dry_run=False) == met
    assert retention.run(dry_run=False) == NOTHING


def test_a_withdrawal_leaves_nothing_for_the_rules() -> None:
    entry, moving = an_invited_entry(), a_moving_endorsement()
    age_events(entry, "invited", days(31))
    age_events(moving, "move_asked", days(8))
    workflow.withdraw(entry)
    workflow.withdraw(moving)
    assert retention.run(dry_run=False) == NOTHING


def test_the_command_says_what_it_did() -> None:
    factories.an_endorsement("unconfirmed")
    Endorsement.objects.update(updated_at=timezone.now() - days(8))
    Mail.objects.update(
        queued_at=timezone.now() - days(8), released_at=timezone.now() - days(8), recipient="", mailbox_digest=""
    )
    for options, status in (({"dry_run": True}, "unconfirmed"), ({}, "expired")):
        said = StringIO()
        call_command("forget", stdout=said, **options)
        assert said.getvalue() == (
            "expired: 1\nrejected_contacts: 0\nunanswered_invitations: 0\nunanswered_moves: 0\naddresses_of_mails: 0\n"
            "senders: 0\nreviews_asked: 0\ncounts: 0\n"
        )
        assert Endorsement.objects.get().status == status
