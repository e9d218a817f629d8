"""Enter the organisations that endorsed at launch."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from endorsements import launch


class Command(BaseCommand):
    """Idempotent: an organisation that is there already is left alone."""

    help = "Enters the organisations of campaign/content/endorsers.toml that are not on the list yet."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load the file."""
        entered = launch.load(settings.BASE_DIR / "campaign" / "content" / "endorsers.toml")
        if entered or options["verbosity"] > 1:
            self.stdout.write(f"{entered} launch endorsers entered.")
