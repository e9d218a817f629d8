"""The development tools that make starts: pytest, the benchmarks, the compiler of the requirements."""

import os
import shlex
import subprocess
import sys

from people1st.local import browser, node
from people1st.local.configuration import ROOT
from people1st.local.errors import CannotStart

LOCKS = (
    ("requirements.in", "requirements.txt"),
    ("requirements-local.in", "requirements-local.txt"),
    ("requirements-dev.in", "requirements-dev.txt"),
)
FUZZ_SEEDS, FUZZ_REQUESTS = "60", "115"


def test() -> int:
    """Runs the whole suite on two processes, or what ARGS chooses; the tests find the browser in CHROMIUM.

    Neighbours stay together, since they share a browser or the pages; who is done first takes over from the other.
    """
    node.FOR_TESTS.install()
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *_arguments()]
    variables = {**os.environ, "CHROMIUM": browser.for_tests()}
    variables.pop("DJANGO_SETTINGS_MODULE", None)  # the tests set it themselves, after the environment it reads
    return subprocess.run(command, check=False, cwd=ROOT, env=variables).returncode


def fuzz() -> int:
    """Asks the site 20,000 odd things and more, from 60 seeds in each language; fails on the first fault of ours.

    FUZZ_SEEDS, FUZZ_REQUESTS (of a seed, in one language) and FUZZ_FIRST_SEED make it longer, shorter, or another one.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/fuzz", *_arguments()]
    variables = {"FUZZ_SEEDS": FUZZ_SEEDS, "FUZZ_REQUESTS": FUZZ_REQUESTS, **os.environ}
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(command, check=False, cwd=ROOT, env=variables).returncode


def bench() -> int:
    """Runs the benchmarks of bench/, or those that ARGS names: weight, lighthouse, front, rates, scale."""
    if not (ROOT / "bench" / "__main__.py").exists():
        msg = "There are no benchmarks yet: the folder bench/ is missing."
        raise CannotStart(msg)
    node.FOR_BENCH.install()
    return subprocess.run([sys.executable, "-m", "bench", *_arguments()], check=False, cwd=ROOT).returncode


def lock() -> int:
    """Compiles requirements*.in to pinned files with hashes, for every platform and Python from 3.12 on."""
    for source, target in LOCKS:
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.12"]
        command += ["--generate-hashes", "--custom-compile-command", "make lock", source, "-o", target]
        if status := subprocess.run(command, check=False, cwd=ROOT).returncode:
            return status
    return 0


def _arguments() -> list[str]:
    """The words of ARGS, as in `make test ARGS="tests/local -x"`."""
    return shlex.split(os.environ.get("ARGS", ""))
