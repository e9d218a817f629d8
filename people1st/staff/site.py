"""The staff's side: the admin site."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class StaffAdminSite(AdminSite):
    """Django's admin under the campaign's name."""

    site_title = _("People First")
    site_header = _("People First: staff")
    index_title = _("Moderation and content")
