"""The demands, and the snapshots of their words that organisations endorse."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign.models.order import one_place_each
from people1st.append_only import append_only
from people1st.revision import changed_by_any_row


class Demand(models.Model):  # type: ignore[django-manager-missing] # modeltranslation replaces it
    """One demand. Its order is part of it, and its anchor is an address that others link to, so it never changes."""

    position = models.PositiveSmallIntegerField(_("position"))
    anchor = models.SlugField(
        _("anchor"), max_length=40, unique=True, help_text=_("Part of permanent addresses, such as demand-1.")
    )
    heading = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"))

    class Meta:
        """In the order of the campaign."""

        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ("position",)
        triggers: ClassVar = changed_by_any_row()
        constraints: ClassVar = [one_place_each("demand_position")]

    def __str__(self) -> str:
        return f"{self.position}. {self.heading}"


class DemandsVersionQuerySet(models.QuerySet["DemandsVersion"]):
    """The newest version comes first."""

    def newest(self) -> "DemandsVersion | None":
        """The version made last, or None before the first one."""
        return self.order_by("-number", "-edition").first()


class DemandsVersion(models.Model):
    """The demands as they stood, word for word. PostgreSQL refuses to change, delete or empty the table.

    A change of substance raises `number`; any other change of wording raises `edition`. `texts` maps a language code to
    a list of {anchor, heading, text} in the order of the demands; a text that was not translated is empty there.
    """

    number = models.PositiveIntegerField(_("number of the version"))
    edition = models.PositiveIntegerField(_("edition"))
    texts = models.JSONField(_("texts"))
    note = models.TextField(_("note"), blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = DemandsVersionQuerySet.as_manager()

    class Meta:
        """Newest first; append-only."""

        verbose_name = _("version of the demands")
        verbose_name_plural = _("versions of the demands")
        ordering = ("-number", "-edition")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "edition"], name="one_version_per_number_and_edition"),
            models.CheckConstraint(condition=Q(number__gte=1, edition__gte=1), name="version_counts_from_one"),
        ]
        triggers: ClassVar = [*append_only(), *changed_by_any_row()]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the version is called: 1, or 1.2 for its second edition."""
        return str(self.number) if self.edition == 1 else f"{self.number}.{self.edition}"
