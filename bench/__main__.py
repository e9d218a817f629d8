"""`make bench`: prints the tables and keeps them under VAR_DIR/bench/; ARGS names some of PARTS."""

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

PARTS = ("weight", "lighthouse", "front", "rates", "scale")  # in this order: the last ones fill the database


def main(chosen: list[str]) -> int:
    """Measure on a database of its own, made for this run and dropped after it."""
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}.")
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
        kept_under.mkdir(parents=True, exist_ok=True)
        table = _measure(chosen or list(PARTS), folder, kept_under)
    now = datetime.now(UTC)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = f"{now:%Y-%m-%d %H:%M} UTC, {machine}\n{table}"
    (kept_under / f"{now:%Y%m%d-%H%M%S}.txt").write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - this is what the command is for
    return 0


def _measure(chosen: list[str], folder: Path, kept_under: Path) -> str:
    from django.conf import settings  # noqa: PLC0415 - only now the environment is set

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.LOGGING_CONFIG = None
    (Path(settings.VAR_DIR) / "static").mkdir()
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from bench import figures, front, lighthouse, scale, serving, weight  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    tables = []
    try:
        if {"weight", "lighthouse", "front"} & set(chosen):
            with serving.served(folder) as site:
                if "weight" in chosen:
                    tables.append(weight.table(site))
                if "lighthouse" in chosen:
                    tables.append(lighthouse.table(site, kept_under / "lighthouse"))
                if "front" in chosen:  # the last one: it stops the application
                    tables.append(front.table(site))
        if "rates" in chosen:
            tables.append(figures.table())
        if "scale" in chosen:
            tables.append(scale.table())
        return "\n".join(tables)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
