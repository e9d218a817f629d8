"""What the worker does: sends mails, tells moderators, forgets what is no longer needed, heals killed workers' jobs."""

import logging
import smtplib

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from endorsements import mails, retention
from endorsements.models import Endorsement, Mail
from endorsements.models.mail import Kind
from endorsements.records import lock

logger = logging.getLogger(__name__)

# 5 s, 25 s, 2 min, 10 min, 52 min, 4 h, 22 h: a server that is down for a day loses nothing.
GROWING_PAUSES = RetryStrategy(max_attempts=7, exponential_wait=5)


@app.task(name="endorsements.jobs.send_mail", retry=GROWING_PAUSES)
def send_mail(mail_id: str) -> None:
    """Write and send one mail. Run again after a crash it sends the same Message-ID again; once sent, never again.

    Raises what the SMTP server answered, so that the queue tries again later.
    """
    mail = Mail.objects.select_related("endorsement", "event").get(pk=mail_id)
    if mail.sent_at or mail.dropped_at:
        return
    with transaction.atomic():
        # Held while its secrets are made: a mailbox that is left at this moment is not sent a link that still works.
        if mail.endorsement:
            mail.endorsement = lock(mail.endorsement)
        message = mails.write(mail) if mails.still_holds(mail) else None
    if message is None:
        mail.dropped_at, mail.recipient = timezone.now(), ""
        mail.save(update_fields=["dropped_at", "recipient"])
        return
    try:
        message.send()
    except (
        OSError,
        smtplib.SMTPException,
        ValueError,
    ) as error:  # ValueError: Django on an address that it cannot write
        mail.refusal = _refusal(error)
        mail.save(update_fields=["refusal"])
        # The message of the error may hold the address: the queue and the log get its kind and code alone.
        raise MailRefused(mail.refusal) from None
    mail.sent_at, mail.recipient, mail.refusal = timezone.now(), "", ""
    mail.save(update_fields=["sent_at", "recipient", "refusal"])


class MailRefused(Exception):  # noqa: N818 - the server refused
    """The mail server did not take the mail; the text says which kind of answer it gave."""


def _refusal(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


@app.task(name="endorsements.jobs.write_to_moderators", retry=GROWING_PAUSES)
def write_to_moderators() -> None:
    """Queue one mail to each moderator who has a mailbox, when something waits.

    Asked for while another such job was at work, it may come too early: then it is put off.
    """
    if not Endorsement.objects.needs_decision().exists():
        return
    if mails.moderators_due() > timezone.now():
        mails.tell_moderators()
        return
    moderators = get_user_model().objects.with_perm(
        "endorsements.moderate_endorsement", backend="django.contrib.auth.backends.ModelBackend"
    )
    with transaction.atomic():
        for moderator in moderators.filter(is_staff=True).exclude(email=""):
            mails.queue_mail(Kind.MODERATORS, to=moderator.email, language=settings.LANGUAGE_CODE)


@app.periodic(cron="17 * * * *")
@app.task(name="endorsements.jobs.forget", queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Every hour: expire what nobody confirmed, and erase contact data whose time is over."""
    done = retention.run(dry_run=False)
    logger.info("Retention at %s: %s", timestamp, done)


@app.periodic(cron="* * * * *")
@app.task(name="endorsements.jobs.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: give the jobs of killed workers, known by their silent heartbeat, to a living one."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        logger.warning("Job %s was left by a killed worker at %s and runs again.", job.id, timestamp)
        await manager.retry_job(job)
