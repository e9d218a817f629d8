"""`make bench`: prints the table of ratios and keeps it under VAR_DIR/bench/."""

import contextlib
import os
import platform
import secrets
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import django

from people1st.local.configuration import new_key


def main() -> int:
    """Measure on a database of its own, made for this run and dropped after it."""
    with contextlib.ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="people1st-bench-")))
        kept_under = Path(os.environ.get("VAR_DIR") or "var").resolve() / "bench"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "people1st.settings",
            "ENVIRONMENT": "development",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ENCRYPTION_KEYS": new_key(),
            "SITE_URL": "http://127.0.0.1:8000",
            "ALLOWED_HOSTS": "testserver",
            "VAR_DIR": str(folder),
        }
        if not os.environ.get("DATABASE_URL"):
            from people1st.local.postgres import EmbeddedPostgres  # noqa: PLC0415 - installed only where it is wanted

            server = EmbeddedPostgres(folder / "postgres", folder / "postgres.log")
            os.environ["DATABASE_URL"] = server.url
            running.enter_context(server.running())
        table = _measure()
    kept_under.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = f"{now:%Y-%m-%d %H:%M} UTC, {machine}\n{table}"
    (kept_under / f"{now:%Y%m%d-%H%M%S}.txt").write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - this is what the command is for
    return 0


def _measure() -> str:
    from django.conf import settings  # noqa: PLC0415 - only now the environment is set

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.LOGGING_CONFIG = None
    (Path(settings.VAR_DIR) / "static").mkdir()
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from bench import figures  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return figures.table()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
