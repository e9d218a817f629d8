"""Who is held, and who speaks for them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _

from campaign.models.order import one_place_each
from people1st.revision import changed_by_any_row


class Group(models.Model):  # type: ignore[django-manager-missing] # modeltranslation replaces it
    """One group of people who are held."""

    position = models.PositiveSmallIntegerField(_("position"))
    key = models.SlugField(
        _("key"), max_length=40, unique=True, help_text=_("A short name in Latin letters; it stays.")
    )
    name = models.CharField(_("name"), max_length=200)
    size = models.CharField(_("size"), max_length=200, help_text=_("How many, in words or digits."))
    text = models.TextField(_("text"), blank=True)
    figure = models.ForeignKey(
        "campaign.Figure",
        verbose_name=_("figure"),
        to_field="key",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="groups",
        help_text=_("What is counted of this group; empty when nobody has a count."),
    )

    class Meta:
        """In the order of the campaign."""

        verbose_name = _("group of captives")
        verbose_name_plural = _("groups of captives")
        ordering = ("position",)
        triggers: ClassVar = changed_by_any_row()
        constraints: ClassVar = [one_place_each("group_position")]

    def __str__(self) -> str:
        return self.name


class Original(models.TextChoices):
    """The language that a person spoke or wrote in."""

    EN = "en", _("English")
    UK = "uk", _("Ukrainian")
    RU = "ru", _("Russian")


class QuoteQuerySet(models.QuerySet["Quote"]):
    """What readers see has a name here."""

    def shown(self) -> "QuoteQuerySet":
        """The quotes for the public pages: with a source, and not taken back by editors."""
        return self.filter(shown=True, source_en__gt="")


class Quote(models.Model):
    """A fragment of what a person said, with the person, the role and the source."""

    position = models.PositiveSmallIntegerField(_("position"))
    key = models.SlugField(
        _("key"), max_length=40, unique=True, help_text=_("A short name in Latin letters; it stays.")
    )
    person = models.CharField(_("person"), max_length=200)
    role = models.CharField(_("role"), max_length=300)
    lead_in = models.TextField(_("lead-in"), blank=True, help_text=_("Our own words before the fragment."))
    fragment = models.TextField(_("fragment"), help_text=_("The exact words, without quotation marks."))
    source = models.CharField(_("source"), max_length=300)
    original_language = models.CharField(_("language of the original"), max_length=2, choices=Original.choices)
    shown = models.BooleanField(_("shown"), default=True)
    # Neither is content that launch files hold: campaign/quote_admin.py.
    portrait = models.ForeignKey(
        "people1st.Picture",
        verbose_name=_("portrait"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    portrait_credit = models.CharField(
        _("who took the photograph"), max_length=200, blank=True, default="", db_default="", editable=False
    )

    objects = QuoteQuerySet.as_manager()  # type: ignore[django-manager-missing] # modeltranslation replaces it

    class Meta:
        """In the order of the campaign."""

        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ("position",)
        triggers: ClassVar = changed_by_any_row()
        constraints: ClassVar = [
            one_place_each("quote_position"),
            models.CheckConstraint(
                condition=Q(original_language__in=Original.values), name="quote_original_language_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.person

    @property
    def is_translation(self) -> bool:
        """Whether the words that the reader sees are a translation of what was said."""
        language = get_language() or "en"
        seen_in = language if getattr(self, f"fragment_{language}", "") else "en"
        return seen_in != self.original_language
