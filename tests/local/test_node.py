"""Where Node.js and npm's packages come from, on machines that are made up here."""

import json
from pathlib import Path

import pytest

from people1st.local import node
from people1st.local.configuration import ROOT
from people1st.local.errors import CannotStart

NODE = "#!/bin/sh\necho v20.19.2\n"
OLD_NODE = "#!/bin/sh\necho v16.20.0\n"
# Makes what npm makes, and writes down how often it was asked.
NPM = '#!/bin/sh\necho "$@" >> asked\n/bin/mkdir -p node_modules\n'


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it but what the test puts there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def packages(tmp_path: Path) -> node.Packages:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("package.json", "package-lock.json"):
        (source / name).write_text("{}", encoding="ascii")
    return node.Packages(source, tmp_path / "target")


def put(path: Path, content: str) -> None:
    path.write_text(content, encoding="ascii")
    path.chmod(0o755)


def asked(packages: node.Packages) -> list[str]:
    return (packages.target / "asked").read_text(encoding="ascii").splitlines()


def test_the_systems_own_is_taken(programs: Path) -> None:
    put(programs / "node", NODE)
    assert node.path() == str(programs / "node")


def test_one_that_is_too_old_is_none(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    put(programs / "node", OLD_NODE)
    with pytest.raises(CannotStart, match="apt-get install nodejs npm"):
        node.path()


def test_root_gets_it_from_apt(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    line = f"printf '{NODE.strip()}' > {programs}/node; /bin/chmod 755 {programs}/node"
    put(programs / "apt-get", f'#!/bin/sh\n[ "$1" = update ] && exit 0\n{line}\n')
    assert node.path() == str(programs / "node")


def test_packages_are_installed_once_for_a_lock_and_no_script_of_theirs_runs(
    programs: Path, packages: node.Packages
) -> None:
    put(programs / "node", NODE)
    put(programs / "npm", NPM)
    assert packages.install().is_dir()
    packages.install()
    assert [line.split()[:2] for line in asked(packages)] == [["ci", "--ignore-scripts"]]
    (packages.source / "package-lock.json").write_text('{"packages": {}}', encoding="ascii")
    packages.install()
    assert len(asked(packages)) == 2


def test_an_interrupted_installation_is_made_again(programs: Path, packages: node.Packages) -> None:
    put(programs / "node", NODE)
    put(programs / "npm", "#!/bin/sh\necho no network >&2\nexit 1\n")
    with pytest.raises(CannotStart, match="no network"):
        packages.install()
    put(programs / "npm", NPM)
    packages.install()
    assert len(asked(packages)) == 1


def test_without_npm_it_says_what_to_install(
    programs: Path, packages: node.Packages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    put(programs / "node", NODE)
    with pytest.raises(CannotStart, match="npm"):
        packages.install()


@pytest.mark.parametrize("packages", [node.FOR_TESTS, node.FOR_BENCH], ids=["tests", "bench"])
def test_a_lock_names_every_file_by_its_hash_and_no_host(packages: node.Packages) -> None:
    lock = json.loads((packages.source / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((packages.source / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert lock.pop("")["dependencies"] == wanted
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    for name, package in lock.items():
        assert package["integrity"].startswith("sha512-"), name
        assert package.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/"), name


def test_what_is_installed_is_no_part_of_the_repository() -> None:
    assert "/.node/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
