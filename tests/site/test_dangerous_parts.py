"""What the site's code keeps away from: starting programs, running texts, reading back objects, parsing XML.

`people1st/local/` starts programs; it is for development and not in the image (.dockerignore).
"""

import ast
from pathlib import Path

import pytest

from people1st.local.configuration import ROOT

FORBIDDEN = {
    "subprocess", "multiprocessing", "pty", "pickle", "cPickle", "dill", "marshal", "shelve", "yaml", "xml", "lxml",
    "ctypes", "code", "codeop", "imaplib", "telnetlib", "ftplib", "urllib.request", "requests", "httpx", "urllib3",
}  # fmt: skip
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
METHODS = {"system", "popen", "spawnv", "execv", "posix_spawn", "raw", "extra"}  # os.…, and SQL from pieces
ROOMS = [
    path
    for folder in ("people1st", "campaign", "endorsements")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "local" not in path.parts and "migrations" not in path.parts
]


def dangers(code: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), names=names):
                modules = [module, *(f"{module}.{alias.name}" for alias in names)]
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                found.append(name)
                continue
            case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
                found.append(name)
                continue
            case _:
                continue
        found += [one for one in modules if one in FORBIDDEN or one.partition(".")[0] in FORBIDDEN]
    return found


def test_the_search_finds_them() -> None:
    code = "import subprocess\nfrom urllib import request\nfrom xml.sax import saxutils\neval('1')\nos.system('x')"
    assert len(dangers(code)) == 6


def test_there_are_many_rooms() -> None:
    assert len(ROOMS) > 100


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: str(Path(path).relative_to(ROOT)))
def test_a_room_has_none(room: Path) -> None:
    assert dangers(room.read_text(encoding="utf-8")) == []
