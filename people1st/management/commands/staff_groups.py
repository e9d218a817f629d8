"""Make the groups of staff."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people1st import groups


class Command(BaseCommand):
    """Makes the groups Moderators and Editors with just the permissions they need; safe to run again."""

    help = "Make the groups Moderators and Editors. A group that is there already stays as staff made it."

    def add_arguments(self, parser: CommandParser) -> None:
        """--reset."""
        parser.add_argument("--reset", action="store_true", help="give existing groups the permissions of a new site")

    def handle(self, *args: Any, reset: bool = False, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Make them, and say how existing ones differ."""
        try:
            outcomes = groups.set_up(reset=reset)
        except groups.PermissionsMissingError as error:
            raise CommandError(str(error)) from error
        for outcome in outcomes:
            if outcome.written:
                self.stdout.write(f"{outcome.name}: permissions set.")
            for words, labels in (("lacks", outcome.lacks), ("also has", outcome.has_more)):
                if labels:
                    self.stdout.write(f"{outcome.name} {words}: {', '.join(sorted(labels))}.")
