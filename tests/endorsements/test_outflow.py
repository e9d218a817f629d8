"""What visitors cause too much of waits in its turn; decisions and receipts never do."""

from datetime import timedelta

import pytest
from django.db.models import F

from endorsements import changes, contacts, jobs, mails, outflow, retention, submissions, workflow
from endorsements.models import Endorsement, Mail
from endorsements.models.mail import CAUSED_BY_VISITORS, Kind
from tests.endorsements import factories
from tests.endorsements.floods import held, protect, queued, requests

pytestmark = pytest.mark.django_db


def let_pass(**time: int) -> None:
    """Let everything that went out be older."""
    Mail.objects.update(released_at=F("released_at") - timedelta(**time))


def test_too_many_to_one_domain_wait_and_nobody_else_does() -> None:
    protect(domain_mails_an_hour=3)
    requests(5, "circle.example")
    assert held() == ["", "", "", "domain", "domain"]
    requests(2)
    assert held()[5:] == ["", ""]
    assert len(queued()) == 5


def test_all_domains_of_a_provider_are_one() -> None:
    protect(domain_mails_an_hour=3)
    for email in ("a@gmail.com", "b@googlemail.com", "c@GMAIL.com", "d@googlemail.com"):
        submissions.submit(factories.a_submission(contact_email=email))
    assert held() == ["", "", "", "domain"]


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


def test_an_attacker_cannot_use_up_what_decisions_need() -> None:
    protect(mails_an_hour=3)
    requests(50)
    assert held() == [""] * 3 + ["breaker"] * 47
    endorsement = Endorsement.objects.first()
    workflow.withdraw(workflow.approve(workflow.confirm(endorsement), actor=factories.a_moderator()))
    assert [mail.held_for for mail in Mail.objects.filter(kind__in=("approved", "withdrawn"))] == ["", ""]
    assert len(queued()) == 5


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


def test_a_raised_limit_lets_go_at_once() -> None:
    protect(mails_an_hour=2)
    requests(5)
    protect(mails_an_hour=4)
    assert outflow.release() == 2
    protect(mails_an_hour=2000)
    assert outflow.release() == 1
    assert held() == [""] * 5


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


def test_many_are_released_in_several_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outflow, "RELEASED_AT_ONCE", 3)
    protect(mails_an_hour=1)
    requests(9)
    protect(mails_an_hour=100)
    jobs.release_held(timestamp=0)
    assert held() == [""] * 9
    assert len(queued()) == 9


def test_the_state_says_what_waits_for_what() -> None:
    protect(mails_an_hour=4, domain_mails_an_hour=2)
    requests(3, "circle.example")
    submissions.submit(factories.a_submission(), by_hand=True)
    requests(4)
    assert outflow.state() == outflow.State(4, {"breaker": 2, "domain": 1, "hand_check": 1})
    assert outflow.state().in_turn == 3


def test_to_which_domain_a_mail_went_is_forgotten_after_an_hour() -> None:
    protect(domain_mails_an_hour=1)
    requests(2, "circle.example")
    retention.run(dry_run=False)
    assert not Mail.objects.filter(domain_digest="").exists()
    let_pass(minutes=61)
    retention.run(dry_run=False)
    assert not Mail.objects.get(held_at=None).domain_digest
    assert Mail.objects.exclude(held_at=None).get().domain_digest


@pytest.mark.parametrize("kind", Kind.values)
def test_only_what_a_visitor_causes_is_ever_held(kind: str) -> None:
    protect(mails_an_hour=1)
    mails.queue_mail(Kind.LINKS, to="office@circle.example", language="en")
    mail = mails.queue_mail(Kind(kind), to="office@circle.example", language="en")
    assert bool(mail.held_at) == (kind in CAUSED_BY_VISITORS)
