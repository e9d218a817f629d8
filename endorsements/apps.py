"""The application that knows who stands behind the demands."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EndorsementsConfig(AppConfig):
    """Endorsements: the organisations, their contacts, their history."""

    name = "endorsements"
    verbose_name = _("Endorsements")
