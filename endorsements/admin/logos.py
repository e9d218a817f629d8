"""Logos in the admin: a page of its own for each record, for those who decide and may see who permitted it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from endorsements import logos, moderation
from endorsements.fields import LineField
from endorsements.models import Endorsement
from endorsements.refusals import NoLogoHere, Refused
from people1st.picture_forms import PictureField, PictureShown, chosen_or_gone
from people1st.staff.pages import user_of

LONGEST = 480  # pixels of a side: twice as many as the list shows


class LogoForm(forms.Form):
    """A logo, and whose word it stands on; or none."""

    logo_file = PictureField(label=_("Logo"), longest=LONGEST)
    permission = LineField(
        label=_("Who permitted us to show it, and when"),
        required=False,
        min_length=5,
        max_length=300,
        help_text=_("Kept encrypted like a contact, never public. It is in the file that the contact can take away."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    gone = forms.BooleanField(label=_("Remove the logo, and who permitted it"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, endorsement: Endorsement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "permission": endorsement.logo_permission, "seen": moderation.seen_now()}
        self.has_logo = endorsement.logo_id is not None
        if not self.has_logo:
            del self.fields["gone"]

    def clean(self) -> dict[str, Any]:
        """A logo comes with the permission for it."""
        cleaned = super().clean() or {}
        chosen_or_gone(self, "logo_file", "gone")
        if cleaned.get("gone") or self.errors:
            return cleaned
        if not cleaned["permission"]:
            self.add_error("permission", _("Say who permitted it, and when: without permission no logo is shown."))
        if not cleaned["logo_file"] and not self.has_logo:
            self.add_error("logo_file", _("Choose a picture."))
        return cleaned


class LogoPage(PictureShown):
    """The part of the endorsements' admin that knows of logos."""

    picture_field = "logo"

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses, and the page of the logo."""
        view = self.admin_site.admin_view(self.logo_page)
        return [path("<int:key>/logo/", view, name="endorsements_endorsement_logo"), *super().get_urls()]

    @admin.display(description=_("logo"))
    def logo_shown(self, endorsement: Endorsement) -> SafeString | str:
        """As it is kept, with the way to its page where one may be kept."""
        picture = self.picture_shown(endorsement)
        if not endorsement.may_have_logo or endorsement._state.adding:  # noqa: SLF001 - documented
            return picture
        address = reverse("admin:endorsements_endorsement_logo", args=[endorsement.pk])
        words = _("Replace or remove the logo") if endorsement.logo_id else _("Add a logo")
        return format_html('{} <a href="{}">{}</a>', picture, address, words)

    def logo_page(self, request: HttpRequest, key: int) -> HttpResponse:
        """Set the logo, or remove it."""
        endorsement = Endorsement.objects.filter(pk=key).select_related("logo").first()
        if endorsement is None:
            raise Http404
        if not self._may_decide(request):
            raise PermissionDenied
        if not endorsement.may_have_logo:
            messages.error(request, str(NoLogoHere()))
            return redirect("admin:endorsements_endorsement_change", endorsement.pk)
        sent = request.method == "POST"
        form = LogoForm(request.POST if sent else None, request.FILES if sent else None, endorsement=endorsement)
        if form.is_bound and form.is_valid():
            self._act(request, endorsement, form)
            return redirect("admin:endorsements_endorsement_change", endorsement.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Logo"),
            "original": endorsement,
            "opts": self.opts,
            "form": form,
            "picture": self.picture_shown(endorsement),
        }
        return render(request, "admin/endorsements/logo.html", context)

    def _may_decide(self, request: HttpRequest) -> bool:
        return all(
            request.user.has_perm(f"endorsements.{right}")
            for right in ("change_endorsement", "moderate_endorsement", "view_contact")
        )

    def _act(self, request: HttpRequest, endorsement: Endorsement, form: LogoForm) -> None:
        told, actor = form.cleaned_data, user_of(request)
        try:
            if told.get("gone"):
                logos.remove(endorsement, actor=actor)
            else:
                seen_at = moderation.when_seen(told["seen"])
                logos.put(endorsement, told["logo_file"], told["permission"], actor=actor, seen_at=seen_at)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The logo is removed.") if told.get("gone") else _("The logo is kept."))
