"""Emptying the database after a test that commits: row by row where there are any, not by TRUNCATE of every table."""

import pgtrigger
from django.db import connection, transaction

# What the migrations leave behind, and no test changes for good.
KEPT = ("django_migrations", "django_content_type", "auth_permission")


def tables() -> list[str]:
    """The names of all tables whose rows are a test's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return sorted({table for (table,) in cursor.fetchall()} - set(KEPT))


def empty_tables() -> None:
    """Delete whatever was committed, the queue's jobs too.

    Django's own way, TRUNCATE, makes every file of every table anew and needs each table for itself, so that it waits
    for whoever still reads.
    """
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables()))  # noqa: S608
