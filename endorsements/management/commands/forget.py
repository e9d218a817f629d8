"""Apply the rules of retention by hand."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from endorsements import retention


class Command(BaseCommand):
    """The worker does the same every hour."""

    help = "Expires what nobody confirmed and erases contact data whose time is over."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only count, or do it."""
        parser.add_argument("--dry-run", action="store_true", help="only say how many records would be met")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, and print a line for each rule."""
        for rule, count in asdict(retention.run(dry_run=options["dry_run"])).items():
            self.stdout.write(f"{rule}: {count}")
