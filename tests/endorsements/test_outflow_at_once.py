"""The limits of mails hold whatever happens at the same moment."""

import pytest
from django.core import mail as outbox

from endorsements import jobs, limits, outflow, submissions, workflow
from endorsements.models import Mail
from tests.endorsements import factories
from tests.endorsements.floods import held, protect, queued, requests
from tests.endorsements.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


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
