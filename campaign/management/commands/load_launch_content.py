"""Load the launch content."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaign import launch
from campaign.launch_files import LaunchContentError


class Command(BaseCommand):
    """Loads campaign/content/*.toml; safe to run again: what staff changed or deleted stays so."""

    help = "Load campaign/content/*.toml. What staff changed or deleted stays so."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Load, and say what was written."""
        try:
            loaded = launch.load()
        except LaunchContentError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Launch content: {loaded.created} entries written, {loaded.updated} updated, {loaded.left} left to staff."
        )
