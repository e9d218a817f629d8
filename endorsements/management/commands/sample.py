"""Add invented endorsers under `.example`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from endorsements import samples


class Command(BaseCommand):
    """Refuses outside development: a public list holds nobody invented."""

    help = "Adds N invented, approved endorsers under .example; the same ones on every machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many."""
        parser.add_argument("--count", type=int, default=1000, metavar="N", help="how many to add (1000)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Add them."""
        if settings.ENVIRONMENT != "development":
            msg = "Samples are for development only: ENVIRONMENT is not “development”."
            raise CommandError(msg)
        if options["count"] < 1:
            msg = "N must be 1 or more."
            raise CommandError(msg)
        total = samples.add(options["count"])
        self.stdout.write(f"{options['count']} sample endorsers added; there are {total} now.")
