"""The application that joins the campaign and its endorsers: addresses, languages, what every page shares."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class People1stConfig(AppConfig):
    """What every page shares."""

    name = "people1st"
    verbose_name = _("People First")
