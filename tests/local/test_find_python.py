"""The shell script that finds a Python, among candidates that are made up here."""

import shutil
import subprocess
from pathlib import Path

import pytest

from people1st.local.configuration import ROOT

GOOD = '#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "$0 $*"\n'
TOO_OLD = "#!/bin/sh\nexit 1\n"
SHIM = "#!/bin/sh\nexit 127\n"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine without any Python: a clone, a PATH with the few programs that the script calls, a home."""
    script = tmp_path / "clone" / "people1st" / "local" / "find-python"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "people1st" / "local" / "find-python", script)
    for folder in ("bin", "home"):
        (tmp_path / folder).mkdir()
    for name in ("sh", "dirname", "cat"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    return tmp_path


def put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="ascii")
    path.chmod(0o755)


def ask(machine: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    script = machine / "clone" / "people1st" / "local" / "find-python"
    variables = {"PATH": str(machine / "bin"), "HOME": str(machine / "home"), **variables}
    return subprocess.run([script, "x.py", "run"], check=False, capture_output=True, text=True, env=variables)


def test_the_named_python_comes_first(machine: Path) -> None:
    put(machine / "bin" / "python3.13", GOOD)
    put(machine / "mine", GOOD)
    assert ask(machine, PYTHON=str(machine / "mine")).stdout == f"{machine / 'mine'} x.py run\n"


def test_a_shim_that_fails_and_an_old_python_are_passed_over(machine: Path) -> None:
    put(machine / "bin" / "python3.13", SHIM)
    put(machine / "bin" / "python3.12", GOOD)
    put(machine / "bin" / "python3", TOO_OLD)
    assert ask(machine, PYTHON=str(machine / "absent")).stdout == f"{machine / 'bin' / 'python3.12'} x.py run\n"


def test_pyenv_versions_are_found_in_the_home_folder(machine: Path) -> None:
    put(machine / "bin" / "python3", TOO_OLD)
    put(machine / "home" / ".pyenv" / "versions" / "3.11.7" / "bin" / "python3", GOOD)
    put(machine / "home" / ".pyenv" / "versions" / "3.13.0" / "bin" / "python3", GOOD)
    assert "3.13.0/bin/python3 x.py run" in ask(machine).stdout


def test_a_broken_environment_is_passed_over(machine: Path) -> None:
    put(machine / "clone" / ".venv" / "bin" / "python", SHIM)
    put(machine / "bin" / "python3", GOOD)
    assert ask(machine).stdout == f"{machine / 'bin' / 'python3'} x.py run\n"


def test_without_any_it_says_what_to_install(machine: Path) -> None:
    put(machine / "bin" / "python3", TOO_OLD)
    answer = ask(machine)
    assert answer.returncode == 1
    assert "apt-get install python3" in answer.stderr
    assert "3.12" in answer.stderr
