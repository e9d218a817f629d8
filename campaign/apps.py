"""The application that knows what the campaign says."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignConfig(AppConfig):
    """Demands, groups, quotes, questions, figures, releases and articles, in three languages."""

    name = "campaign"
    verbose_name = _("Campaign")
