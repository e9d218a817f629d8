"""The application that joins the campaign and its endorsers: addresses, languages, what every page shares."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class People1stConfig(AppConfig):
    """What every page shares."""

    name = "people1st"
    verbose_name = _("People First")

    def ready(self) -> None:
        """Let every command ask for the keys first."""
        from people1st import keys  # noqa: PLC0415 - the models that it asks are there only now

        checks.register(keys.check)
