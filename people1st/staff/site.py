"""The admin site: who may open it, and the pages of signing in and of one's own account."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from people1st.security import Event, record
from people1st.staff import account, enrolment, identity, sessions, sign_in
from people1st.staff.pages import identity_first, owner_only, user_of


class StaffAdminSite(AdminSite):
    """Django's admin under the campaign's name. Whether a session may use it is decided here, for every page."""

    site_title = _("People First")
    site_header = _("People First: staff")
    index_title = _("Moderation and content")
    # Its room goes to the table of endorsements: what is decided on stands in it.
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff in a session that lacks nothing: a second factor was shown where one is asked for."""
        return super().has_permission(request) and sessions.is_whole(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's pages, and ours under account/."""
        ours: list[URLPattern | URLResolver] = [
            path("account/", owner_only(account.overview), name="account"),
            path("account/keys/add/", _guarded(account.add_key), name="add_key"),
            path("account/app/add/", _guarded(account.add_app), name="add_app"),
            path("account/recovery-codes/", _guarded(account.recovery_codes), name="recovery_codes"),
            path("account/factors/<int:factor_id>/remove/", _guarded(account.remove), name="remove_factor"),
            path("account/end-sessions/", self.admin_view(account.end_others), name="end_sessions"),
            path("account/identity/", self.admin_view(identity.identity), name="identity"),
            path("account/second-step/", sign_in.second_step, name="second_step"),
            path("account/passkey/", sign_in.passkey, name="passkey"),
            path("account/enrol/<str:token>/", enrolment.enrol, name="enrol"),
        ]
        return ours + super().get_urls()

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """As Django's; “View site” leads to readers' pages from the admin's own host too."""
        context = super().each_context(request)
        return {**context, "site_url": settings.SITE_URL} if settings.ADMIN_HOST else context

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """The first step of signing in."""
        return sign_in.sign_in(request)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Sign out."""
        if request.method == "POST":
            record(Event.SIGN_OUT, request=request)
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """A new password for oneself: after showing who one is. Every other session ends."""
        return identity_first(self._password_change)(request, extra_context)

    def _password_change(self, request: HttpRequest, extra_context: Any) -> HttpResponse:
        user = user_of(request)
        before = user.password
        response = super().password_change(request, extra_context)
        if user.password != before:
            sessions.factors_changed(request)
            record(Event.SECOND_FACTOR_CHANGED, request=request, what="changed", kind="password")
        return response


def _guarded(view: Any) -> Any:
    return owner_only(identity_first(view))
