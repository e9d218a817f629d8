"""The command lines of the site's programs, run as they are."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from procrastinate.contrib.django import app as queue

from people1st.local import programs
from people1st.local.configuration import ROOT, Site


@pytest.fixture
def empty_queue(transactional_db: None) -> Iterator[None]:
    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")

    empty()
    yield
    empty()


def statuses() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'endorsements.jobs.forget'")
        return [status for (status,) in cursor.fetchall()]


def test_a_job_that_succeeded_is_not_kept(empty_queue: None, tmp_path: Path) -> None:
    queue.configure_task("endorsements.jobs.forget").defer(timestamp=0)
    assert statuses() == ["todo"]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    worker = programs.worker(
        Site.from_environment({"VAR_DIR": str(tmp_path)}), {**os.environ, "DATABASE_URL": database}
    )
    run = subprocess.run(
        [*worker.command, "--one-shot"], cwd=ROOT, env=worker.variables, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert statuses() == []


def test_the_worker_of_production_is_started_the_same_way(tmp_path: Path) -> None:
    command = programs.worker(Site.from_environment({"VAR_DIR": str(tmp_path)}), {}).command
    assert command[-2:] == ["--delete-jobs", "successful"]
    assert command[command.index("--concurrency") + 1] == "2"
    composed = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert "--delete-jobs, successful]" in composed
    assert 'worker, --concurrency, "2",' in composed
    told = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    assert "worker --concurrency 2 --delete-jobs successful`" in told
