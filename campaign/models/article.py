"""The articles of the news page."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people1st.revision import changed_by_any_row


class Kind(models.TextChoices):
    """What an article is."""

    STATEMENT = "statement", _("Statement")
    OPEN_LETTER = "open_letter", _("Open letter")
    PRESS = "press", _("Press")
    ANALYSIS = "analysis", _("Analysis")


class DatePrecision(models.TextChoices):
    """How much of the date of an article is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    SEASON = "season", _("season")


class ArticleStatus(models.TextChoices):
    """Whether readers see it."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")


class ArticleQuerySet(models.QuerySet["Article"]):
    """What readers see has a name here."""

    def published(self, now: datetime | None = None) -> "ArticleQuerySet":
        """The only way to what is public: published, or scheduled for a time that has passed by `now`."""
        due = Q(status=ArticleStatus.SCHEDULED, publish_at__lte=now or timezone.now())
        return self.filter(Q(status=ArticleStatus.PUBLISHED) | due)


OURS = "People First"


class Article(models.Model):
    """Our own title and summary of a text, with a link to the original."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Part of a permanent address."))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    body = models.TextField(_("body"), blank=True, help_text=_("Markdown."))
    author = models.CharField(_("author"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    original_url = models.URLField(_("address of the original"), max_length=500, blank=True)
    date = models.DateField(_("date"), help_text=_("Any day of the month or season when the day is not known."))
    date_precision = models.CharField(
        _("precision of the date"), max_length=6, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    status = models.CharField(_("status"), max_length=9, choices=ArticleStatus.choices, default=ArticleStatus.DRAFT)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True, help_text=_("For a scheduled article."))
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()  # type: ignore[django-manager-missing] # modeltranslation replaces it

    class Meta:
        """Newest first."""

        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-date", "-pk")
        triggers: ClassVar = changed_by_any_row()
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="article_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=ArticleStatus.values), name="article_status_is_known"),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values), name="article_precision_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=ArticleStatus.SCHEDULED) | Q(publish_at__isnull=False),
                name="scheduled_has_a_time",
                violation_error_message=_("A scheduled article needs a time to publish it at."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ours(self) -> bool:
        """Whether the campaign published it itself; otherwise the page tells of what somebody else published."""
        return self.publisher == OURS
