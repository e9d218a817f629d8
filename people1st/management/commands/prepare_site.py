"""Everything that stands between a running PostgreSQL and a site that can serve, in one process."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from people1st.local import assets

OLDEST_POSTGRESQL = 15


class Command(BaseCommand):
    """`manage.py prepare_site`: may be run again at any time; does only what is left to do."""

    help = "Migrates, loads the launch content, makes groups and the first staff login, gathers static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file of the login."""
        parser.add_argument("--login-file", type=Path, required=True, help="where the first staff login is written")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Does what is left to do."""
        self._check_server()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        for command in ("load_launch_content", "load_launch_endorsers", "staff_groups"):
            call_command(command)
        call_command("first_login", file=options["login_file"])
        if assets.gather_if_changed():
            self.stdout.write("Static files gathered.")

    def _check_server(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            msg = f"The database of DATABASE_URL cannot be reached: {error}"
            raise CommandError(msg) from error
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10_000
        if version < OLDEST_POSTGRESQL:
            msg = f"PostgreSQL {version} is too old: DATABASE_URL must name version {OLDEST_POSTGRESQL} or newer."
            raise CommandError(msg)
