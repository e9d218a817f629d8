"""The questions that the About page answers."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.models.order import one_place_each
from people1st.revision import changed_by_any_row


class Question(models.Model):  # type: ignore[django-manager-missing] # modeltranslation replaces it
    """One question and its answer."""

    position = models.PositiveSmallIntegerField(_("position"))
    anchor = models.SlugField(_("anchor"), max_length=40, unique=True, help_text=_("Part of permanent addresses."))
    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"), help_text=_("Markdown."))

    class Meta:
        """In the order of the page."""

        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("position",)
        triggers: ClassVar = changed_by_any_row()
        constraints: ClassVar = [one_place_each("question_position")]

    def __str__(self) -> str:
        return self.question
