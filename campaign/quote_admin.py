"""The quotes in the admin, each with a portrait or without."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaign.admin_parts import OrderedAdmin
from campaign.models import Quote
from people1st import pictures
from people1st.picture_forms import PictureField, PictureShown, chosen_or_gone
from people1st.staff.pages import user_of

LONGEST = 640  # pixels of a side: three times as many as the page shows


class QuoteForm(forms.ModelForm):
    """A quote, and its portrait: another one, or none."""

    portrait_file = PictureField(label=_("Portrait"), longest=LONGEST)
    portrait_gone = forms.BooleanField(label=_("Remove the portrait"), required=False)
    portrait_by = forms.CharField(
        label=_("Who took the photograph"),
        required=False,
        max_length=200,
        help_text=_("Shown beside the quote. Names are written alike in every language."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("portrait_by", self.instance.portrait_credit)

    def clean(self) -> dict[str, Any]:
        """Refuse a portrait that is chosen and removed at once."""
        cleaned = super().clean() or {}
        chosen_or_gone(self, "portrait_file", "portrait_gone")
        return cleaned


class QuoteAdmin(PictureShown, OrderedAdmin):
    """The quotes."""

    form = QuoteForm
    list_display = ("__str__", "fragment", "position", "original_language", "shown", "untranslated")
    permanent = ("key",)
    picture_field = "portrait"

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """What is permanent, and the portrait as it is kept."""
        return [*super().get_readonly_fields(request, obj), "picture_shown"]

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """The texts, then the portrait."""
        fields = ("picture_shown", "portrait_file", "portrait_gone", "portrait_by")
        return [*super().get_fieldsets(request, obj), (_("Portrait (not needed)"), {"fields": fields})]

    def save_model(self, request: HttpRequest, obj: Quote, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save, with the portrait that was chosen; one that nothing shows any more is forgotten."""
        if "portrait_file" not in form.cleaned_data:  # a row of the list
            super().save_model(request, obj, form, change)
            return
        chosen, gone = form.cleaned_data["portrait_file"], form.cleaned_data["portrait_gone"]
        if chosen or gone:
            obj.portrait = pictures.keep(chosen, made_by=user_of(request)) if chosen else None
        obj.portrait_credit = form.cleaned_data["portrait_by"] if obj.portrait else ""
        super().save_model(request, obj, form, change)
        if chosen or gone:
            pictures.forget_unused()
