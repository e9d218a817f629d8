"""Every mail passes through here: queued as a row in the transaction that causes it, written when it is sent.

Secrets are made while a mail is written, so the queue holds none. Text and HTML come from one template a mail.
"""

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from endorsements import letters, limits, names, outflow, tokens
from endorsements.models import Endorsement, Event, Mail, Protection
from endorsements.models.mail import Kind
from endorsements.models.states import Status
from endorsements.models.token import Purpose
from people1st.staff.hosts import admin_address

logger = logging.getLogger(__name__)

BLANK_LINES = re.compile(r"\n\s*\n")
# Which link a mail carries, and what it is good for.
LINKS: Mapping[Kind, tuple[str, Purpose]] = {
    Kind.CONFIRM: ("confirm", Purpose.CONFIRM),
    Kind.ALREADY_HERE: ("manage", Purpose.MANAGE),
    Kind.APPROVED: ("manage", Purpose.MANAGE),
    Kind.CHANGE_ACCEPTED: ("manage", Purpose.MANAGE),
    Kind.CHANGE_DECLINED: ("manage", Purpose.MANAGE),
    Kind.INVITATION: ("manage", Purpose.MANAGE),
    Kind.MAILBOX_CONFIRM: ("mailbox", Purpose.MAILBOX),
    Kind.MAILBOX_MOVED: ("manage", Purpose.MANAGE),
    Kind.REVIEW: ("manage", Purpose.MANAGE),
}
# A decision is told only while it still holds.
HOLDS_WHILE: Mapping[Kind, tuple[Status, ...]] = {
    Kind.CONFIRM: (Status.UNCONFIRMED,),
    Kind.APPROVED: (Status.APPROVED,),
    Kind.REJECTED: (Status.REJECTED,),
    Kind.REVIEW: (Status.APPROVED,),
}


def queue_mail(
    kind: Kind,
    *,
    to: str,
    language: str,
    endorsement: Endorsement | None = None,
    event: Event | None = None,
    by_hand: bool = False,
) -> Mail:
    """Write down a mail to be sent, and the job that sends it, in the caller's transaction.

    What a visitor causes may be held (outflow.py); `by_hand` holds it until a moderator has looked at it.
    """
    mailbox = names.mailbox_key(to)
    mail = Mail(
        kind=kind,
        endorsement=endorsement,
        event=event,
        language=language,
        recipient=to,
        mailbox_digest=limits.digest(mailbox),
        domain_digest=limits.domain_digest(mailbox),
    )
    outflow.start(mail, by_hand=by_hand)
    return mail


def tell_contact(kind: Kind, endorsement: Endorsement, event: Event) -> None:
    """Queue a mail to the endorsement's contact, when it has one."""
    if endorsement.contact_email:
        queue_mail(
            kind, to=endorsement.contact_email, language=endorsement.language, endorsement=endorsement, event=event
        )


def moderators_due() -> datetime:
    """When moderators may next be written to: now, or MODERATORS_TOLD_EVERY after the last time."""
    last = Mail.objects.filter(kind=Kind.MODERATORS).aggregate(last=Max("queued_at"))["last"]
    return max(timezone.now(), last + settings.MODERATORS_TOLD_EVERY) if last else timezone.now()


def tell_moderators() -> None:
    """See to it that moderators hear that something waits: soon, but at most once in MODERATORS_TOLD_EVERY."""
    job = queue.configure_task(
        "endorsements.jobs.write_to_moderators",
        lock="write_to_moderators",
        queueing_lock="write_to_moderators",
        schedule_at=moderators_due(),
    )
    try:
        with transaction.atomic():
            job.defer()
    except AlreadyEnqueued:
        logger.debug("Moderators will be told already.")


def still_holds(mail: Mail) -> bool:
    """Whether what the mail says is still so, and its link still goes to whom it was meant for.

    A decision taken back meanwhile is not told; a mailbox that was left, or mistyped and corrected, is sent no link.
    Called inside the transaction that then makes the links.
    """
    if not mail.recipient:
        return False
    endorsement, kind = mail.endorsement, Kind(mail.kind)
    if kind == Kind.LINKS:
        return bool(_owned_by(mail.recipient))
    if endorsement is None:
        return True
    if kind in HOLDS_WHILE and endorsement.status not in HOLDS_WHILE[kind]:
        return False
    if kind not in LINKS:
        return True
    _route, purpose = LINKS[kind]
    reader = endorsement.new_contact_email if purpose == Purpose.MAILBOX else endorsement.contact_email
    return names.mailbox_key(reader) == names.mailbox_key(mail.recipient)


def write(mail: Mail) -> letters.Letter:
    """The message itself, in the mail's language. Makes the secrets of its links; called inside a transaction."""
    with override(mail.language):
        context = _context(mail)
        subject = render_to_string(f"mails/{mail.kind}.subject.txt", context).strip()
        text = BLANK_LINES.sub("\n\n", render_to_string(f"mails/{mail.kind}.txt", context)).strip() + "\n"
        html = letters.html(mail.kind, subject, text, mail.language)
    message = letters.Letter(
        subject=subject,
        body=letters.flowed(text, whole=letters.typed_in(context)),
        to=[mail.recipient],
        reply_to=[settings.MAIL_REPLY_TO],
        headers={
            "Message-ID": message_id(mail),
            "Date": format_datetime(mail.released_at or mail.queued_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def message_id(mail: Mail) -> str:
    """The same Message-ID each time the mail is sent (RFC 5322, 3.6.4)."""
    return f"<{mail.pk}@{urlsplit(settings.SITE_URL).hostname}>"


def address(route: str, *args: str) -> str:
    """An absolute address of the site, in the language that is active."""
    return settings.SITE_URL + reverse(route, args=args)


def _owned_by(address: str) -> list[Endorsement]:
    """What this very address may manage; held, so that nothing changes hands while its links are made."""
    own = Endorsement.objects.managed().of_mailbox(address).order_by("pk").select_for_update(of=("self",))
    return [endorsement for endorsement in own if endorsement.contact_email == address]


def _context(mail: Mail) -> dict[str, Any]:
    context: dict[str, Any] = {
        "language": mail.language,
        "days": settings.CONFIRM_LINK_LIFETIME.days,
        "reason": mail.event.reason if mail.event else "",
    }
    if mail.endorsement:
        context["name"] = names.mail_form(mail.endorsement.name)
        context["unnamed"] = mail.endorsement.is_unnamed
    if mail.kind in LINKS and mail.endorsement:
        route, purpose = LINKS[Kind(mail.kind)]
        context["link"] = address(route, tokens.make(mail.endorsement, purpose))
    if mail.kind == Kind.LINKS:
        context["entries"] = [
            {"name": names.mail_form(e.name), "link": address("manage", tokens.make(e, Purpose.MANAGE))}
            for e in _owned_by(mail.recipient)
        ]
    if mail.kind == Kind.BREAKER:
        context["state"] = outflow.state()
        context["protection"] = Protection.current()
        context["link"] = admin_address("endorsements_protection_changelist")
    if mail.kind == Kind.MODERATORS:
        context["waiting"] = Endorsement.objects.needs_decision().count()
        context["to_be_checked"] = Endorsement.objects.to_be_checked().count()
        context["link"] = admin_address("endorsements_endorsement_changelist")
    return context
