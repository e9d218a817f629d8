"""Every mail that the site sends is a row first, written in the transaction of the change that causes it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from endorsements.models.endorsement import Endorsement
from endorsements.models.event import Event
from people1st.encrypted import EncryptedTextField


class Kind(models.TextChoices):
    """Which mail it is; templates/mails/<kind>.txt is its text."""

    CONFIRM = "confirm", _("please confirm")
    ALREADY_HERE = "already_here", _("already with us")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("not accepted")
    CHANGE_ACCEPTED = "change_accepted", _("change published")
    CHANGE_DECLINED = "change_declined", _("change not published")
    INVITATION = "invitation", _("invitation to take over")
    LINKS = "links", _("manage links")
    MAILBOX_CONFIRM = "mailbox_confirm", _("please confirm the new mailbox")
    MAILBOX_MOVED = "mailbox_moved", _("this is the new mailbox")
    MAILBOX_LEFT = "mailbox_left", _("this was the old mailbox")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ERASED = "erased", _("everything erased")
    REVIEW = "review", _("is this still right?")
    MODERATORS = "moderators", _("something waits for moderators")
    BREAKER = "breaker", _("emails wait")


class Held(models.TextChoices):
    """Why a mail waits although it is due."""

    BREAKER = "breaker", _("too many emails in an hour")
    DOMAIN = "domain", _("too many emails to one domain in an hour")
    HAND_CHECK = "hand_check", _("a moderator looks at it first")


# What any visitor can cause by typing an address: limited a mailbox and day. Decisions and receipts never are.
CAUSED_BY_VISITORS = (Kind.CONFIRM, Kind.ALREADY_HERE, Kind.LINKS, Kind.MAILBOX_CONFIRM)


class Mail(models.Model):
    """One mail: its id is its Message-ID, so that a mail sent twice after a crash is known as the same one.

    A held mail has no job in the queue until it is released (endorsements/outflow.py).
    `recipient` is blanked once the mail is sent; a keyed hash of it stays for a few days, for the limit of a day, and
    one of its domain for an hour.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, null=True, related_name="mails")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=5)
    recipient = EncryptedTextField(_("recipient"), max_length=254, blank=True)
    mailbox_digest = models.CharField(max_length=64, blank=True)
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    held_at = models.DateTimeField(_("held"), null=True)
    held_for = models.CharField(
        _("held because"), max_length=10, choices=Held.choices, blank=True, default="", db_default=""
    )
    released_at = models.DateTimeField(_("given to the queue"), null=True)
    domain_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    sent_at = models.DateTimeField(_("sent"), null=True)
    dropped_at = models.DateTimeField(_("dropped, no longer true"), null=True)
    refusal = models.CharField(_("last refusal"), max_length=100, blank=True)

    class Meta:
        """Counted by mailbox and time."""

        verbose_name = _("email")
        verbose_name_plural = _("emails")
        ordering = ("-queued_at",)
        indexes: ClassVar = [
            models.Index(fields=["mailbox_digest", "queued_at"], name="mail_of_mailbox"),
            models.Index(fields=["queued_at"], name="mail_held", condition=Q(held_at__isnull=False)),
            models.Index(fields=["queued_at"], name="mail_with_address", condition=~Q(recipient="")),
            models.Index(fields=["released_at"], name="mail_released"),
            models.Index(
                fields=["domain_digest", "released_at"], name="mail_of_domain", condition=~Q(domain_digest="")
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_for="") | Q(held_at__isnull=False, held_for__in=Held.values),
                name="held_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.queued_at):%Y-%m-%d %H:%M}"
