"""What becomes of a mail that waits: dropped, kept, counted for its mailbox, let go by a moderator."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from endorsements import contacts, outflow, retention, submissions, tokens, workflow
from endorsements.models import Endorsement, Mail
from endorsements.models.mail import Held
from endorsements.refusals import MailboxFull
from tests.endorsements import factories
from tests.endorsements.floods import protect, queued, requests
from tests.endorsements.visitors import deliver, links_in, path_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", [workflow.withdraw, workflow.expire, workflow.erase])
def test_what_waits_for_a_request_that_ended_is_dropped_with_its_address(end) -> None:
    protect(mails_an_hour=1)
    _first, second, third = requests(3)
    end(second)
    assert outflow.release() == 0
    dropped = second.mails.get(kind="confirm")
    assert (dropped.held_for, dropped.recipient, dropped.released_at) == ("", "", None)
    assert dropped.dropped_at
    protect(mails_an_hour=100)
    assert outflow.release() == 1
    assert third.mails.get().released_at
    assert str(dropped.pk) not in queued()


@pytest.mark.usefixtures("within_a_step")
def test_a_request_whose_mail_waits_is_kept_and_its_link_works_from_when_it_is_sent(client) -> None:
    protect(mails_an_hour=1)
    _first, late = requests(2)
    ten_days = timedelta(days=10)
    Endorsement.objects.update(updated_at=timezone.now() - ten_days)
    Mail.objects.update(queued_at=F("queued_at") - ten_days, released_at=F("released_at") - ten_days)
    assert retention.run(dry_run=False).expired == 1
    late.refresh_from_db()
    assert late.status == "unconfirmed"
    assert late.mails.get().recipient
    assert outflow.release() == 1
    assert retention.run(dry_run=False).expired == 0
    assert late.mails.get().recipient
    [message] = deliver()
    assert not tokens.has_run_out(late)
    assert client.get(path_of(links_in(message)[0])).status_code == 200
    assert retention.run(dry_run=False).expired == 0
    assert message.extra_headers["Date"].startswith(f"{timezone.now():%a, %d %b}")


def test_what_waits_counts_for_its_mailbox_until_it_was_sent_for_a_day() -> None:
    protect(mails_an_hour=1)
    requests(1)
    for _ in range(4):
        submissions.submit(factories.a_submission(contact_email="office@circle.example"))
    mine = Mail.objects.filter(endorsement__in=Endorsement.objects.of_mailbox("office@circle.example"))
    assert mine.count() == 3
    mine.update(queued_at=F("queued_at") - timedelta(hours=30))
    submissions.submit(factories.a_submission(contact_email="office@circle.example"))
    assert mine.count() == 3
    protect(mails_an_hour=100)
    outflow.release()
    deliver()
    submissions.submit(factories.a_submission(contact_email="office@circle.example"))
    assert mine.count() == 3
    mine.update(sent_at=F("sent_at") - timedelta(hours=24, seconds=1))
    submissions.submit(factories.a_submission(contact_email="office@circle.example"))
    assert mine.count() == 4


def test_a_mail_that_waits_is_not_queued_a_second_time() -> None:
    protect(mails_an_hour=1)
    requests(1)
    sent = factories.a_submission()
    submissions.submit(sent)
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=1))
    submissions.submit(sent)
    contacts.send_links(sent.contact_email, "en")
    assert Mail.objects.count() == 2


def test_what_waits_for_a_moderator_goes_when_one_has_looked() -> None:
    endorsement = submissions.submit(factories.a_submission(), by_hand=True)
    mail = endorsement.mails.get()
    assert (mail.held_for, queued()) == (Held.HAND_CHECK, [])
    assert outflow.release() == 0
    outflow.passed(mail)
    outflow.passed(mail)
    mail.refresh_from_db()
    assert (mail.held_at, mail.held_for, queued()) == (None, "", [str(mail.pk)])
    assert mail.released_at
    assert not outflow.state().in_turn


def test_a_moderators_look_passes_no_other_limit() -> None:
    protect(mails_an_hour=1)
    mail = submissions.submit(factories.a_submission(), by_hand=True).mails.get()
    requests(1)
    outflow.passed(mail)
    mail.refresh_from_db()
    assert (mail.held_for, mail.released_at) == (Held.BREAKER, None)
    full = factories.a_submission(contact_email="office@circle.example")
    protect(mails_an_hour=100)
    assert outflow.release() == 1
    by_hand = submissions.submit(full, by_hand=True).mails.get()
    Mail.objects.filter(pk=by_hand.pk).update(queued_at=timezone.now() - timedelta(days=2))
    for _ in range(4):
        submissions.submit(factories.a_submission(contact_email="office@circle.example"))
    assert Mail.objects.filter(mailbox_digest=by_hand.mailbox_digest).count() == 4
    with pytest.raises(MailboxFull):
        outflow.passed(by_hand)
    Mail.objects.exclude(pk=by_hand.pk).update(
        queued_at=timezone.now() - timedelta(days=2), sent_at=timezone.now() - timedelta(days=2)
    )
    outflow.passed(by_hand)
    by_hand.refresh_from_db()
    assert by_hand.held_at is None
