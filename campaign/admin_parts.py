"""What the admin pages of the content have in common: a tab a language, the order, what is not translated."""

from typing import Any

from django.conf import settings
from django.db import models
from django.forms import BaseModelFormSet, Field, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin


class ContentAdmin(TranslationAdmin):
    """One fieldset a language; a script makes tabs of them, and without it they stand one below the other.

    `permanent` names what becomes part of an address and can't be changed once saved.
    """

    permanent: tuple[str, ...] = ()

    class Media:
        """Our own, from this host."""

        css = {"all": ("admin/people1st/language-tabs.css",)}
        js = ("admin/people1st/language-tabs.js",)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:  # noqa: ARG002
        """What has no language first, then a fieldset a language."""
        shared = [
            field.name
            for field in self.opts.concrete_fields
            if field.editable and not field.primary_key and not self._is_translated(field)
        ]
        translated = [field.name for field in self.opts.concrete_fields if field.name in self.trans_opts.all_fields]
        tabs = [
            (
                f"{name} ({settings.LANGUAGE_LABELS.get(code, code)})",
                {
                    "fields": [f"{field}_{code}" for field in translated],
                    "classes": ["language-tab"],
                },
            )
            for code, name in settings.LANGUAGES
        ]
        return [(None, {"fields": shared}), *tabs]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """What is permanent, once it is saved."""
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, *(self.permanent if obj else ())]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        """Django's field; a text says its language, for spelling checkers and screen readers."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "language"):
            field.widget.attrs["lang"] = db_field.language
        return field

    def untranslated(self, obj: models.Model) -> str:
        """The languages in which a text is missing that English has."""
        lacking = [
            settings.LANGUAGE_LABELS.get(code, code)
            for code, _name in settings.LANGUAGES
            if any(
                getattr(obj, f"{field}_en") and not getattr(obj, f"{field}_{code}")
                for field in self.trans_opts.all_fields
            )
        ]
        return ", ".join(lacking) or "–"

    untranslated.short_description = _("not translated")  # type: ignore[attr-defined]

    def _is_translated(self, field: "models.Field[Any, Any]") -> bool:
        return field.name in self.trans_opts.all_fields or hasattr(field, "translated_field")


class OrderForm(ModelForm):
    """A row of the list; its position is checked with those of all rows, so that two may be swapped."""

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "position"}  # type: ignore[misc] # not in the stubs


class OrderFormSet(BaseModelFormSet):
    """The rows of the list, saved together."""

    def clean(self) -> None:
        """Refuse a position that two rows would have, those of other pages counted in."""
        super().clean()
        places: dict[int, Any] = dict(self.get_queryset().model.objects.values_list("pk", "position"))
        for form in self.forms:
            if "position" in form.cleaned_data:
                places[form.instance.pk] = form.cleaned_data["position"]
        taken = list(places.values())
        for form in self.forms:
            if form.has_changed() and taken.count(form.cleaned_data.get("position")) > 1:
                form.add_error("position", _("Another row has this position."))


class OrderedAdmin(ContentAdmin):
    """Content with an order, which is changed in the list: several rows at once."""

    list_display: tuple[str, ...] = ("__str__", "position", "untranslated")
    list_editable = ("position",)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[Any]:
        """The row."""
        return super().get_changelist_form(request, **{"form": OrderForm, **kwargs})

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> type[Any]:
        """The rows together."""
        return super().get_changelist_formset(request, **{"formset": OrderFormSet, **kwargs})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new row goes last."""
        last = self.model.objects.aggregate(last=models.Max("position"))["last"] or 0
        return {"position": last + 1, **super().get_changeform_initial_data(request)}
