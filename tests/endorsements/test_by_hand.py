"""What came without a proof of work waits for a moderator, who lets it be confirmed or drops it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from endorsements import by_hand, jobs, outflow, retention, submissions, workflow
from endorsements.models import Endorsement, Event, Mail
from endorsements.refusals import ChangedSinceSeen, NothingWaits
from people1st.staff import mailboxes
from tests.endorsements.factories import a_moderator, a_submission, an_endorsement, the_demands, the_events, the_jobs
from tests.endorsements.first_looks import MAILBOX, a_request, age, status_of
from tests.endorsements.racing import at_once
from tests.endorsements.visitors import deliver, links_in, path_of, press

pytestmark = pytest.mark.django_db


def test_what_waits_is_kept_and_nobody_is_written_to():
    there = a_request()
    assert there.status == "unconfirmed"
    mail = Mail.objects.get()
    assert (mail.kind, mail.held_for, mail.sent_at) == ("confirm", "hand_check", None)
    assert the_jobs("send_mail") == []
    assert list(Endorsement.objects.to_be_checked()) == [there]


def test_no_turn_of_the_waiting_list_releases_it():
    a_request()
    assert outflow.release() == 0
    assert the_jobs("send_mail") == []


def test_released_it_can_be_confirmed():
    there = a_request(contact_email=MAILBOX)
    by_hand.release(there, actor=a_moderator(), reason="Known to us.")
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.by, event.actor, event.reason) == ("released", "staff", a_moderator(), "Known to us.")
    assert (event.from_status, event.to_status) == ("unconfirmed", "unconfirmed")
    assert not Endorsement.objects.to_be_checked().exists()
    assert the_jobs("send_mail") == [{"mail_id": str(Mail.objects.get().pk)}]
    [message] = deliver()
    assert message.to == [MAILBOX]
    press(Client(), path_of(links_in(message)[0]), "confirm")
    assert status_of(there) == "waiting"


def test_released_it_has_its_mail_once():
    there = a_request()
    by_hand.release(there, actor=a_moderator())
    with pytest.raises(NothingWaits):
        by_hand.release(there, actor=a_moderator())
    assert len(the_jobs("send_mail")) == 1
    assert the_events(there) == ["submitted", "released"]


def test_of_several_mails_that_wait_the_newest_goes():
    sent = a_submission()
    there = submissions.submit(sent, by_hand=True)
    age(there, timedelta(hours=25))
    submissions.submit(sent, by_hand=True)
    older, newest = there.mails.order_by("queued_at")
    by_hand.release(there, actor=a_moderator())
    assert the_jobs("send_mail") == [{"mail_id": str(newest.pk)}]
    older.refresh_from_db()
    assert older.dropped_at
    assert older.recipient == ""


def test_what_changed_since_the_moderator_looked_is_looked_at_again():
    sent = a_submission()
    there = submissions.submit(sent, by_hand=True)
    seen_at = timezone.now()
    submissions.submit(a_submission(**{**vars(sent), "statement": "Something else."}), by_hand=True)
    for verb in (by_hand.release, by_hand.drop):
        with pytest.raises(ChangedSinceSeen):
            verb(there, actor=a_moderator(), seen_at=seen_at)
    by_hand.release(there, actor=a_moderator(), seen_at=timezone.now())


def test_dropped_it_is_forgotten_and_nobody_is_written_to():
    there = a_request(contact_email=MAILBOX)
    by_hand.drop(there, actor=a_moderator(), reason="A machine’s.")
    there.refresh_from_db()
    assert (there.status, there.contact_email, there.contact_name, there.statement) == ("expired", "", "", "")
    event = Event.objects.filter(endorsement=there).latest("pk")
    assert (event.verb, event.by, event.actor, event.reason) == ("expired", "staff", a_moderator(), "A machine’s.")
    mail = there.mails.get()
    assert mail.dropped_at
    assert (mail.recipient, mail.held_for) == ("", "")
    assert deliver() == []
    assert [mail.kind for mail in Mail.objects.all()] == ["confirm"]


@pytest.mark.parametrize("status", ["unconfirmed", "waiting", "approved", "rejected", "withdrawn", "expired"])
def test_what_does_not_wait_by_hand_is_neither_released_nor_dropped(status):
    there = an_endorsement(status)
    for verb in (by_hand.release, by_hand.drop):
        with pytest.raises(NothingWaits):
            verb(there, actor=a_moderator())
    assert status_of(there) == status
    assert "released" not in the_events(there)


def test_confirmed_by_another_link_its_mail_does_not_wait_any_more():
    there = a_request()
    workflow.confirm(there)
    outflow.release()
    mail = there.mails.get(kind="confirm")
    assert mail.dropped_at
    assert (mail.recipient, mail.held_for) == ("", "")


@pytest.mark.parametrize(("days", "status"), [(6, "unconfirmed"), (8, "expired")])
def test_what_nobody_looks_at_expires_as_any_request_does(days, status):
    there = a_request()
    age(there, timedelta(days=days))
    assert timedelta(days=7) == settings.CONFIRM_LINK_LIFETIME
    retention.run(dry_run=False)
    assert status_of(there) == status
    outflow.release()
    assert Mail.objects.get().recipient == ("" if status == "expired" else there.contact_email)


def test_moderators_are_told_of_what_is_to_be_checked_with_the_way_to_it():
    moderator = a_moderator()
    a_request()
    a_request()
    assert len(ProcrastinateJob.objects.filter(task_name="endorsements.jobs.write_to_moderators")) == 1
    jobs.write_to_moderators()
    mail = Mail.objects.get(kind="moderators")
    assert mail.recipient == mailboxes.of(moderator)
    [message] = deliver()
    assert "2 forms came without a proof of work" in message.body
    assert "waits for a decision" not in message.body
    assert links_in(message)[0].endswith("/admin/endorsements/endorsement/?queue=by_hand")


def test_moderators_are_not_told_when_nothing_is_to_be_checked_any_more():
    a_moderator()
    by_hand.drop(a_request(), actor=a_moderator())
    jobs.write_to_moderators()
    assert not Mail.objects.filter(kind="moderators").exists()


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_release_it_once(empty_queue):
    the_demands()
    there = a_request()
    first, second = a_moderator("first"), a_moderator("second")

    def behind() -> None:
        Endorsement.objects.select_for_update(of=("self",)).get(pk=there.pk)

    results = at_once(
        lambda: by_hand.release(there, actor=first), lambda: by_hand.drop(there, actor=second), behind=behind
    )
    assert sorted(type(one).__name__ for one in results) == ["Endorsement", "NothingWaits"]
    assert the_events(there) in (["submitted", "released"], ["submitted", "expired"])
    assert len(the_jobs("send_mail")) == (the_events(there)[-1] == "released")
