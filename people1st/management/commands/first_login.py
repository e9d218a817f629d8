"""The staff account of a fresh site."""

import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from people1st.local.configuration import write_privately
from people1st.staff import mailboxes

USERNAME = "staff"


class Command(BaseCommand):
    """`manage.py first_login --file PATH`: makes the superuser `staff` when no staff account exists yet."""

    help = "Makes the first staff account with a random password and writes both to a file that only its owner reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file of the login."""
        parser.add_argument("--file", type=Path, required=True, help="two lines, `username: …` and `password: …`")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Does what is left to do."""
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(18)
        with transaction.atomic():  # interrupted before the file is whole, there is no account either
            mailboxes.put(users.create_superuser(USERNAME, "", password), "staff@people1st.example")
            write_privately(options["file"], f"username: {USERNAME}\npassword: {password}\n")
        self.stdout.write(f"The staff login is in {options['file']}")
