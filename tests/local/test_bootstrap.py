"""What makes `.venv`, tried on real virtual environments with nothing to install."""

import json
import sys
from pathlib import Path

import pytest

from people1st.local.bootstrap import Environment, missing, requirement_files


def test_the_embedded_postgresql_is_left_out_when_another_is_named() -> None:
    assert requirement_files("run", {}) == ["requirements.txt", "requirements-local.txt"]
    assert requirement_files("run", {"DATABASE_URL": "postgresql://db/x"}) == ["requirements.txt"]
    assert requirement_files("test", {}) == ["requirements.txt", "requirements-local.txt", "requirements-dev.txt"]


STAMP = {"python": "3.13", "installed": {"a.txt": "1"}}


@pytest.mark.parametrize(
    ("stamp", "python", "wanted", "left"),
    [
        (STAMP, "3.13", {"a.txt": "1"}, []),
        (STAMP, "3.13", {"a.txt": "1", "b.txt": "2"}, ["b.txt"]),
        (STAMP, "3.13", {"a.txt": "another"}, None),
        (STAMP, "3.14", {"a.txt": "1"}, None),
        ({}, "3.13", {"a.txt": "1"}, None),
        ({"python": "3.13", "installed": 7}, "3.13", {"a.txt": "1"}, None),
    ],
)
def test_the_stamp_tells_what_is_left_to_install(
    stamp: dict[str, object], python: str, wanted: dict[str, str], left: list[str] | None
) -> None:
    assert missing(stamp, python, wanted) == left


def test_a_whole_environment_is_left_alone_and_a_broken_one_made_again(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").touch()
    environment = Environment(tmp_path)
    environment.ensure(["requirements.txt"])
    assert json.loads(environment.stamp.read_text(encoding="utf-8"))["python"] == sys.version

    kept = environment.folder / "kept"
    kept.touch()
    environment.ensure(["requirements.txt"])
    assert kept.exists()

    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python3")
    environment.ensure(["requirements.txt"])
    assert not kept.exists()
    assert environment.python.exists()
