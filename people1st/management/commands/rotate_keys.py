"""Change the key that contact data is under."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from endorsements import rotation
from people1st import keyring, keys, security


class Command(BaseCommand):
    """Safe while the site runs, and to be run again after whatever stopped it."""

    help = (
        "Encrypts and hashes everything anew that is not under the newest key of ENCRYPTION_KEYS, and counts what is."
    )
    requires_system_checks = []  # the check of the keys would refuse --erase-lost

    def add_arguments(self, parser: CommandParser) -> None:
        """Only count, do it, or give up what nobody can read any more."""
        parser.add_argument("--dry-run", action="store_true", help="only say what stands under which key")
        parser.add_argument(
            "--erase-lost", action="store_true", help="erase what stands under keys that nobody has any more"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rotate, and print a line for each key."""
        if options["erase_lost"] and not options["dry_run"]:
            self.stdout.write(f"{keys.erase_lost()} rows erased that nobody can read any more.")
        if not options["dry_run"]:
            self._rotate()
        self._say_what_stands()

    def _rotate(self) -> None:
        try:
            done = keys.rotate()
        except ImproperlyConfigured as lost:
            raise CommandError(str(lost)) from lost
        self.stdout.write("Written anew: " + ", ".join(f"{number} {what}" for what, number in done.items()) + ".")
        texts, hashes = keys.texts(), rotation.hashes()
        left = texts.total() + hashes.total() - texts[keyring.ids()[0]] - hashes[keyring.ids()[0]]
        security.record(security.Event.KEYS_ROTATED, written=done.total(), left=left)

    def _say_what_stands(self) -> None:
        newest, *older = keyring.ids()
        texts, hashes, of_mails = keys.texts(), rotation.hashes(), rotation.hashes_of_mails()
        lost = [key for key in dict.fromkeys([*texts, *hashes]) if key not in keyring.ids()]
        for key, word in ((newest, "newest"), *((key, "older") for key in older), *((key, "LOST") for key in lost)):
            self.stdout.write(
                f"{keys.name_of(key)} ({word}): {texts[key]} texts, {hashes[key]} hashes of contacts, "
                f"{of_mails[key]} of mails that were sent."
            )
        if any(texts[key] + hashes[key] for key in older):
            self.stdout.write("Not done yet: run it again, and keep the older keys in ENCRYPTION_KEYS.")
        elif any(of_mails[key] for key in older):
            days = settings.MAIL_ADDRESS_KEPT.days
            self.stdout.write(f"Done. Hashes of mails to nobody's mailbox go within {days} days; they limit for one.")
        elif older:
            self.stdout.write("Done. The older keys may be taken out of ENCRYPTION_KEYS.")
