"""A link by which a member of staff enrols."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from people1st import groups
from people1st.security import Event, record
from people1st.staff import enrolment, mailboxes


class Command(BaseCommand):
    """`manage.py enrol_staff NAME`: prints a link, good once and for a day. The one way to enrol the first account."""

    help = (
        "Prints an enrolment link for a staff account: whoever opens it sets a password and registers a second factor. "
        "Using it removes the account's former factors and ends its sessions."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The account; for a new one, what it may do."""
        parser.add_argument("username")
        parser.add_argument("--create", action="store_true", help="make the account first")
        parser.add_argument("--email", default="", help="its mailbox, for a new account")
        rights = parser.add_mutually_exclusive_group()
        rights.add_argument("--group", help="the group of a new account, such as Moderators or Editors")
        rights.add_argument("--superuser", action="store_true", help="the new account may do everything")

    @transaction.atomic
    def handle(self, *_args: Any, username: str, create: bool, **options: Any) -> None:
        """Makes the account when asked to, and the link."""
        user = self._create(username, **options) if create else User.objects.filter(username=username).first()
        if user is None:
            msg = f"There is no account {username!r}. With --create it is made."
            raise CommandError(msg)
        try:
            link = enrolment.make_link(user, by=None)
        except enrolment.CannotEnrolError as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"For {username}, once and within 24 hours; whoever opens it first gets the account:\n{link}")

    def _create(self, username: str, *, email: str, group: str | None, superuser: bool, **_others: Any) -> User:
        user = User(username=User.normalize_username(username), is_staff=True, is_superuser=superuser)
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        user.save()
        mailboxes.put(user, email)
        if group:
            user.groups.add(self._group(group))
        record(Event.ROLE_CHANGED, user=user.pk, what="superuser" if superuser else "new")
        return user

    def _group(self, name: str) -> Group:
        if name in groups.GROUPS:
            groups.set_up()
        found = Group.objects.filter(name=name).first()
        if found is None:
            msg = f"There is no group {name!r}. There are: {', '.join(groups.GROUPS)}."
            raise CommandError(msg)
        return found
