"""What one mailbox sends, and what is sent to it, at the same moment."""

import pytest
from django.db import transaction

from endorsements import contacts, limits, names, submissions, tokens, workflow
from endorsements.jobs import send_mail
from endorsements.models import Endorsement, Mail, Token
from endorsements.models.token import Purpose
from endorsements.refusals import AlreadyThere, Ended
from tests.endorsements import factories
from tests.endorsements.racing import are_waiting, at_once, holding, refusals, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def test_a_hundred_identical_posts_are_one_row_and_one_mail() -> None:
    sent = factories.a_submission(contact_email="office@circle.example")
    key = names.mailbox_key(sent.contact_email)
    acts = [lambda: [submissions.submit(sent) for _ in range(5)]] * 20
    at_once(*acts, behind=lambda: limits.lock_mailbox(key))
    endorsement = Endorsement.objects.get()
    assert factories.the_kinds() == ["confirm"]
    assert len(factories.the_jobs("send_mail")) == 1
    assert factories.the_events(endorsement) == ["submitted"]


def test_spellings_of_one_mailbox_at_once_are_one_row_and_one_mail() -> None:
    spellings = ("office@gmail.com", "OFFICE@gmail.com", "o.f.f.ice@googlemail.com", "office+tag@gmail.com")
    sent = [factories.a_submission(name="The Circle", contact_email=spelling) for spelling in spellings]
    acts = [lambda one=one: submissions.submit(one) for one in sent]
    at_once(*acts, behind=lambda: limits.lock_mailbox("office@gmail.com"))
    assert Endorsement.objects.count() == 1
    assert factories.the_kinds() == ["confirm"]


def test_sent_in_again_while_it_is_confirmed_it_is_here_already() -> None:
    sent = factories.a_submission()
    endorsement = submissions.submit(sent)
    given = at_once(lambda: submissions.submit(sent), behind=lambda: workflow.confirm(endorsement))
    assert given == [endorsement]
    assert Endorsement.objects.get().status == "waiting"
    assert factories.the_events(endorsement) == ["submitted", "confirmed"]
    assert factories.the_kinds() == ["confirm", "already_here"]


def test_sent_in_again_while_its_rejection_is_taken_back_it_is_here_already() -> None:
    sent, moderator = factories.a_submission(), factories.a_moderator()
    endorsement = factories.an_endorsement("rejected", **vars(sent))

    def take_back() -> None:
        workflow.take_back(endorsement, actor=moderator, reason="A mistake")

    given = at_once(lambda: submissions.submit(sent), behind=take_back)
    assert given == [endorsement]
    assert Endorsement.objects.get().status == "waiting"
    assert factories.the_kinds() == ["confirm", "rejected", "already_here"]


def test_a_rejection_is_not_taken_back_over_what_is_sent_in_anew_at_this_moment() -> None:
    sent, moderator = factories.a_submission(), factories.a_moderator()
    endorsement = factories.an_endorsement("rejected", **vars(sent))
    given = at_once(
        lambda: workflow.take_back(endorsement, actor=moderator, reason="A mistake"),
        behind=lambda: submissions.submit(sent),
    )
    assert refusals(given) == [AlreadyThere]
    assert sorted(Endorsement.objects.values_list("status", flat=True)) == ["rejected", "unconfirmed"]


def test_sent_in_by_a_mailbox_to_which_it_moves_at_this_moment_it_is_here_already() -> None:
    endorsement = factories.an_endorsement("waiting", name="The Circle")
    endorsement = contacts.ask_move(endorsement, "new@circle.example")
    sent = factories.a_submission(name="The Circle", contact_email="New@circle.example")
    given = at_once(lambda: submissions.submit(sent), behind=lambda: contacts.move(endorsement))
    assert given == [endorsement]
    assert Endorsement.objects.get().contact_email == "new@circle.example"


def test_a_move_waits_for_the_new_mailbox_without_holding_the_row() -> None:
    endorsement = contacts.ask_move(factories.an_endorsement("approved"), "new@circle.example")

    def hold() -> None:
        limits.lock_mailbox("new@circle.example")

    def look() -> None:
        wait_until(lambda: are_waiting(1), "the move at the mailbox")
        with transaction.atomic():
            Endorsement.objects.select_for_update(nowait=True).get(pk=endorsement.pk)
        with transaction.atomic():
            hold()

    given = at_once(lambda: contacts.move(endorsement), look, behind=hold)
    assert refusals(given) == []
    endorsement.refresh_from_db()
    assert (endorsement.contact_email, endorsement.new_contact_email) == ("new@circle.example", "")


@pytest.mark.parametrize("kind", ["approved", "links"])
def test_a_mail_written_while_its_mailbox_is_left_brings_no_link_that_works(kind: str) -> None:
    endorsement = factories.an_endorsement("approved", contact_email="old@circle.example")
    contacts.send_links("old@circle.example", "en")
    endorsement = contacts.ask_move(endorsement, "new@circle.example")
    mail = Mail.objects.get(kind=kind)
    at_once(lambda: send_mail(mail_id=str(mail.pk)), behind=lambda: contacts.move(endorsement))
    assert not Token.objects.filter(purpose=Purpose.MANAGE).exists()
    mail.refresh_from_db()
    assert mail.dropped_at
    assert (mail.sent_at, mail.recipient) == (None, "")


def test_moving_and_withdrawing_at_once_keeps_no_mailbox() -> None:
    endorsement = factories.an_endorsement("approved")
    contacts.ask_move(endorsement, "new@circle.example")
    given = at_once(
        lambda: contacts.move(endorsement), lambda: workflow.withdraw(endorsement), behind=holding(endorsement)
    )
    assert refusals(given) in ([], [Ended])
    endorsement.refresh_from_db()
    assert (endorsement.contact_email, endorsement.new_contact_email) == ("", "")
    assert tokens.find("unknown", Purpose.MANAGE) is None
