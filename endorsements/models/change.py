"""What an approved organisation asks to change in public; the old stays until a moderator has decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from endorsements.models.endorsement import Endorsement
from endorsements.models.states import Visibility
from people1st.encrypted import EncryptedTextField

PUBLIC_FIELDS = ("statement", "website", "visibility")


class Outcome(models.TextChoices):
    """What became of a change."""

    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    SUPERSEDED = "superseded", _("superseded")


class Change(models.Model):
    """One request to change what the public sees. Never edited: a newer request supersedes it.

    A field that is null is not to be changed; an empty text asks to take the text away.
    """

    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, related_name="changes")
    # Encrypted, since it may be asked for an unnamed organisation.
    statement = EncryptedTextField(_("statement"), null=True, blank=True)
    website = EncryptedTextField(_("website"), null=True, blank=True)
    visibility = models.CharField(  # noqa: DJ001 - null means «as it is»
        _("visibility"), max_length=10, choices=Visibility.choices, null=True, blank=True
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        """At most one change of an endorsement waits at a time."""

        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-proposed_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["endorsement"], condition=Q(outcome=Outcome.WAITING), name="one_waiting_change"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="outcome_is_known"),
            models.CheckConstraint(
                condition=Q(statement__isnull=False) | Q(website__isnull=False) | Q(visibility__isnull=False),
                name="changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.endorsement}: {self.get_outcome_display()}"

    def asked(self) -> dict[str, str]:
        """The fields that it asks to change, with what they shall hold."""
        return {field: value for field in PUBLIC_FIELDS if (value := getattr(self, field)) is not None}

    def close(self, outcome: Outcome) -> None:
        """It waits no longer."""
        self.outcome, self.decided_at = outcome, timezone.now()
        self.save(update_fields=["outcome", "decided_at"])
