"""What can be counted: figures with their date and source, and releases."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext

from campaign.models.order import one_place_each
from people1st.revision import changed_by_any_row


class Qualifier(models.TextChoices):
    """How exact a number is."""

    EXACT = "exact", _("exact")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")


class AsOfPrecision(models.TextChoices):
    """How much of the date of a figure is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Section(models.TextChoices):
    """The part of the figures page that a figure belongs to, in the order of the page."""

    HELD = "held", _("Held and missing")
    CHILDREN = "children", _("Children")
    FREED = "freed", _("Freed so far")
    AMONG = "among", _("Who was freed")
    DEAD = "dead", _("The dead")
    PLACES = "places", _("Places of detention")


class FigureQuerySet(models.QuerySet["Figure"]):
    """What readers see has a name here."""

    def shown(self) -> "FigureQuerySet":
        """The figures for the public pages: those with a date and a source; others wait for what they lack."""
        dated = Q(since__isnull=False) | Q(as_of__isnull=False)
        return self.filter(dated, source_en__gt="")

    def in_short(self) -> "FigureQuerySet":
        """The shown ones of the demands page; the first of them leads it."""
        return self.shown().filter(in_short=True)


class Figure(models.Model):  # type: ignore[django-manager-missing] # modeltranslation replaces that of the groups
    """A number, what it counts, from when, as of when, and who says so."""

    position = models.PositiveSmallIntegerField(_("position"))
    key = models.SlugField(
        _("key"), max_length=40, unique=True, help_text=_("A short name in Latin letters; it stays.")
    )
    number = models.PositiveIntegerField(_("number"))
    qualifier = models.CharField(_("qualifier"), max_length=9, choices=Qualifier.choices, default=Qualifier.EXACT)
    section = models.CharField(
        _("section"),
        max_length=8,
        choices=Section.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "The part of the figures page. “Freed so far” is for counts of everyone freed up to a date: they are drawn "
            "one below the other. Without a section it stands at the end."
        ),
    )
    what = models.CharField(_("what"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=AsOfPrecision.choices, default=AsOfPrecision.DAY
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    in_short = models.BooleanField(
        _("in short"),
        default=False,
        help_text=_("Also on the demands page. The first of these in the order is the first thing seen there."),
    )
    demand = models.ForeignKey(
        "campaign.Demand",
        verbose_name=_("demand"),
        to_field="anchor",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        help_text=_("The demand that this figure stands beside."),
    )

    objects = FigureQuerySet.as_manager()  # type: ignore[django-manager-missing] # modeltranslation replaces it

    class Meta:
        """In the order of the page."""

        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ("position",)
        triggers: ClassVar = changed_by_any_row()
        constraints: ClassVar = [
            one_place_each("figure_position"),
            models.CheckConstraint(condition=Q(qualifier__in=Qualifier.values), name="figure_qualifier_is_known"),
            models.CheckConstraint(condition=Q(section__in=["", *Section.values]), name="figure_section_is_known"),
            models.CheckConstraint(
                condition=Q(as_of_precision__in=AsOfPrecision.values), name="figure_precision_is_known"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(as_of__isnull=True) | Q(as_of__gte=F("since")),
                name="figure_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"

    @property
    def is_shown(self) -> bool:
        """Whether readers see it; the same rule as `shown()`."""
        return bool((self.since or self.as_of) and self.source_en)  # type: ignore[attr-defined] # modeltranslation adds it

    @property
    def people(self) -> int:
        """How many people it counts who are held or missing: for each a stroke may stand. 0 where it counts others."""
        return self.number if self.section in {Section.HELD, Section.CHILDREN} else 0

    @property
    def qualifier_word(self) -> str:
        """The word before the number: at least. Nothing before an exact one."""
        words = {
            Qualifier.ABOUT: pgettext("before a number", "about"),
            Qualifier.AT_LEAST: pgettext("before a number", "at least"),
            Qualifier.MORE_THAN: pgettext("before a number", "more than"),
        }
        return words.get(Qualifier(self.qualifier), "")


class Release(models.Model):  # type: ignore[django-manager-missing] # modeltranslation replaces it
    """A release of captives: from, to, what, how many."""

    position = models.PositiveSmallIntegerField(_("position"))
    key = models.SlugField(
        _("key"), max_length=40, unique=True, help_text=_("A short name in Latin letters; it stays.")
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), help_text=_("The same day for a release of one day."))
    what = models.CharField(_("what"), max_length=300)
    freed = models.PositiveIntegerField(_("people freed"))
    freed_is_approximate = models.BooleanField(_("number of the freed is approximate"), default=False)
    civilians = models.PositiveIntegerField(
        _("of them civilians"), null=True, blank=True, help_text=_("Empty when not stated.")
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        """In the order of the page."""

        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("position",)
        triggers: ClassVar = changed_by_any_row()
        constraints: ClassVar = [
            one_place_each("release_position"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="release_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(civilians__isnull=True) | Q(civilians__lte=F("freed")), name="civilians_are_among_the_freed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts}: {self.what}"
