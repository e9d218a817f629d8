"""Puts the campaign's admin in the place of Django's own."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin, with StaffAdminSite as its one site."""

    default_site = "people1st.staff.site.StaffAdminSite"
