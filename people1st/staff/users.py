"""Accounts of staff in the admin: superusers manage them, nobody raises themselves, a change of rights is an event."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people1st.security import Event, record
from people1st.staff import enrolment, factors, mailboxes, pages

KINDS = {
    factors.Type.WEBAUTHN: _("passkey"),
    factors.Type.TOTP: _("authenticator app"),
    factors.Type.RECOVERY_CODES: _("recovery codes"),
}
RIGHTS = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")


class SuperusersOnly(admin.ModelAdmin):
    """Superusers alone see and change these; who they are is asked before each change."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return self.has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        """Superusers."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        """Superusers."""
        return self.has_module_permission(request)

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Nobody: the history of decisions names its people. Who leaves is made inactive."""
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django's, after the reader has shown who they are."""
        return pages.ask_identity(request) or super().changeform_view(request, *args, **kwargs)


class MailboxForm(forms.ModelForm):
    """An account with the mailbox that is kept beside it."""

    mailbox = forms.EmailField(
        label=_("Mailbox"),
        required=False,
        max_length=254,
        help_text=_("Kept encrypted. Moderators are written to here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mailbox"].initial = mailboxes.of(self.instance)


class NewStaffForm(MailboxForm):
    """A new member of staff; the password is their own, set through an enrolment link."""

    class Meta:
        """Who they are, and what they may do."""

        model = User
        fields = ("username", "first_name", "last_name", "groups")

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's signature
        """Staff, without a password."""
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        user: User = super().save(commit)
        return user


class StaffUserAdmin(SuperusersOnly, UserAdmin):
    """One account: who it is, what it may do, how it is protected."""

    form = MailboxForm
    add_form = NewStaffForm
    add_form_template = "admin/change_form.html"
    add_fieldsets = ((None, {"fields": ("username", "mailbox", "first_name", "last_name", "groups")}),)
    fieldsets = (
        (None, {"fields": ("username", "mailbox", "first_name", "last_name")}),
        (_("What the account may do"), {"fields": RIGHTS}),
        (_("How it is protected"), {"fields": ("second_factors", "enrolment", "last_login", "date_joined")}),
    )
    readonly_fields = ("second_factors", "enrolment", "last_login", "date_joined")
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "is_superuser", "second_factors")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody changes what they may do themselves."""
        return (*self.readonly_fields, *(RIGHTS if obj == request.user else ()))

    def get_urls(self) -> list[URLPattern]:
        """Django's pages without the one that sets somebody else's password, and ours."""
        view = self.admin_site.admin_view(pages.identity_first(self.make_enrolment_link))
        return [path("<int:user_id>/enrol/", view, name="auth_user_enrol"), *super().get_urls()]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002, ARG002
        """Nobody sets a password for somebody else: an enrolment link lets them do it. Raises Http404."""
        raise Http404

    @admin.display(description=_("second factors"))
    def second_factors(self, user: User) -> str:
        """Which kinds there are."""
        kinds = dict.fromkeys(factors.of(user).values_list("type", flat=True))
        return ", ".join(str(KINDS[kind]) for kind in kinds) or "–"

    @admin.display(description=_("enrolment"))
    def enrolment(self, user: User) -> SafeString | str:
        """The way to a new enrolment link."""
        if user.pk is None:
            return "–"
        words = _("Make an enrolment link: for a new account, a lost passkey, a forgotten password")
        return format_html('<a href="{}">{}</a>', reverse("admin:auth_user_enrol", args=[user.pk]), words)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        """As Django's; the mailbox is kept beside the account."""
        super().save_model(request, obj, form, change)
        if "mailbox" in form.changed_data:
            mailboxes.put(obj, form.cleaned_data["mailbox"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """As Django's; a change of what the account may do is a security event."""
        super().save_related(request, form, formsets, change)
        for right in RIGHTS:
            if right in form.changed_data or (not change and right == "groups"):
                record(Event.ROLE_CHANGED, request=request, user=form.instance.pk, what=right)

    def make_enrolment_link(self, request: HttpRequest, user_id: int) -> HttpResponse:
        """GET says what a link does; POST makes one and shows it, once."""
        if not self.has_change_permission(request):
            raise Http404
        user = get_object_or_404(User, pk=user_id)
        link = ""
        if request.method == "POST":
            try:
                link = enrolment.make_link(user, by=pages.user_of(request))
            except enrolment.CannotEnrolError as reason:
                messages.error(request, str(reason))
                return redirect("admin:auth_user_change", user.pk)
        context = {"link": link, "username": user.get_username()}
        return pages.page(request, "account/make_link.html", str(_("Enrolment link")), context)


class StaffGroupAdmin(SuperusersOnly, GroupAdmin):
    """What the members of a group may do."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """As Django's; what a group may do is a security event."""
        super().save_related(request, form, formsets, change)
        if "permissions" in form.changed_data:
            record(Event.ROLE_CHANGED, request=request, group=form.instance.pk, what="permissions")


def put_into(site: admin.AdminSite) -> None:
    """Take the place of Django's own."""
    for model, its_admin in ((User, StaffUserAdmin), (Group, StaffGroupAdmin)):
        site.unregister(model)
        site.register(model, its_admin)
