"""What staff have beside their accounts: the links by which they enrol, and a mailbox."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people1st.encrypted import EncryptedTextField


class EnrolmentLink(models.Model):
    """A link that lets one member of staff set a password and register a second factor, once.

    The SHA-256 of its secret is kept; the secret itself is shown when the link is made, to whoever made it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolment_links", verbose_name=_("user")
    )
    digest = models.BinaryField(_("SHA-256"), max_length=32, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    used_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        """Found by digest."""

        verbose_name = _("enrolment link")
        verbose_name_plural = _("enrolment links")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.user}, {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"

    @property
    def is_good(self) -> bool:
        """Whether it still opens anything: not used, and not too old."""
        return self.used_at is None and timezone.now() - self.made_at < settings.ENROLMENT_LINK_LIFETIME


class StaffMailbox(models.Model):
    """Where a member of staff is written to, encrypted. The field `email` of the account stays empty."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mailbox"
    )
    address = EncryptedTextField(_("mailbox"))

    class Meta:
        """Words for the admin."""

        verbose_name = _("mailbox of staff")
        verbose_name_plural = _("mailboxes of staff")

    def __str__(self) -> str:
        return str(self.user)
