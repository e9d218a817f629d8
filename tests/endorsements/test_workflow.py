"""Every change of state: what may follow what, what is written down, who is told."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from endorsements import changes, moves, records, submissions, totals, workflow
from endorsements.models import Endorsement, Event, Mail
from endorsements.models.event import By, Verb
from endorsements.models.states import Status
from endorsements.refusals import AlreadyThere, ChangedSinceSeen, NotAllowed, ReasonMissing
from tests.endorsements import factories

pytestmark = pytest.mark.django_db

UNCONFIRMED, WAITING, APPROVED = "unconfirmed", "waiting", "approved"
REJECTED, WITHDRAWN, EXPIRED = "rejected", "withdrawn", "expired"
STATES = (UNCONFIRMED, WAITING, APPROVED, REJECTED, WITHDRAWN, EXPIRED)
# Written out again, on purpose: who changes the product's table has to change this one too.
ALLOWED = {
    (UNCONFIRMED, WAITING),
    (UNCONFIRMED, EXPIRED),
    (UNCONFIRMED, WITHDRAWN),
    (WAITING, APPROVED),
    (WAITING, REJECTED),
    (WAITING, WITHDRAWN),
    (APPROVED, WAITING),
    (APPROVED, WITHDRAWN),
    (REJECTED, WAITING),
    (REJECTED, WITHDRAWN),
}
VERBS: dict[str, Callable[[Endorsement], Endorsement]] = {
    "confirm": workflow.confirm,
    "approve": lambda e: workflow.approve(e, actor=factories.a_moderator()),
    "reject": lambda e: workflow.reject(e, actor=factories.a_moderator()),
    "take_back": lambda e: workflow.take_back(e, actor=factories.a_moderator(), reason="A mistake"),
    "withdraw": workflow.withdraw,
    "expire": workflow.expire,
}
LEADS = {
    ("confirm", UNCONFIRMED): WAITING,
    ("confirm", WAITING): WAITING,
    ("confirm", APPROVED): APPROVED,
    ("confirm", REJECTED): REJECTED,
    ("approve", WAITING): APPROVED,
    ("reject", WAITING): REJECTED,
    ("take_back", APPROVED): WAITING,
    ("take_back", REJECTED): WAITING,
    ("withdraw", UNCONFIRMED): WITHDRAWN,
    ("withdraw", WAITING): WITHDRAWN,
    ("withdraw", APPROVED): WITHDRAWN,
    ("withdraw", REJECTED): WITHDRAWN,
    ("expire", UNCONFIRMED): EXPIRED,
}


def test_there_are_six_states() -> None:
    assert tuple(Status.values) == STATES


@pytest.mark.parametrize(("before", "to"), list(product(STATES, STATES)))
def test_only_the_moves_of_the_table_are_made(before: str, to: str) -> None:
    endorsement = factories.an_endorsement(before)
    endorsement.forget_contact()
    events = Event.objects.count()

    def move() -> Event:
        return moves.move(endorsement, Status(to), Verb.CORRECTED, By.SYSTEM, confirmed_at=timezone.now())

    if (before, to) in ALLOWED:
        if to == APPROVED:
            assert endorsement.endorsed_on
        event = move()
        assert (event.from_status, event.to_status) == (before, to)
        assert Endorsement.objects.get(pk=endorsement.pk).status == to
    else:
        with pytest.raises(NotAllowed) as refused:
            move()
        assert (refused.value.before, refused.value.to) == (before, to)
        assert Endorsement.objects.get(pk=endorsement.pk).status == before
        assert Event.objects.count() == events


@pytest.mark.parametrize(("verb", "before"), list(product(VERBS, STATES)))
def test_a_verb_does_what_it_says_or_nothing(verb: str, before: str) -> None:
    endorsement = factories.an_endorsement(before)
    written = Event.objects.count(), Mail.objects.count(), len(factories.the_jobs("send_mail"))
    to = LEADS.get((verb, before))
    if to is None:
        with pytest.raises(NotAllowed):
            VERBS[verb](endorsement)
    else:
        VERBS[verb](endorsement)
    assert Endorsement.objects.get(pk=endorsement.pk).status == (to or before)
    now = Event.objects.count(), Mail.objects.count(), len(factories.the_jobs("send_mail"))
    if to in {None, before}:
        assert now == written
    else:
        assert now[0] == written[0] + 1
        assert now[1] - written[1] == now[2] - written[2]


def test_the_history_says_what_happened_who_did_it_and_why() -> None:
    moderator = factories.a_moderator()
    endorsement = submissions.submit(factories.a_submission())
    workflow.confirm(endorsement)
    workflow.reject(endorsement, actor=moderator, reason="  Not an organisation  ")
    workflow.take_back(endorsement, actor=moderator, reason="It is one")
    workflow.approve(endorsement, actor=moderator)
    workflow.withdraw(endorsement)
    rows = Event.objects.values_list("verb", "by", "actor", "from_status", "to_status", "reason")
    assert list(rows) == [
        ("submitted", "contact", None, "", UNCONFIRMED, ""),
        ("confirmed", "contact", None, UNCONFIRMED, WAITING, ""),
        ("rejected", "staff", moderator.pk, WAITING, REJECTED, "Not an organisation"),
        ("taken_back", "staff", moderator.pk, REJECTED, WAITING, "It is one"),
        ("approved", "staff", moderator.pk, WAITING, APPROVED, ""),
        ("withdrawn", "contact", None, APPROVED, WITHDRAWN, ""),
    ]
    other = factories.an_endorsement("expired")
    last = Event.objects.filter(endorsement=other).values_list("verb", "by", "actor", "from_status", "to_status").last()
    assert last == ("expired", "system", None, UNCONFIRMED, EXPIRED)
    workflow.withdraw(factories.an_endorsement(), actor=moderator, reason="They asked by letter")
    assert Event.objects.values_list("by", "actor", "reason").last() == ("staff", moderator.pk, "They asked by letter")


def test_every_mail_of_a_verb_has_its_job_and_its_event() -> None:
    endorsement = factories.an_endorsement("approved")
    workflow.withdraw(endorsement)
    assert factories.the_kinds() == ["confirm", "approved", "withdrawn"]
    mails = Mail.objects.order_by("queued_at")
    assert [job["mail_id"] for job in factories.the_jobs("send_mail")] == [str(mail.pk) for mail in mails]
    assert [mail.event.verb if mail.event else None for mail in mails] == [None, "approved", "withdrawn"]
    assert len(factories.the_jobs("write_to_moderators")) == 1


@pytest.mark.parametrize(("verb", "before"), sorted(pair for pair in LEADS if LEADS[pair] != pair[1]))
def test_rolled_back_nothing_was_said_or_done(verb: str, before: str) -> None:
    endorsement = factories.an_endorsement(before)
    jobs = [len(factories.the_jobs(task)) for task in ("send_mail", "write_to_moderators")]
    written = Event.objects.count(), Mail.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        VERBS[verb](endorsement)
        assert Event.objects.count() > written[0]
        raise ZeroDivisionError
    assert Endorsement.objects.get(pk=endorsement.pk).status == before
    assert (Event.objects.count(), Mail.objects.count()) == written
    assert [len(factories.the_jobs(task)) for task in ("send_mail", "write_to_moderators")] == jobs


def test_confirming_again_changes_nothing_and_tells_nobody() -> None:
    endorsement = factories.an_endorsement("waiting")
    before = Endorsement.objects.values().get(pk=endorsement.pk)
    workflow.confirm(endorsement, seen_at=timezone.now() - timedelta(days=1))
    assert Endorsement.objects.values().get(pk=endorsement.pk) == before
    assert factories.the_events(endorsement) == ["submitted", "confirmed"]


@pytest.mark.usefixtures("within_a_step")
def test_the_date_of_the_list_is_the_day_of_confirming() -> None:
    endorsement = factories.an_endorsement("approved")
    assert endorsement.endorsed_on == timezone.localdate()
    assert endorsement.confirmed_at
    assert endorsement.decided_at


@pytest.mark.parametrize("status", [WITHDRAWN, EXPIRED])
def test_what_has_ended_keeps_nothing_personal(status: str) -> None:
    endorsement = factories.an_endorsement(status, contact_name="Personal Name", contact_role="Personal Role")
    values = Endorsement.objects.values().get(pk=endorsement.pk)
    assert "Personal" not in str(values)
    assert "office@" not in str(values)
    assert values["statement"] == ""
    assert values["ended_at"]


def test_withdrawing_erases_what_was_asked_for_and_writes_to_the_mailbox_once_more() -> None:
    endorsement = factories.an_endorsement("approved", contact_email="office@one.example")
    factories.a_change(endorsement)
    assert endorsement.changes.exists()
    workflow.withdraw(endorsement)
    assert not endorsement.changes.exists()
    receipt = Mail.objects.get(kind="withdrawn")
    assert receipt.recipient == "office@one.example"


def test_an_entry_without_a_contact_is_withdrawn_without_a_mail() -> None:
    entry = factories.an_entry()
    workflow.withdraw(entry, actor=factories.a_moderator())
    assert factories.the_kinds() == []


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_decision_is_taken_back_only_with_a_reason(reason: str) -> None:
    endorsement = factories.an_endorsement("approved")
    with pytest.raises(ReasonMissing):
        workflow.take_back(endorsement, actor=factories.a_moderator(), reason=reason)


def test_taken_back_it_waits_undecided_and_is_not_counted() -> None:
    endorsement = factories.an_endorsement("approved")
    assert endorsement in Endorsement.objects.public()
    endorsement = workflow.take_back(endorsement, actor=factories.a_moderator(), reason="Wrong button")
    assert endorsement.decided_at is None
    assert not Endorsement.objects.public().exists()
    assert totals.counted() == 0


@pytest.mark.parametrize("verb", [workflow.approve, workflow.reject])
def test_what_changed_since_the_page_was_made_is_not_decided(verb: Callable[..., Endorsement]) -> None:
    endorsement = factories.an_endorsement("waiting")
    seen_at = timezone.now()
    changes.propose(endorsement, {"statement": "Something that nobody has read."})
    with pytest.raises(ChangedSinceSeen):
        verb(endorsement, actor=factories.a_moderator(), seen_at=seen_at)
    assert records.lock(endorsement).status == WAITING
    verb(endorsement, actor=factories.a_moderator(), seen_at=timezone.now())


def test_an_organisation_is_approved_once() -> None:
    first = factories.an_endorsement("approved", name="The Circle")
    second = factories.an_endorsement("waiting", name="“THE CIRCLE”")
    with pytest.raises(AlreadyThere) as refused:
        workflow.approve(second, actor=factories.a_moderator())
    assert refused.value.rival == first
    assert "The Circle" in str(refused.value)
    assert records.lock(second).status == WAITING


@pytest.mark.usefixtures("within_a_step")
def test_staff_enter_an_organisation_once() -> None:
    moderator = factories.a_moderator()
    entry = factories.an_entry(name="The Circle")
    assert (entry.status, entry.source) == (APPROVED, "staff")
    assert entry.endorsed_on == timezone.localdate()
    assert Event.objects.values_list("verb", "by", "actor", "from_status", "to_status").get() == (
        "entered", "staff", moderator.pk, "", APPROVED,
    )  # fmt: skip
    with pytest.raises(AlreadyThere):
        factories.an_entry(name="the circle")
    assert Event.objects.count() == 1
    assert factories.the_kinds() == []


def test_taken_back_it_waits_with_what_its_contact_asked_for() -> None:
    moderator = factories.a_moderator()
    endorsement = factories.an_endorsement(APPROVED, statement="Old", website="https://old.example")
    change = factories.a_change(endorsement, statement="", website="https://new.example")
    endorsement = workflow.take_back(endorsement, actor=moderator, reason="Wrong button")
    assert (endorsement.statement, endorsement.website, endorsement.visibility) == ("", "https://new.example", "public")
    change.refresh_from_db()
    assert change.outcome == "superseded"
    assert change.decided_at
    assert records.waiting_change(endorsement) is None
    assert factories.the_events(endorsement)[-2:] == ["change_proposed", "taken_back"]
    workflow.approve(endorsement, actor=moderator)
    assert Endorsement.objects.public().get().website == "https://new.example"


def test_a_refusal_names_the_rival_and_no_number_of_a_record() -> None:
    said = str(AlreadyThere(factories.an_endorsement(APPROVED, name="The Circle")))
    assert "The Circle" in said
    assert not any(character.isdigit() for character in said)
