"""The limits that staff change while the site runs: one row."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

THE_ROW = 1


class Protection(models.Model):
    """What one source, one provider and all visitors together may cause. There is one row, `Protection.current()`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW, editable=False)
    forms_an_hour = models.PositiveIntegerField(
        _("forms an hour from one source"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("A source is an IPv4 address or an IPv6 /64 network; an office often stands behind one."),
    )
    domain_mails_an_hour = models.PositiveIntegerField(
        _("emails an hour to one domain"),
        default=300,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Emails that visitors cause. Those above it wait; none is lost."),
    )
    mails_an_hour = models.PositiveIntegerField(
        _("emails an hour in all"),
        default=2_000,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
        help_text=_(
            "Above it, emails that visitors cause wait, and moderators are told. Decisions and receipts go out."
        ),
    )
    proof_of_work = models.BooleanField(
        _("proof of work"),
        default=False,
        help_text=_(
            "While the form is flooded: browsers with JavaScript solve a small task. What comes without it waits until "
            "a moderator has looked at it."
        ),
    )

    class Meta:
        """One row, kept so by the database."""

        verbose_name = _("protection")
        verbose_name_plural = _("protection")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=THE_ROW), name="one_protection")]

    def __str__(self) -> str:
        return str(_("Protection of the form"))

    @classmethod
    def current(cls) -> "Protection":
        """What holds now; the defaults until somebody saves others."""
        return Protection.objects.filter(pk=THE_ROW).first() or cls()
