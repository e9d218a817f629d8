"""What visitors cause too much of waits in its turn; decisions and receipts never do."""

import logging
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db.models import F
from django.utils import timezone

from endorsements import changes, contacts, jobs, limits, mails, outflow, retention, submissions, tokens, workflow
from endorsements.models import Endorsement, Mail, Protection
from endorsements.models.mail import CAUSED_BY_VISITORS, Held, Kind
from endorsements.refusals import MailboxFull
from tests.endorsements import factories
from tests.endorsements.racing import at_once
from tests.endorsements.visitors import deliver, links_in, path_of

HOUR = timedelta(hours=1)
in_one_transaction = pytest.mark.django_db


def protect(**limits_an_hour: int) -> None:
    """Set limits."""
    Protection.objects.update_or_create(pk=1, defaults=limits_an_hour)


def requests(number: int, domain: str = "") -> list[Endorsement]:
    """So many requests of different mailboxes, all at `domain`, or each at its own."""
    given = [{"contact_email": f"office-{n}@{domain}"} if domain else {} for n in range(number)]
    return [submissions.submit(factories.a_submission(**changed)) for changed in given]


def held() -> list[str]:
    """Why each mail that was queued is held, the oldest first; an empty text where it is not."""
    return [mail.held_for for mail in Mail.objects.order_by("queued_at", "pk")]


def queued() -> list[str]:
    """The ids of the mails that have a job, in the order of their jobs."""
    return [job["mail_id"] for job in factories.the_jobs("send_mail")]


def let_pass(**time: int) -> None:
    """Let everything that went out be older."""
    Mail.objects.update(released_at=F("released_at") - timedelta(**time))


@in_one_transaction
def test_too_many_to_one_domain_wait_and_nobody_else_does() -> None:
    protect(domain_mails_an_hour=3)
    requests(5, "circle.example")
    assert held() == ["", "", "", "domain", "domain"]
    requests(2)
    assert held()[5:] == ["", ""]
    assert len(queued()) == 5


@in_one_transaction
def test_all_domains_of_a_provider_are_one() -> None:
    protect(domain_mails_an_hour=3)
    for email in ("a@gmail.com", "b@googlemail.com", "c@GMAIL.com", "d@googlemail.com"):
        submissions.submit(factories.a_submission(contact_email=email))
    assert held() == ["", "", "", "domain"]


@in_one_transaction
def test_what_waits_for_its_domain_goes_first_when_there_is_room() -> None:
    protect(domain_mails_an_hour=2)
    requests(4, "circle.example")
    assert outflow.release() == 0
    let_pass(minutes=59)
    assert outflow.release() == 0
    let_pass(minutes=2)
    requests(1, "circle.example")
    assert held() == ["", "", "domain", "domain", "domain"]
    assert outflow.release() == 2
    assert outflow.release() == 0
    assert held() == ["", "", "", "", "domain"]
    in_turn = list(Mail.objects.order_by("queued_at", "pk").values_list("pk", flat=True))
    assert queued() == [str(pk) for pk in in_turn[:4]]


@in_one_transaction
def test_the_breaker_holds_what_visitors_cause_in_any_way() -> None:
    waiting = factories.an_endorsement("waiting", contact_email="office@waiting.example")
    approved = factories.an_endorsement("approved", contact_email="office@approved.example")
    protect(mails_an_hour=Mail.objects.count())
    submissions.submit(factories.a_submission())
    submissions.submit(factories.a_submission(name=waiting.name, contact_email="office@waiting.example"))
    contacts.send_links("office@approved.example", "en")
    contacts.ask_move(approved, "new@approved.example")
    late = Mail.objects.exclude(held_at=None).order_by("queued_at")
    assert [mail.kind for mail in late] == list(CAUSED_BY_VISITORS)
    assert set(late.values_list("held_for", flat=True)) == {"breaker"}
    assert len(queued()) == Mail.objects.count() - 4


@in_one_transaction
def test_decisions_receipts_and_staff_are_written_to_while_everything_waits() -> None:
    moderator = factories.a_moderator()
    waiting = [factories.an_endorsement("waiting") for _ in range(2)]
    approved = factories.an_endorsement("approved")
    protect(mails_an_hour=1, domain_mails_an_hour=1)
    requests(3)
    before = len(queued())
    workflow.approve(waiting[0], actor=moderator)
    workflow.reject(waiting[1], actor=moderator)
    changes.accept(factories.a_change(approved).endorsement, actor=moderator)
    contacts.move(contacts.ask_move(approved, "new@approved.example"))
    workflow.withdraw(approved)
    contacts.invite(factories.an_entry(), "office@entry.example", "en", actor=moderator)
    jobs.tell_of_breaker()
    free = Mail.objects.exclude(kind__in=CAUSED_BY_VISITORS)
    assert not free.exclude(held_at=None).exists()
    assert len(queued()) - before == 8
    assert set(Mail.objects.exclude(held_at=None).values_list("held_for", flat=True)) == {"breaker"}


@in_one_transaction
def test_an_attacker_cannot_use_up_what_decisions_need() -> None:
    protect(mails_an_hour=3)
    requests(50)
    assert held() == [""] * 3 + ["breaker"] * 47
    endorsement = Endorsement.objects.first()
    workflow.withdraw(workflow.approve(workflow.confirm(endorsement), actor=factories.a_moderator()))
    assert [mail.held_for for mail in Mail.objects.filter(kind__in=("approved", "withdrawn"))] == ["", ""]
    assert len(queued()) == 5


@in_one_transaction
def test_nobody_passes_those_who_wait_and_they_go_in_their_turn() -> None:
    protect(mails_an_hour=3)
    requests(7)
    let_pass(minutes=61)
    requests(1)
    assert held() == [""] * 3 + ["breaker"] * 5
    assert outflow.release() == 3
    assert outflow.release() == 0
    assert held() == [""] * 6 + ["breaker"] * 2
    let_pass(minutes=61)
    assert outflow.release() == 2
    in_turn = Mail.objects.order_by("queued_at", "pk").values_list("pk", flat=True)
    assert queued() == [str(pk) for pk in in_turn]
    requests(1)
    assert held() == [""] * 9


@in_one_transaction
def test_a_raised_limit_lets_go_at_once() -> None:
    protect(mails_an_hour=2)
    requests(5)
    protect(mails_an_hour=4)
    assert outflow.release() == 2
    protect(mails_an_hour=2000)
    assert outflow.release() == 1
    assert held() == [""] * 5


@in_one_transaction
def test_a_full_domain_in_the_waiting_list_stops_nobody_behind_it() -> None:
    protect(mails_an_hour=2, domain_mails_an_hour=2)
    requests(5, "circle.example")
    [other] = requests(1)
    protect(mails_an_hour=100, domain_mails_an_hour=2)
    assert outflow.release() == 1
    assert held() == ["", "", "domain", "domain", "domain", ""]
    assert other.mails.get().released_at
    requests(1)
    assert held()[-1] == ""


@in_one_transaction
def test_many_are_released_in_several_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outflow, "RELEASED_AT_ONCE", 3)
    protect(mails_an_hour=1)
    requests(9)
    protect(mails_an_hour=100)
    jobs.release_held(timestamp=0)
    assert held() == [""] * 9
    assert len(queued()) == 9


@in_one_transaction
def test_staff_are_told_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    factories.a_moderator("ann")
    factories.a_moderator("bo", email="")
    protect(mails_an_hour=2)
    requests(6)
    assert len(factories.the_jobs("tell_of_breaker")) == 1
    with caplog.at_level(logging.INFO, "people1st.security"):
        jobs.tell_of_breaker()
    [told] = caplog.records
    assert (told.event, told.facts) == ("breaker", {"sent": 2, "breaker": 4, "domain": 0, "hand_check": 0})  # type: ignore[attr-defined]
    assert [mail.recipient for mail in Mail.objects.filter(kind=Kind.BREAKER)] == ["ann@people1st.example"]
    message = next(message for message in deliver() if message.to == ["ann@people1st.example"])
    assert message.subject == "Emails wait: there are too many"
    assert "A limit is reached: 2 emails an hour in all, or 300 to one domain." in message.body
    assert "wait now (4)" in " ".join(message.body.split())
    assert links_in(message)[0].endswith("/admin/endorsements/protection/")


@in_one_transaction
def test_staff_are_told_once_an_hour_of_what_waits_for_its_domain() -> None:
    factories.a_moderator("ann")
    protect(domain_mails_an_hour=1)
    requests(1, "circle.example")
    assert factories.the_jobs("tell_of_breaker") == []
    requests(4, "circle.example")
    assert len(factories.the_jobs("tell_of_breaker")) == 1
    jobs.tell_of_breaker()
    message = next(message for message in deliver() if message.to == ["ann@people1st.example"])
    assert "A limit is reached: 2000 emails an hour in all, or 1 to one domain." in message.body
    assert "wait now (4)" in " ".join(message.body.split())
    limits.Count.objects.filter(scope="breaker").update(starts_at=F("starts_at") - timedelta(minutes=66))
    requests(1, "circle.example")
    assert len(factories.the_jobs("tell_of_breaker")) == 2


@in_one_transaction
def test_staff_are_told_again_while_it_goes_on() -> None:
    protect(mails_an_hour=1)
    requests(3)
    limits.Count.objects.filter(scope="breaker").update(starts_at=F("starts_at") - timedelta(minutes=59))
    requests(3)
    assert len(factories.the_jobs("tell_of_breaker")) == 1
    limits.Count.objects.filter(scope="breaker").update(starts_at=F("starts_at") - timedelta(minutes=6))
    requests(3)
    assert len(factories.the_jobs("tell_of_breaker")) == 2


@in_one_transaction
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


@in_one_transaction
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


@in_one_transaction
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


@in_one_transaction
def test_a_mail_that_waits_is_not_queued_a_second_time() -> None:
    protect(mails_an_hour=1)
    requests(1)
    sent = factories.a_submission()
    submissions.submit(sent)
    Mail.objects.update(queued_at=F("queued_at") - timedelta(hours=1))
    submissions.submit(sent)
    contacts.send_links(sent.contact_email, "en")
    assert Mail.objects.count() == 2


@in_one_transaction
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


@in_one_transaction
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


@in_one_transaction
def test_the_state_says_what_waits_for_what() -> None:
    protect(mails_an_hour=4, domain_mails_an_hour=2)
    requests(3, "circle.example")
    submissions.submit(factories.a_submission(), by_hand=True)
    requests(4)
    assert outflow.state() == outflow.State(4, {"breaker": 2, "domain": 1, "hand_check": 1})
    assert outflow.state().in_turn == 3


@in_one_transaction
def test_to_which_domain_a_mail_went_is_forgotten_after_an_hour() -> None:
    protect(domain_mails_an_hour=1)
    requests(2, "circle.example")
    retention.run(dry_run=False)
    assert not Mail.objects.filter(domain_digest="").exists()
    let_pass(minutes=61)
    retention.run(dry_run=False)
    assert not Mail.objects.get(held_at=None).domain_digest
    assert Mail.objects.exclude(held_at=None).get().domain_digest


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue")
def test_at_once_they_never_exceed_the_limits() -> None:
    protect(mails_an_hour=7, domain_mails_an_hour=4)
    factories.the_demands()
    sent = [factories.a_submission(contact_email=f"office-{n}@circle.example") for n in range(10)]
    sent += [factories.a_submission() for _ in range(10)]
    at_once(*[lambda one=one: submissions.submit(one) for one in sent], behind=outflow._hold_the_outflow)
    assert Mail.objects.count() == 20
    assert len(queued()) == 7
    to_circle = Mail.objects.filter(domain_digest=limits.domain_digest("office@circle.example"))
    assert to_circle.filter(held_at=None).count() <= 4
    assert len(factories.the_jobs("tell_of_breaker")) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue")
def test_released_and_queued_at_once_they_never_exceed_the_limit() -> None:
    protect(mails_an_hour=3)
    requests(12)
    protect(mails_an_hour=8)
    sent = [factories.a_submission() for _ in range(6)]
    at_once(
        *[lambda one=one: submissions.submit(one) for one in sent],
        *[outflow.release] * 4,
        behind=outflow._hold_the_outflow,
    )
    assert len(queued()) == len(set(queued())) == 8
    assert Mail.objects.count() == 18


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue")
def test_a_moderators_look_and_a_withdrawal_and_a_release_do_not_stand_in_each_others_way() -> None:
    endorsements = [submissions.submit(factories.a_submission(), by_hand=True) for _ in range(4)]
    held_by_hand = [endorsement.mails.get() for endorsement in endorsements]
    at_once(
        *[lambda one=one: outflow.passed(one) for one in held_by_hand],
        *[lambda one=one: workflow.withdraw(one) for one in endorsements],
        outflow.release,
        behind=outflow._hold_the_outflow,
        waiting=5,
    )
    outflow.release()
    assert not Mail.objects.exclude(held_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_approved_while_the_breaker_is_open_it_is_told_at_once(work) -> None:
    moderator = factories.a_moderator()
    waiting = factories.an_endorsement("waiting", contact_email="office@waiting.example")
    work()
    outbox.outbox.clear()
    protect(mails_an_hour=1)
    requests(3)
    workflow.approve(waiting, actor=moderator)
    work()
    assert sorted(message.to[0] for message in outbox.outbox) == [
        "moderator@people1st.example",
        "office@waiting.example",
    ]
    protect(mails_an_hour=100)
    work()
    assert held().count("breaker") == 3
    jobs.release_held(timestamp=0)
    work()
    assert [message.to[0] for message in outbox.outbox[2:]] == [
        mail.endorsement.contact_email for mail in Mail.objects.filter(kind="confirm").order_by("queued_at")[1:]
    ]


@pytest.mark.parametrize("kind", Kind.values)
@in_one_transaction
def test_only_what_a_visitor_causes_is_ever_held(kind: str) -> None:
    protect(mails_an_hour=1)
    mails.queue_mail(Kind.LINKS, to="office@circle.example", language="en")
    mail = mails.queue_mail(Kind(kind), to="office@circle.example", language="en")
    assert bool(mail.held_at) == (kind in CAUSED_BY_VISITORS)
