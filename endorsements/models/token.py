"""The secrets that were mailed, kept as hashes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from endorsements.models.endorsement import Endorsement


class Purpose(models.TextChoices):
    """What a token lets its holder do; a token serves one purpose only."""

    CONFIRM = "confirm", _("confirm the endorsement")
    MANAGE = "manage", _("manage the endorsement")
    MAILBOX = "mailbox", _("confirm a new mailbox")


class Token(models.Model):
    """The SHA-256 of a mailed secret, with its purpose. The secret itself is nowhere but in the mail."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(_("purpose"), max_length=7, choices=Purpose.choices)
    digest = models.BinaryField(_("SHA-256"), max_length=32, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        """Looked up by digest, and by endorsement for the latest of a purpose."""

        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        indexes: ClassVar = [models.Index(fields=["endorsement", "purpose", "made_at"], name="token_latest")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.made_at:%Y-%m-%d}"
