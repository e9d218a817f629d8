"""Two at the same moment, each with a connection of its own to a real PostgreSQL, both held at the lock and let go."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from endorsements import changes, contacts, limits, names, records, retention, submissions, tokens, workflow
from endorsements.jobs import send_mail
from endorsements.models import Endorsement, Event, Mail, Token
from endorsements.models.token import Purpose
from endorsements.refusals import AlreadyThere, ChangedSinceSeen, Ended, NotAllowed, NothingWaits, Refused
from tests.endorsements import factories
from tests.endorsements.aging import age_events
from tests.endorsements.racing import are_waiting, at_once, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def holding(*endorsements: Endorsement) -> Callable[[], object]:
    """The locks of these rows."""
    return lambda: [records.lock(endorsement) for endorsement in endorsements]


def refusals(given: list[object]) -> list[type]:
    """The kinds of refusal among what the acts gave."""
    return [type(one) for one in given if isinstance(one, Refused)]


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


def test_two_moderators_at_once_make_one_decision() -> None:
    endorsement = factories.an_endorsement("waiting")
    ann, bo = factories.a_moderator("ann"), factories.a_moderator("bo")
    given = at_once(
        lambda: workflow.approve(endorsement, actor=ann),
        lambda: workflow.reject(endorsement, actor=bo),
        behind=holding(endorsement),
    )
    assert refusals(given) == [NotAllowed]
    endorsement.refresh_from_db()
    decision = Event.objects.get(verb__in=["approved", "rejected"])
    assert decision.to_status == endorsement.status
    assert decision.actor == (ann if endorsement.status == "approved" else bo)
    assert factories.the_kinds() == ["confirm", endorsement.status]


def test_confirming_twice_at_once_is_one_event() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    given = at_once(*[lambda: workflow.confirm(endorsement)] * 4, behind=holding(endorsement))
    assert refusals(given) == []
    assert factories.the_events(endorsement) == ["submitted", "confirmed"]
    assert len(factories.the_jobs("write_to_moderators")) == 1


def test_many_confirmed_at_once_tell_moderators_once() -> None:
    several = [factories.an_endorsement("unconfirmed") for _ in range(4)]
    given = at_once(*[lambda one=one: workflow.confirm(one) for one in several], behind=holding(*several))
    assert refusals(given) == []
    assert len(factories.the_jobs("write_to_moderators")) == 1


def test_confirming_and_expiring_at_once_is_one_of_them() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    given = at_once(
        lambda: workflow.confirm(endorsement), lambda: workflow.expire(endorsement), behind=holding(endorsement)
    )
    assert refusals(given) == [NotAllowed]
    assert len(factories.the_events(endorsement)) == 2
    endorsement.refresh_from_db()
    assert endorsement.status == ("expired" if isinstance(given[0], NotAllowed) else "waiting")


def an_overdue_request() -> Endorsement:
    """A request whose days to be confirmed are over."""
    endorsement = factories.an_endorsement("unconfirmed")
    Endorsement.objects.update(updated_at=timezone.now() - timedelta(days=8))
    Mail.objects.update(queued_at=timezone.now() - timedelta(days=3), sent_at=timezone.now())
    return endorsement


def a_rejection_of_long_ago() -> Endorsement:
    """A rejected endorsement whose contact has had time to object."""
    endorsement = factories.an_endorsement("rejected")
    Endorsement.objects.update(decided_at=timezone.now() - timedelta(days=91))
    return endorsement


def an_old_invitation() -> Endorsement:
    """An entry that its invited contact has not taken over in time."""
    entry = contacts.invite(factories.an_entry(), "office@entry.example", "en", actor=factories.a_moderator())
    age_events(entry, "invited", timedelta(days=31))
    return entry


def an_old_move() -> Endorsement:
    """An endorsement whose new mailbox has not confirmed in time."""
    endorsement = contacts.ask_move(factories.an_endorsement("approved"), "new@circle.example")
    age_events(endorsement, "move_asked", timedelta(days=8))
    return endorsement


@pytest.mark.parametrize(("overdue", "act"), [
    (an_overdue_request, workflow.confirm),
    (a_rejection_of_long_ago, lambda e: workflow.take_back(e, actor=factories.a_moderator(), reason="A mistake")),
    (an_old_invitation, lambda e: contacts.take_over(e, contact_name="Olena", contact_role="Chair", language="en")),
    (an_old_invitation, lambda e: contacts.invite(e, "office@entry.example", "en", actor=factories.a_moderator())),
    (an_old_move, lambda e: contacts.ask_move(e, "new@circle.example")),
    (an_old_move, contacts.move),
])  # fmt: skip
def test_what_is_acted_on_while_the_overdue_are_forgotten_is_not_forgotten(
    overdue: Callable[[], Endorsement], act: Callable[[Endorsement], Endorsement]
) -> None:
    endorsement = overdue()
    assert sum(asdict(retention.run(dry_run=True)).values()) == 1
    (done,) = at_once(lambda: retention.run(dry_run=False), behind=lambda: act(endorsement))
    assert isinstance(done, retention.Forgotten)
    assert set(asdict(done).values()) == {0}
    endorsement.refresh_from_db()
    assert endorsement.contact_email
    assert not {"expired", "contact_erased"} & set(factories.the_events(endorsement))


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


def test_confirming_and_withdrawing_at_once_never_brings_back_what_was_withdrawn() -> None:
    endorsement = factories.an_endorsement("waiting")
    given = at_once(
        lambda: workflow.confirm(endorsement), lambda: workflow.withdraw(endorsement), behind=holding(endorsement)
    )
    assert not isinstance(given[1], Refused)
    endorsement.refresh_from_db()
    assert endorsement.status == "withdrawn"
    assert factories.the_events(endorsement) == ["submitted", "confirmed", "withdrawn"]


def test_approving_and_withdrawing_at_once_ends_withdrawn() -> None:
    endorsement, moderator = factories.an_endorsement("waiting"), factories.a_moderator()
    given = at_once(
        lambda: workflow.approve(endorsement, actor=moderator),
        lambda: workflow.withdraw(endorsement),
        behind=holding(endorsement),
    )
    assert refusals(given) in ([], [NotAllowed])
    endorsement.refresh_from_db()
    assert endorsement.status == "withdrawn"
    assert endorsement.contact_email == ""
    assert factories.the_kinds().count("withdrawn") == 1


@pytest.mark.parametrize("same", [{"name": "The Circle"}, {"website": "https://circle.example"}])
def test_of_two_rivals_approved_at_once_one_is(same: dict[str, str]) -> None:
    one, other = factories.an_endorsement("waiting", **same), factories.an_endorsement("waiting", **same)
    moderator = factories.a_moderator()
    given = at_once(
        lambda: workflow.approve(one, actor=moderator),
        lambda: workflow.approve(other, actor=moderator),
        behind=holding(one, other),
    )
    assert refusals(given) == [AlreadyThere]
    assert sorted(Endorsement.objects.values_list("status", flat=True)) == ["approved", "waiting"]
    assert Mail.objects.filter(kind="approved").count() == 1


def test_hiding_while_a_moderator_accepts_the_name_leaves_it_hidden() -> None:
    endorsement = factories.an_endorsement("approved", visibility="unnamed")
    factories.a_change(endorsement, visibility="public")
    moderator = factories.a_moderator()
    given = at_once(
        lambda: changes.hide(endorsement),
        lambda: changes.accept(endorsement, actor=moderator),
        behind=holding(endorsement),
    )
    assert refusals(given) in ([], [NothingWaits])
    assert not Endorsement.objects.public().exists()
    endorsement.refresh_from_db()
    assert endorsement.visibility == "unnamed"


def test_a_change_proposed_while_another_is_accepted_is_not_published_unseen() -> None:
    endorsement = factories.an_endorsement("approved")
    factories.a_change(endorsement, statement="Read by the moderator.")
    seen_at, moderator = timezone.now(), factories.a_moderator()
    given = at_once(
        lambda: changes.propose(endorsement, {"statement": "Read by nobody."}),
        lambda: changes.accept(endorsement, actor=moderator, seen_at=seen_at),
        behind=holding(endorsement),
    )
    assert refusals(given) in ([], [ChangedSinceSeen])
    endorsement.refresh_from_db()
    assert endorsement.statement != "Read by nobody."


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
