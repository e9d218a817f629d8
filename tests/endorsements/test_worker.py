"""The worker of the queue against a mail server that refuses, is down, or sees it die."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings, settings as site
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from endorsements import tokens
from endorsements.models import Mail
from endorsements.models.token import Purpose
from tests.endorsements import factories
from tests.endorsements.letters import Letterbox, free_port, smtp_mailers
from tests.endorsements.racing import DEADLINE

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], None]


def the_job() -> ProcrastinateJob:
    """The one job that sends a mail."""
    return ProcrastinateJob.objects.get(task_name="endorsements.jobs.send_mail")


def pauses(job: ProcrastinateJob, seconds: int, since: datetime) -> bool:
    """Whether the job was put off for so long, at some time since then."""
    return since <= job.scheduled_at - timedelta(seconds=seconds) <= timezone.now()


def end_the_pause() -> None:
    """Let the job be due now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def test_the_worker_sends_what_is_queued(work: Work, letterbox: Letterbox) -> None:
    factories.an_endorsement("unconfirmed")
    work()
    assert len(letterbox.letters) == 1
    assert the_job().status == "succeeded"
    assert Mail.objects.get().recipient == ""


def test_refused_mails_are_tried_again_after_growing_pauses(
    work: Work, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "procrastinate")
    factories.an_endorsement("unconfirmed", contact_email="private@circle.example")
    letterbox.answers = ["451 Later, private@circle.example", "452 Full, private@circle.example"]
    for attempts, pause in ((1, 5), (2, 25)):
        began = timezone.now()
        work()
        assert (the_job().status, the_job().attempts) == ("todo", attempts)
        assert pauses(the_job(), pause, began)
        if attempts == 1:
            end_the_pause()
    assert Mail.objects.get().refusal == "SMTPRecipientsRefused 452"
    end_the_pause()
    work()
    assert the_job().status == "succeeded"
    assert [letter.to for letter in letterbox.letters] == [["private@circle.example"]]
    assert "MailRefused" in caplog.text
    assert "private@" not in caplog.text


def test_a_mail_refused_for_good_or_for_the_last_time_is_given_up(
    work: Work, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "procrastinate")
    factories.an_endorsement("unconfirmed", contact_email="private@circle.example")
    factories.an_endorsement("unconfirmed", contact_email="slow@circle.example")
    letterbox.answers = ["550 No private@circle.example here", "451 Later"]
    work()
    assert sorted((mail.refusal, bool(mail.dropped_at)) for mail in Mail.objects.all()) == [
        ("SMTPRecipientsRefused 451", False),
        ("SMTPRecipientsRefused 550", True),
    ]
    assert sorted(jobs_of("send_mail")) == [("succeeded", 1), ("todo", 1)]
    letterbox.answers = ["451 Later"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 7, scheduled_at = now() WHERE status = 'todo'")
    work()
    assert sorted(jobs_of("send_mail")) == [("succeeded", 1), ("succeeded", 8)]
    assert not Mail.objects.filter(dropped_at=None).exists()
    assert letterbox.letters == []
    assert "circle.example" not in caplog.text


def jobs_of(task: str) -> list[tuple[str, int]]:
    """The state and the tries of every job of the task."""
    jobs = ProcrastinateJob.objects.filter(task_name=f"endorsements.jobs.{task}")
    return list(jobs.values_list("status", "attempts"))


def test_a_mail_server_that_is_down_loses_nothing(work: Work, settings: LazySettings) -> None:
    box = Letterbox(free_port())
    settings.MAILERS = smtp_mailers(box.port)
    factories.an_endorsement("unconfirmed")
    work()
    assert the_job().status == "todo"
    assert Mail.objects.get().refusal == "ConnectionRefusedError"
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    try:
        end_the_pause()
        work()
    finally:
        server.stop()
    assert len(box.letters) == 1
    assert Mail.objects.get().sent_at


def look_for_stalled_jobs() -> None:
    """What the worker's clock asks for every minute; it may have done so already."""
    with contextlib.suppress(AlreadyEnqueued):
        queue.configure_task("endorsements.jobs.retry_stalled").defer(timestamp=0)


def the_heart_beat(ago: timedelta) -> None:
    """Let this be when the worker was last heard of."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [timezone.now() - ago])


class DeadlyLetterbox(Letterbox):
    """Kills the worker once it has its OK for a mail and says QUIT: before it can mark the mail as sent."""

    worker: subprocess.Popen[bytes] | None = None

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        """The last thing that a sender says."""
        if self.worker and self.letters:
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait(DEADLINE)
        return "221 Bye"


def test_a_worker_killed_after_the_servers_ok_loses_no_mail(work: Work, settings: LazySettings) -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    box = DeadlyLetterbox(free_port())
    settings.MAILERS = smtp_mailers(box.port)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.endorsements.worker_settings",
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])
        ._replace(path=f"/{connection.settings_dict['NAME']}")
        .geturl(),
        "SMTP_PORT": str(box.port),
    }
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot", "--no-listen-notify"]
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    try:
        box.worker = subprocess.Popen(command, cwd=site.BASE_DIR, env=environment)
        assert box.worker.wait(DEADLINE) == -signal.SIGKILL
        box.worker = None
        assert len(box.letters) == 1
        assert the_job().status == "doing"
        assert Mail.objects.get().sent_at is None

        the_heart_beat(timedelta())
        look_for_stalled_jobs()
        work()
        assert len(box.letters) == 1  # its heart may still beat
        the_heart_beat(timedelta(seconds=31))
        look_for_stalled_jobs()
        work()
    finally:
        server.stop()
    first, second = box.letters
    assert first.message["Message-ID"] == second.message["Message-ID"]
    for letter in (first, second):
        (secret,) = re.findall(r"/endorse/confirm/([^/\s]+)/", letter.text)
        assert tokens.find(secret, Purpose.CONFIRM) == endorsement
    assert the_job().status == "succeeded"
    assert Mail.objects.get().sent_at
