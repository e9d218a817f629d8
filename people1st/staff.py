"""The staff's side: the admin site's name, and the groups that a new site starts with."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class StaffAdminSite(AdminSite):
    """Django's admin under the campaign's name."""

    site_title = _("People First")
    site_header = _("People First: staff")
    index_title = _("Moderation and content")


class StaffAdminConfig(AdminConfig):
    """Puts StaffAdminSite in the place of Django's own."""

    default_site = "people1st.staff.StaffAdminSite"
