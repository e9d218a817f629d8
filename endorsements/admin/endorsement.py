"""Moderation in Django's admin: the queue, oldest on top; decisions as actions; the history beside the record."""

import re
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from campaign import versions
from endorsements import changes, contacts, moderation, workflow
from endorsements.admin.contacts import ContactsForSome
from endorsements.admin.evidence import EvidenceShown
from endorsements.admin.forms import EndorsementForm, InvitationForm
from endorsements.admin.logos import LogoPage
from endorsements.admin.parts import ChangeInline, CountryFilter, EventInline, MailInline, QueueFilter
from endorsements.admin.queue import Queue
from endorsements.models import Endorsement
from endorsements.models.states import Source, Status
from endorsements.refusals import Refused

KEY = re.compile(r"[0-9]{1,18}")
PUBLIC_FIELDS = ("name", "country", "website", "statement", "endorsed_on")
CONTACT_FIELDS = ("contact_name", "contact_role", "contact_email", "new_contact_email")
RECORD_FIELDS = (
    "status", "visibility", "source", "language", "demands_version", "consent_wording", "consent_version",
    "launch_position", "submitted_at", "confirmed_at", "decided_at", "ended_at", "public_id",
    "proven_domain", "proven_by", "proven_at",
)  # fmt: skip


@admin.register(Endorsement)
class EndorsementAdmin(LogoPage, ContactsForSome, EvidenceShown, Queue):
    """Every record, in every state; what waits comes first. A status changes by an action alone."""

    form = EndorsementForm
    action_form = moderation.DecisionForm
    actions = ("approve", "reject", "take_back", "hide", "withdraw", "let_confirm", "drop", "export_contacts")
    inlines = (ChangeInline, EventInline, MailInline)
    list_display = ("name", "status", "named", "waits", "age", "badges", "words", "site", "country", "submitted_at")
    list_filter = (QueueFilter, "status", "visibility", "source", "language", ("country", CountryFilter))
    list_per_page = 50
    search_fields = ("name", "website")
    search_help_text = _("Name or website, in any state.")
    show_full_result_count = False
    save_on_top = True

    # What is shown, and what may be written

    def get_fieldsets(self, request: HttpRequest, obj: Endorsement | None = None) -> Any:
        """A new entry has its public words only; contacts are for who may see them."""
        unnamed = obj is not None and obj.is_unnamed
        heading = _("Counted without a name: none of this is public") if unnamed else _("What the public sees")
        public = (heading, {"fields": (*PUBLIC_FIELDS, "logo_shown", "seen")})
        if obj is None:
            return (public,)
        if not self.may_see_contacts(request):
            return (public, (_("The record"), {"fields": RECORD_FIELDS}))
        return (
            public,
            (_("What to look at"), {"fields": ("known", "alike")}),
            (_("The contact"), {"fields": (*CONTACT_FIELDS, "invitation")}),
            (_("The record"), {"fields": RECORD_FIELDS}),
        )

    def get_readonly_fields(self, _request: HttpRequest, obj: Endorsement | None = None) -> tuple[str, ...]:
        """Everything but the public words; those of an ended record too."""
        ended = obj is not None and obj.status in {Status.WITHDRAWN, Status.EXPIRED}
        always = (*CONTACT_FIELDS, *RECORD_FIELDS, "logo_shown", "known", "alike", "invitation")
        return (*always, *(PUBLIC_FIELDS if ended else ()))

    def has_delete_permission(self, _request: HttpRequest, _obj: Endorsement | None = None) -> bool:
        """Nothing is deleted: it is withdrawn, and its history stays."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Entering an organisation publishes it, so it needs the permission to decide too."""
        return super().has_add_permission(request) and self.has_moderate_permission(request)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether this person decides."""
        return request.user.has_perm("endorsements.moderate_endorsement")

    def save_model(self, request: HttpRequest, obj: Endorsement, form: Any, change: bool) -> None:  # noqa: FBT001
        """Enter a new organisation, or correct one: through the workflow."""
        actor = _actor(request)
        if not change:
            obj.demands_version, obj.source = versions.current(), Source.STAFF
            workflow.enter(obj, actor=actor)
            return
        values = {field: form.cleaned_data[field] for field in form.changed_data}
        changes.correct(obj, values, actor=actor, seen_at=moderation.when_seen(form.cleaned_data["seen"]))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django's; what the workflow refuses in the last moment is told, and nothing is saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def log_change(self, request: HttpRequest, obj: Endorsement, message: Any) -> Any:
        """As Django's; who an unnamed one is does not stand in the log, nor of one that was hidden a moment ago."""
        now = Endorsement.objects.get(pk=obj.pk)
        return super().log_change(request, Endorsement(pk=now.pk, name=moderation.called(now)), message)

    # Actions

    def response_action(self, request: HttpRequest, queryset: QuerySet[Endorsement], *where: Any, **named: Any) -> Any:
        """As Django's; what is no key of a record is not taken to the database, which would fail on it."""
        if all(KEY.fullmatch(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return super().response_action(request, queryset, *where, **named)
        return redirect("admin:endorsements_endorsement_changelist")

    @admin.action(description=_("Approve what waits"), permissions=["moderate"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> None:
        """Approve each chosen record, or the change it asks for."""
        moderation.act_on_each(request, chosen, moderation.approve)

    @admin.action(description=_("Reject what waits"), permissions=["moderate"])
    def reject(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> None:
        """Reject each chosen record, or the change it asks for."""
        moderation.act_on_each(request, chosen, moderation.reject)

    @admin.action(description=_("Take the decision back (needs a reason)"), permissions=["moderate"])
    def take_back(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> None:
        """Let each chosen record wait again."""
        moderation.act_on_each(request, chosen, moderation.take_back)

    @admin.action(description=_("Hide the name at once"), permissions=["moderate"])
    def hide(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> None:
        """Stop naming each chosen organisation."""
        moderation.act_on_each(request, chosen, moderation.hide)

    @admin.action(description=_("Withdraw on the organisation’s behalf"), permissions=["moderate"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> None:
        """Withdraw each chosen record."""
        moderation.act_on_each(request, chosen, moderation.withdraw)

    @admin.action(description=_("Checked by hand: let it be confirmed"), permissions=["moderate"])
    def let_confirm(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> None:
        """Send each chosen request the mail that waited for a moderator."""
        moderation.act_on_each(request, chosen, moderation.let_confirm)

    @admin.action(description=_("Checked by hand: drop it (no email)"), permissions=["moderate"])
    def drop(self, request: HttpRequest, chosen: QuerySet[Endorsement]) -> None:
        """Forget each chosen request that waited for a moderator."""
        moderation.act_on_each(request, chosen, moderation.drop)

    # Inviting a contact

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses, and the invitation."""
        view = self.admin_site.admin_view(self.invite)
        return [path("<path:object_id>/invite/", view, name="endorsements_endorsement_invite"), *super().get_urls()]

    @admin.display(description=_("invitation"))
    def invitation(self, endorsement: Endorsement) -> SafeString | str:
        """The way to invite the contact of an entry that has none."""
        if endorsement.status != Status.APPROVED or endorsement.consent_wording:
            return "–"
        address = reverse("admin:endorsements_endorsement_invite", args=[endorsement.pk])
        return format_html('<a href="{}">{}</a>', address, _("Invite the contact to take this entry over"))

    def invite(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Write a manage link to the organisation's mailbox; GET shows the form."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        endorsement = get_object_or_404(Endorsement, pk=object_id if object_id.isdecimal() else 0)
        form = InvitationForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                contacts.invite(endorsement, **form.cleaned_data, actor=_actor(request))
            except Refused as refusal:
                messages.warning(request, str(refusal))
            else:
                messages.success(request, _("The invitation is on its way."))
            return redirect("admin:endorsements_endorsement_change", endorsement.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite the contact"),
            "original": endorsement,
            "opts": self.opts,
            "form": form,
        }
        return render(request, "admin/endorsements/invite.html", context)


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the admin is closed to everyone else
    return request.user
