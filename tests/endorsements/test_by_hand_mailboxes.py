"""A mailbox's three mails a day, whoever sends forms for it, with a proof of work or without."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from endorsements import by_hand, contacts, submissions
from endorsements.models import Endorsement, Mail, Token
from endorsements.refusals import MailboxFull
from tests.endorsements.factories import a_moderator, a_submission, an_endorsement, the_events, the_jobs
from tests.endorsements.first_looks import MAILBOX, a_request, age, status_of
from tests.endorsements.visitors import deliver, links_in, path_of, press

pytestmark = pytest.mark.django_db


def test_a_mailbox_gets_no_more_mails_in_a_day_by_way_of_the_hand_check():
    waiting = [a_request(contact_email=MAILBOX) for _ in range(3)]
    for one in waiting:
        age(one, timedelta(hours=25))
    for _ in range(3):
        an_endorsement("unconfirmed", contact_email=MAILBOX)
    with pytest.raises(MailboxFull):
        by_hand.release(waiting[0], actor=a_moderator())
    assert the_events(waiting[0]) == ["submitted"]
    assert Endorsement.objects.to_be_checked().count() == 3


@pytest.mark.parametrize("hours", [0, 25])
def test_sent_again_with_a_proof_it_needs_no_moderator(hours):
    sent = a_submission(contact_email=MAILBOX)
    there = submissions.submit(sent, by_hand=True)
    age(there, timedelta(hours=hours))
    submissions.submit(sent)
    assert Mail.objects.filter(kind="confirm").count() == 1
    [message] = deliver()
    press(Client(), path_of(links_in(message)[0]), "confirm")
    assert status_of(there) == "waiting"
    assert not Endorsement.objects.to_be_checked().exists()


def test_sent_again_with_a_proof_a_full_mailbox_gets_nothing_more():
    sent = a_submission(contact_email=MAILBOX)
    age(submissions.submit(sent, by_hand=True), timedelta(hours=25))
    for _ in range(3):
        an_endorsement("unconfirmed", contact_email=MAILBOX)
    submissions.submit(sent)
    assert len(the_jobs("send_mail")) == 3
    assert Endorsement.objects.to_be_checked().count() == 1


def test_what_comes_without_a_proof_for_a_full_mailbox_is_seen_by_moderators():
    for _ in range(3):
        submissions.submit(a_submission(contact_email=MAILBOX))
    waiting = [a_request(contact_email=MAILBOX) for _ in range(5)]
    assert set(Endorsement.objects.to_be_checked()) == set(waiting)
    assert len(the_jobs("send_mail")) == 3
    with pytest.raises(MailboxFull):
        by_hand.release(waiting[0], actor=a_moderator())


def test_the_same_form_sent_again_and_again_is_one_mail_that_waits():
    sent = a_submission(contact_email=MAILBOX)
    for _ in range(5):
        submissions.submit(sent, by_hand=True)
        Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=4))
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("dropped", [False, True])
def test_strangers_forms_without_a_proof_do_not_close_a_mailbox(dropped):
    strangers = [a_request(contact_email=MAILBOX) for _ in range(5)]
    for one in strangers if dropped else ():
        by_hand.drop(one, actor=a_moderator())
    own = [submissions.submit(a_submission(contact_email=MAILBOX)) for _ in range(4)]
    assert [one.mails.count() for one in own] == [1, 1, 1, 0]
    assert len(deliver()) == 3


def test_the_real_form_with_a_proof_is_written_to_among_strangers_of_its_name():
    names = [a_request(name=f"The Circle {n}", contact_email=MAILBOX).name for n in range(4)]
    own = submissions.submit(a_submission(name=names[3], contact_email=MAILBOX))
    [message] = deliver()
    press(Client(), path_of(links_in(message)[0]), "confirm")
    assert status_of(own) == "waiting"


def test_a_lost_link_is_sent_although_strangers_forms_wait():
    submissions.submit(a_submission(contact_email=MAILBOX))
    deliver()
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=1))
    for _ in range(3):
        a_request(contact_email=MAILBOX)
    contacts.send_links(MAILBOX, "en")
    assert len(deliver()) == 1


def let_all_go() -> None:
    """What a moderator may let go of what waits."""
    for one in Endorsement.objects.to_be_checked():
        with suppress(MailboxFull):
            by_hand.release(one, actor=a_moderator())


@pytest.mark.parametrize(
    "order", ["hhhhpppp", "pppphhhh", "hphphphp", "hhrhpprpph", "hrhrhrhrpp", "pprhhhhr", "hhhhrrpp"]
)
def test_three_mails_a_day_hold_in_every_order_and_nothing_is_lost_from_sight(order):
    """`h` comes without a proof, `p` with one, `r` is a moderator who lets go what waits."""
    unproven = []
    for step in order:
        if step == "r":
            let_all_go()
        elif step == "h":
            unproven.append(a_request(contact_email=MAILBOX))
        else:
            submissions.submit(a_submission(contact_email=MAILBOX))
    let_all_go()
    assert len(deliver()) == 3
    waiting = set(Endorsement.objects.to_be_checked())
    assert waiting == {one for one in unproven if not one.mails.exclude(sent_at=None).exists()}
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=23), sent_at=F("sent_at") - timedelta(hours=23))
    let_all_go()
    assert deliver() == []
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=2), sent_at=F("sent_at") - timedelta(hours=2))
    let_all_go()
    assert len(deliver()) == min(len(waiting), 3)


@pytest.mark.parametrize("hours", [0, 1, 25])
def test_a_lost_link_is_not_the_way_around_the_moderator(hours):
    age(a_request(contact_email=MAILBOX), timedelta(hours=hours))
    contacts.send_links(MAILBOX, "en")
    assert the_jobs("send_mail") == []
    assert not Token.objects.exists()


def test_a_strangers_form_without_a_proof_holds_up_a_link_that_was_sent_before_for_a_day_at_most():
    sent = a_submission(contact_email=MAILBOX)
    there = submissions.submit(sent)
    deliver()
    there.mails.update(queued_at=timezone.now() - timedelta(hours=25), sent_at=timezone.now() - timedelta(hours=25))
    submissions.submit(a_submission(**{**vars(sent), "statement": "A stranger’s."}), by_hand=True)
    there.mails.exclude(held_at=None).update(queued_at=timezone.now() - timedelta(hours=25))
    contacts.send_links(MAILBOX, "en")
    assert len(deliver()) == 1
