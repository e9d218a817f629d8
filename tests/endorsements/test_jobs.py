"""What the worker is given to do: refused mails, moderators, forgetting."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from endorsements import jobs, workflow
from endorsements.models import Mail
from people1st.staff import mailboxes
from tests.endorsements import factories
from tests.endorsements.letters import Letter, Letterbox

pytestmark = pytest.mark.django_db


def the_moderators_told() -> list[str]:
    """Whom the mails to moderators are queued for."""
    return sorted(Mail.objects.filter(kind="moderators").values_list("recipient", flat=True))


def test_a_refusal_is_kept_and_raised_without_the_address(
    deliver: Callable[[], list[Letter]], letterbox: Letterbox
) -> None:
    factories.an_endorsement("unconfirmed", contact_email="office@circle.example")
    letterbox.answers = ["451 4.7.1 Later, office@circle.example"]
    with pytest.raises(jobs.MailRefused) as raised:
        deliver()
    mail = Mail.objects.get()
    assert mail.refusal == str(raised.value) == "SMTPRecipientsRefused 451 4.7.1"
    assert raised.value.__suppress_context__
    assert (mail.sent_at, mail.recipient) == (None, "office@circle.example")
    assert [letter.to for letter in deliver()] == [["office@circle.example"]]
    assert Mail.objects.get().refusal == ""


def assert_given_up(refusal: str) -> None:
    mail = Mail.objects.get()
    assert (mail.refusal, mail.recipient, mail.sent_at) == (refusal, "", None)
    assert mail.dropped_at


@pytest.mark.parametrize(
    ("answer", "numbers"), [("550 5.1.1 No office@circle.example here", "550 5.1.1"), ("554 No", "554")]
)
def test_a_mailbox_that_is_refused_for_good_is_tried_once(
    answer: str,
    numbers: str,
    deliver: Callable[[], list[Letter]],
    letterbox: Letterbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    factories.an_endorsement("unconfirmed", contact_email="office@circle.example")
    letterbox.answers = [answer]
    assert deliver() == []
    assert_given_up(f"SMTPRecipientsRefused {numbers}")
    assert "is given up" in caplog.text
    assert "circle.example" not in caplog.text
    assert deliver() == []  # though the server would take it now


def test_an_address_that_django_cannot_write_is_not_named_either(deliver: Callable[[], list[Letter]]) -> None:
    factories.an_endorsement("unconfirmed", contact_email="олена@circle.example")
    assert deliver() == []
    assert_given_up("ValueError")


def test_after_the_last_try_a_mail_is_given_up(letterbox: Letterbox) -> None:
    factories.an_endorsement("unconfirmed")
    letterbox.answers = ["451 Later"]
    jobs.send_mail(str(Mail.objects.get().pk), last=True)
    assert_given_up("SMTPRecipientsRefused 451")


def test_a_refusal_stays_on_no_mail_that_is_no_longer_true(
    deliver: Callable[[], list[Letter]], letterbox: Letterbox
) -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    letterbox.answers = ["451 Later"]
    with pytest.raises(jobs.MailRefused):
        deliver()
    workflow.expire(endorsement)
    assert deliver() == []
    assert_given_up("")


def test_what_became_of_a_mail_stands_on_the_record(admin_client: Client, letterbox: Letterbox) -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    page = f"/admin/endorsements/endorsement/{endorsement.pk}/change/"

    def becomes(words: str, answer: str | None, *, last: bool = False) -> None:
        letterbox.answers = [answer] if answer else []
        with contextlib.suppress(jobs.MailRefused):
            jobs.send_mail(str(Mail.objects.get().pk), last=last)
        assert words in admin_client.get(page).text

    becomes("refused (SMTPRecipientsRefused 451), will be tried again", "451 Later")
    becomes("never arrived: the mail server refused it (SMTPRecipientsRefused 421)", "421 Later", last=True)
    Mail.objects.update(dropped_at=None, recipient=endorsement.contact_email)
    becomes(">sent<", None)


PAUSES = [5, 25, 125, 625, 3125, 15625, 78125]


def test_the_pauses_grow_and_end_before_the_address_is_forgotten() -> None:
    def pause_after(attempts: int) -> float | None:
        job = Job(
            id=1, queue="", lock=None, queueing_lock=None, task_name="", worker_id=None, priority=0, attempts=attempts
        )
        began = timezone.now()
        decision = jobs.GROWING_PAUSES.get_retry_decision(exception=jobs.MailRefused(), job=job)
        if decision is None or decision.retry_at is None:
            return None
        longest = decision.retry_at - began
        shortest = decision.retry_at - timezone.now()
        return next(pause for pause in PAUSES if shortest <= timedelta(seconds=pause) <= longest)

    pauses = [pause_after(attempts) for attempts in range(9)]
    assert pauses == [*PAUSES, None, None]
    total = timedelta(seconds=sum(pause for pause in pauses if pause))
    assert timedelta(days=1) < total < timedelta(days=4)


def test_moderators_are_those_who_may_decide_and_have_a_mailbox() -> None:
    factories.a_moderator("direct")
    factories.a_moderator("without-mailbox", email="")
    factories.a_moderator("gone", is_active=False)
    factories.a_moderator("no-staff", is_staff=False)
    mailboxes.put(User.objects.create_user("editor", is_staff=True), "editor@people1st.example")
    mailboxes.put(User.objects.create_superuser("root"), "root@people1st.example")
    member = User.objects.create_user("member", is_staff=True)
    mailboxes.put(member, "member@people1st.example")
    group = Group.objects.create(name="A group that decides")
    group.permissions.add(Permission.objects.get(codename="moderate_endorsement"))
    member.groups.add(group)
    factories.an_endorsement("waiting")
    jobs.write_to_moderators()
    assert the_moderators_told() == [
        "direct@people1st.example", "member@people1st.example", "root@people1st.example",
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["unconfirmed", "approved", "rejected", "withdrawn", "expired"])
def test_nobody_is_told_when_nothing_waits(status: str) -> None:
    factories.a_moderator()
    factories.an_endorsement(status)
    jobs.write_to_moderators()
    assert the_moderators_told() == []


def test_a_change_waits_for_moderators_too() -> None:
    factories.a_moderator()
    endorsement = factories.an_endorsement("approved")
    ProcrastinateJob.objects.all()._raw_delete("default")
    factories.a_change(endorsement)
    assert len(factories.the_jobs("write_to_moderators")) == 1
    jobs.write_to_moderators()
    assert the_moderators_told() == ["moderator@people1st.example"]


def test_many_at_once_are_told_of_once_and_at_once() -> None:
    for _ in range(3):
        factories.an_endorsement("waiting")
    (job,) = ProcrastinateJob.objects.filter(task_name="endorsements.jobs.write_to_moderators")
    assert job.scheduled_at <= timezone.now()


def test_told_once_they_are_told_again_after_an_hour() -> None:
    factories.a_moderator()
    endorsement = factories.an_endorsement("unconfirmed")
    factories.an_endorsement("waiting")
    jobs.write_to_moderators()
    told_at = Mail.objects.get(kind="moderators").queued_at
    ProcrastinateJob.objects.all()._raw_delete("default")
    workflow.confirm(endorsement)
    (job,) = ProcrastinateJob.objects.filter(task_name="endorsements.jobs.write_to_moderators")
    assert job.scheduled_at == told_at + timedelta(hours=1)


def test_a_job_that_comes_too_early_is_put_off() -> None:
    factories.a_moderator()
    factories.an_endorsement("waiting")
    ProcrastinateJob.objects.all()._raw_delete("default")
    jobs.write_to_moderators()
    jobs.write_to_moderators()
    assert len(the_moderators_told()) == 1
    (job,) = ProcrastinateJob.objects.filter(task_name="endorsements.jobs.write_to_moderators")
    assert job.scheduled_at > timezone.now() + timedelta(minutes=59)
    Mail.objects.filter(kind="moderators").update(queued_at=timezone.now() - timedelta(hours=1))
    jobs.write_to_moderators()
    assert len(the_moderators_told()) == 2


def test_every_hour_the_worker_forgets() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    type(endorsement).objects.update(updated_at=timezone.now() - timedelta(days=8))
    Mail.objects.update(queued_at=timezone.now() - timedelta(days=8), released_at=timezone.now() - timedelta(days=8))
    jobs.forget(timestamp=0)
    endorsement.refresh_from_db()
    assert endorsement.status == "expired"
