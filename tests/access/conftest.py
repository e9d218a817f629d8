"""What reads the pages: axe-core in Chromium, and html-validate in one process of Node.js that stays open."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from people1st.local import node
from tests.scenes.conftest import chromium, new_page, show, stage, transactional_db

__all__ = ["chromium", "new_page", "show", "stage", "transactional_db"]
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def modules() -> Path:
    """The packages of tests/access/package.json, installed now when they are not yet."""
    return node.FOR_TESTS.install()


@pytest.fixture(scope="session")
def axe(modules) -> str:
    """axe-core's source, to be evaluated in a page."""
    return (modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def validate(modules) -> Iterator[Callable[[str], list[str]]]:
    """Ask html-validate what is wrong with a page's HTML."""
    command = [node.path(), str(HERE / "validate.cjs"), str(modules / "html-validate")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(html: str) -> list[str]:
            process.stdin.write(json.dumps(html) + "\n")
            process.stdin.flush()
            return list(json.loads(process.stdout.readline()))

        yield ask
        process.stdin.close()
