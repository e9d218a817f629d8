"""Contacts in the admin: seen with one permission, exported with another, for a reason, and each time an event."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from endorsements.admin.parts import MailInline
from endorsements.exports import inert
from endorsements.fields import LineField
from endorsements.models import Endorsement
from endorsements.models.event import By, Verb
from endorsements.models.states import MANAGED, Status
from endorsements.records import log
from people1st.security import Event, record
from people1st.staff.pages import identity_first, user_of

MOST_CHOSEN = 500
COLUMNS = ("id", "name", "status", "language", "contact_name", "contact_role", "contact_email")


class ExportForm(forms.Form):
    """Whose contacts, and why."""

    chosen = forms.CharField(widget=forms.HiddenInput, required=False)
    status = forms.ChoiceField(
        label=_("Of which endorsements"),
        choices=[(Status.APPROVED, Status.APPROVED.label), (Status.WAITING, Status.WAITING.label)],
    )
    reason = LineField(
        label=_("What for"),
        min_length=5,
        max_length=300,
        help_text=_("It stands in the history of each record, beside your name. No personal data."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args: Any, chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["chosen"] = chosen
        if chosen:
            del self.fields["status"]

    def endorsements(self) -> QuerySet[Endorsement]:
        """The records that are meant and have a contact."""
        those = Endorsement.objects.filter(status__in=MANAGED).exclude(contact_email="").order_by("pk")
        chosen = self.cleaned_data["chosen"]
        return those.filter(pk__in=keys(chosen)) if chosen else those.filter(status=self.cleaned_data["status"])


class ContactsForSome(admin.ModelAdmin):
    """The part of the endorsements' admin that knows who may see contacts."""

    change_list_template = "admin/endorsements/list.html"

    def may_see_contacts(self, request: HttpRequest) -> bool:
        """Whether contacts are shown to this person."""
        return request.user.has_perm("endorsements.view_contact")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether this person may take contacts away."""
        return self.may_see_contacts(request) and request.user.has_perm("endorsements.export_contacts")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Which mails a contact got is not shown to who may not see the contact."""
        return [
            one for one in super().get_inlines(request, obj) if one is not MailInline or self.may_see_contacts(request)
        ]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's
        """The filters beside the list, and the key.

        Any other would give away, a letter at a time, what this person or nobody is shown: contacts, evidence, senders.
        """
        allowed: set[str | None] = {"pk"}
        for one in self.get_list_filter(request):
            field = one[0] if isinstance(one, tuple) else one
            if isinstance(field, str):
                allowed |= {field, f"{field}__exact", f"{field}__isnull"}
            elif isinstance(one, type) and issubclass(one, admin.SimpleListFilter):
                allowed.add(one.parameter_name)
        return lookup in allowed

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses, and the export."""
        view = self.admin_site.admin_view(identity_first(self.export_page))
        return [path("contacts/", view, name="endorsements_endorsement_contacts"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """As Django's, with the way to the export for who may."""
        more = {"may_export_contacts": self.has_export_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    @admin.action(description=_("Export contacts"), permissions=["export"])
    def export_contacts(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> HttpResponse:  # noqa: ARG002
        """On to the page that asks what for."""
        picked = ",".join(str(key) for key in chosen.values_list("pk", flat=True)[:MOST_CHOSEN])
        return redirect(f"{reverse('admin:endorsements_endorsement_contacts')}?chosen={picked}")

    def export_page(self, request: HttpRequest) -> HttpResponse:
        """GET asks what for; POST gives the file. Each record's history says who took its contact away, and why."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        chosen = (request.POST if request.method == "POST" else request.GET).get("chosen", "")
        form = ExportForm(request.POST if request.method == "POST" else None, chosen=chosen)
        if form.is_bound and form.is_valid():
            return _file(request, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export contacts"),
            "opts": self.opts,
            "form": form,
            "number": len(keys(chosen)),
        }
        return render(request, "admin/endorsements/contacts.html", context)


def keys(chosen: str) -> list[int]:
    """The keys in a text such as 1,2,3; what is none is left out."""
    words = chosen.split(",")[:MOST_CHOSEN]
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 18]  # noqa: PLR2004


@transaction.atomic
def _file(request: HttpRequest, form: ExportForm) -> HttpResponse:
    endorsements = list(form.endorsements())
    for endorsement in endorsements:
        log(endorsement, Verb.CONTACT_EXPORTED, By.STAFF, actor=user_of(request), reason=form.cleaned_data["reason"])
    record(Event.EXPORT, request=request, what="contacts", records=len(endorsements))
    response = HttpResponse(as_csv(endorsements), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contacts-{timezone.localdate():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def as_csv(endorsements: Iterable[Endorsement]) -> str:
    """One line a contact. What a spreadsheet takes for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in endorsements:
        row = (str(one.public_id), *(getattr(one, column) for column in COLUMNS[1:]))
        writer.writerow([inert(value) for value in row])
    return out.getvalue()
