"""What staff have beside their accounts, links by which they enrol and a mailbox; and the pictures that they upload."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people1st.encrypted import EncryptedTextField
from people1st.revision import changed_by_any_row


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


class PictureQuerySet(models.QuerySet["Picture"]):
    """What others ask for has a name here."""

    def unused(self) -> "PictureQuerySet":
        """Those that no row of any table points at."""
        found = self
        for link in Picture._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's documented way to it
            if isinstance(link, models.ManyToOneRel):
                rows = link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")})  # noqa: SLF001
                found = found.filter(~Exists(rows))
        return found


class Picture(models.Model):
    """A picture that staff uploaded, as it was made anew (people1st/pictures.py); what came is not kept.

    It stands in the database: one backup has everything, every web process reads the same, no folder is served.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True, editable=False)
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    data = models.BinaryField(_("WebP"), editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
        editable=False,
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        """Nobody handles pictures by themselves, so they have no permissions of their own."""

        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        default_permissions = ()
        triggers: ClassVar = changed_by_any_row()

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


class ContentRevision(models.Model):
    """One row: a mark that the database changes with whatever public pages show (people1st/revision.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        """Nobody handles it."""

        verbose_name = _("revision of the content")
        verbose_name_plural = _("revisions of the content")
        default_permissions = ()
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_revision")]

    def __str__(self) -> str:
        return str(self.mark)
