"""What the worker does: sends mails, tells moderators, forgets what is no longer needed, heals killed workers' jobs."""

import logging
import smtplib

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from endorsements import answers, mails, outflow, proving, retention, totals
from endorsements.models import Endorsement, Mail
from endorsements.models.mail import Kind
from endorsements.proof.files import FileCheck
from endorsements.proof.records import RecordCheck
from endorsements.records import lock
from people1st import security
from people1st.staff import mailboxes

logger = logging.getLogger(__name__)

# 5 s, 25 s, 2 min, 10 min, 52 min, 4 h, 22 h: a server that is down for a day loses nothing.
GROWING_PAUSES = RetryStrategy(max_attempts=7, exponential_wait=5)


@app.task(name="endorsements.jobs.send_mail", retry=GROWING_PAUSES, pass_context=True)
def try_to_send(context: JobContext, mail_id: str) -> None:
    """What the queue calls: `send_mail`, knowing whether this try is the last one.

    The queue itself is silent about errors until it gives up, a day later.
    """
    try:
        send_mail(mail_id, last=context.job.attempts >= (GROWING_PAUSES.max_attempts or 0))
    except MailRefused as refusal:
        logger.warning("Mail %s is tried again: %s", mail_id, refusal)
        raise
    except Exception:
        logger.exception("Mail %s met an error and is tried again.", mail_id)
        raise


def send_mail(mail_id: str, *, last: bool = False) -> None:
    """Write and send one mail. Run again after a crash it sends the same Message-ID again; once sent, never again.

    Raises MailRefused, so that the queue tries again later, unless the mail is given up: the server refused its mailbox
    or its content for good, it cannot be written, or this was the `last` try.
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
        mail.dropped_at, mail.recipient, mail.refusal = timezone.now(), "", ""
        mail.save(update_fields=["dropped_at", "recipient", "refusal"])
        return
    try:
        message.send()
    except (
        OSError,
        smtplib.SMTPException,
        ValueError,
    ) as error:  # ValueError: Django on an address that it cannot write
        # The message of the error may hold the address: record, queue and log get its kind and code alone.
        mail.refusal = answers.in_short(error)
        if last or answers.is_for_good(error):
            mail.dropped_at, mail.recipient = timezone.now(), ""
            logger.warning("Mail %s (%s) is given up: %s", mail.pk, mail.kind, mail.refusal)
        mail.save(update_fields=["refusal", "dropped_at", "recipient"])
        if mail.dropped_at:
            return
        raise MailRefused(mail.refusal) from None
    mail.sent_at, mail.recipient, mail.refusal = timezone.now(), "", ""
    mail.save(update_fields=["sent_at", "recipient", "refusal"])


class MailRefused(Exception):  # noqa: N818 - the server refused
    """The mail server did not take the mail; the text says which kind of answer it gave."""


@app.task(name="endorsements.jobs.write_to_moderators", retry=GROWING_PAUSES)
def write_to_moderators() -> None:
    """Queue one mail to each moderator who has a mailbox, when something waits.

    Asked for while another such job was at work, it may come too early: then it is put off.
    """
    if not (Endorsement.objects.needs_decision().exists() or Endorsement.objects.to_be_checked().exists()):
        return
    if mails.moderators_due() > timezone.now():
        mails.tell_moderators()
        return
    _write_to_each_moderator(Kind.MODERATORS)


@transaction.atomic
def _write_to_each_moderator(kind: Kind) -> None:
    moderators = get_user_model().objects.with_perm(
        "endorsements.moderate_endorsement", backend="django.contrib.auth.backends.ModelBackend"
    )
    for address in mailboxes.addresses(moderators.filter(is_staff=True)):
        mails.queue_mail(kind, to=address, language=settings.LANGUAGE_CODE)


@app.task(name="endorsements.jobs.prove_domain", lock="prove_domain")
def prove_domain(endorsement_id: int) -> None:
    """Look for the line that proves a domain. One such job at a time: a slow website holds up no mail."""
    endorsement = Endorsement.objects.get(pk=endorsement_id)
    proving.look(endorsement, (RecordCheck(), FileCheck()))


@app.task(name="endorsements.jobs.tell_of_breaker", retry=GROWING_PAUSES)
def tell_of_breaker() -> None:
    """Queue one mail to each moderator who has a mailbox: mails wait."""
    state = outflow.state()
    security.record(security.Event.BREAKER, request=None, sent=state.sent, **state.waiting)
    _write_to_each_moderator(Kind.BREAKER)


@app.periodic(cron="* * * * *")
@app.task(name="endorsements.jobs.release_held", queueing_lock="release_held")
def release_held(timestamp: int) -> None:
    """Every minute: send what waits, in its turn, as far as the limits have room."""
    released = 0
    while sent := outflow.release():
        released += sent
    if released:
        logger.info("Held mails at %s: %s released", timestamp, released)


@app.periodic(cron="17 * * * *")
@app.task(name="endorsements.jobs.forget", queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Every hour: expire what nobody confirmed, and erase contact data whose time is over."""
    done = retention.run(dry_run=False)
    logger.info("Retention at %s: %s", timestamp, done)


@app.periodic(cron="41 2 * * *")
@app.task(name="endorsements.jobs.count", queueing_lock="count")
def count(timestamp: int) -> None:
    """Every night: count who endorses, and compare with the total that the database keeps."""
    if totals.check():
        logger.info("The total at %s is right.", timestamp)


@app.periodic(cron="* * * * *")
@app.task(name="endorsements.jobs.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: give the jobs of killed workers, known by their silent heartbeat, to a living one."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        logger.warning("Job %s was left by a killed worker at %s and runs again.", job.id, timestamp)
        await manager.retry_job(job)
