"""The limits in the admin: one row, which takes effect at once in every process, and how things stand beside it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from endorsements import outflow
from endorsements.models import Protection
from endorsements.models.mail import Held
from endorsements.models.protection import THE_ROW
from people1st.security import Event, record

# Below these the site would be closed to people, whoever attacks it.
LOWEST = {"forms_an_hour": 5, "domain_mails_an_hour": 20, "mails_an_hour": 100}


class ProtectionForm(forms.ModelForm):
    """The limits, none so low that people are kept out."""

    class Meta:
        """All of them."""

        model = Protection
        fields: ClassVar = [*LOWEST, "proof_of_work"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, lowest in LOWEST.items():
            if name in self.fields:
                field = self.fields[name]
                field.widget.attrs["min"] = lowest
                field.validators.append(forms.IntegerField(min_value=lowest).validators[0])

    def clean(self) -> dict[str, Any]:
        """What may go to one domain is a part of what may go out in all."""
        cleaned = super().clean() or {}
        one, all_of_them = cleaned.get("domain_mails_an_hour"), cleaned.get("mails_an_hour")
        if one and all_of_them and one > all_of_them:
            self.add_error(
                "domain_mails_an_hour", _("To one domain no more emails may go than to all domains together.")
            )
        return cleaned


@admin.register(Protection)
class ProtectionAdmin(admin.ModelAdmin):
    """Nothing to add, nothing to delete. Who may change it has the permission `change_protection`."""

    form = ProtectionForm
    fieldsets = (
        (_("Limits"), {"fields": (*LOWEST, "proof_of_work")}),
        (_("How things stand"), {"fields": ("sent", "waiting")}),
    )
    readonly_fields = ("sent", "waiting")

    @admin.display(description=_("emails within the last hour"))
    def sent(self, _protection: Protection) -> str:
        """What went out, of all kinds."""
        return str(outflow.state().sent)

    @admin.display(description=_("emails that wait"))
    def waiting(self, _protection: Protection) -> str:
        """How many, and for what."""
        waiting = outflow.state().waiting
        return "; ".join(f"{Held(why).label}: {count}" for why, count in waiting.items() if count) or "–"

    def get_object(self, _request: HttpRequest, object_id: str, _from_field: str | None = None) -> Protection | None:
        """The one row, with the defaults until somebody saves others."""
        return Protection.current() if object_id == str(THE_ROW) else None

    def changelist_view(self, request: HttpRequest, _extra_context: Any = None) -> HttpResponse:
        """There is one row: straight to it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:endorsements_protection_change", THE_ROW)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """There is one row."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Protection | None = None) -> bool:
        """There is one row."""
        return False

    def save_model(self, request: HttpRequest, obj: Protection, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save, and tell the security log who changed what."""
        super().save_model(request, obj, form, change)
        changed = {name: int(form.cleaned_data[name]) for name in form.changed_data}
        record(Event.PROTECTION_CHANGED, request=request, **changed)
