"""The history of every endorsement: append-only, kept by the database, free of contact data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from endorsements.models.endorsement import Endorsement
from endorsements.models.states import Status
from people1st.append_only import append_only


class Verb(models.TextChoices):
    """What happened."""

    SUBMITTED = "submitted", _("sent in")
    RESUBMITTED = "resubmitted", _("sent in again, with other content")
    CONFIRMED = "confirmed", _("confirmed by email")
    FIRST_APPROVED = "first_approved", _("approved by the first of two")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    TAKEN_BACK = "taken_back", _("decision taken back")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    ENTERED = "entered", _("entered by staff")
    CORRECTED = "corrected", _("corrected")
    HIDDEN = "hidden", _("name hidden")
    CHANGE_PROPOSED = "change_proposed", _("change proposed")
    CHANGE_ACCEPTED = "change_accepted", _("change accepted")
    CHANGE_DECLINED = "change_declined", _("change declined")
    INVITED = "invited", _("contact invited")
    TAKEN_OVER = "taken_over", _("taken over by its contact")
    MOVE_ASKED = "move_asked", _("new mailbox asked for")
    MOVED = "moved", _("mailbox changed")
    CONTACT_ERASED = "contact_erased", _("contact data erased")
    ERASED = "erased", _("everything erased")
    REVIEW_ASKED = "review_asked", _("asked whether the contact is still right")
    REVIEWED = "reviewed", _("contact is still right")
    CONTACT_EXPORTED = "contact_exported", _("contact exported")
    RELEASED = "released", _("checked by hand, email sent")
    DOMAIN_PROVEN = "domain_proven", _("domain proven")
    DOMAIN_NOT_PROVEN = "domain_not_proven", _("domain not proven")
    LOGO_SET = "logo_set", _("logo set")
    LOGO_REMOVED = "logo_removed", _("logo removed")


class By(models.TextChoices):
    """Who did it."""

    CONTACT = "contact", _("the contact")
    STAFF = "staff", _("staff")
    SYSTEM = "system", _("the site")


class Event(models.Model):
    """One thing that happened: when, who, from, to, why. PostgreSQL refuses to change, delete or empty the table."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    by = models.CharField(_("by"), max_length=7, choices=By.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    from_status = models.CharField(_("from"), max_length=12, choices=Status.choices, blank=True)
    to_status = models.CharField(_("to"), max_length=12, choices=Status.choices)
    reason = models.TextField(_("why"), blank=True)

    class Meta:
        """Newest last; append-only."""

        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("at", "pk")
        triggers: ClassVar = append_only()

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_verb_display()}"
