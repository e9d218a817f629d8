"""Where the tests' Chromium comes from, on machines that are made up here."""

from pathlib import Path

import pytest

from people1st.local import browser
from people1st.local.errors import CannotStart

CHROMIUM = "#!/bin/sh\necho Chromium 140\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it but what the test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def put(path: Path, content: str) -> None:
    path.write_text(content, encoding="ascii")
    path.chmod(0o755)


def test_the_systems_own_is_taken(programs: Path) -> None:
    put(programs / "chromium-browser", "#!/bin/sh\nexit 10\n")  # Ubuntu's stub without its snap
    put(programs / "google-chrome", CHROMIUM)
    assert browser.path() == str(programs / "google-chrome")


def test_root_gets_it_from_apt(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    line = f"printf '{CHROMIUM.strip()}' > {programs}/chromium; /bin/chmod 755 {programs}/chromium"
    put(programs / "apt-get", f'#!/bin/sh\n[ "$1" = update ] && exit 0\n{line}\n')
    assert browser.path() == str(programs / "chromium")


def test_the_tests_take_the_shell_without_windows(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(programs / "chromium", CHROMIUM)
    assert browser.for_tests() == str(programs / "chromium")
    put(programs / browser.SHELL, CHROMIUM)
    assert browser.for_tests() == str(programs / browser.SHELL)
    assert browser.path() == str(programs / "chromium")
    monkeypatch.setenv("CHROMIUM", str(programs / "chromium"))
    assert browser.for_tests() == str(programs / "chromium")


@pytest.mark.parametrize(("knows", "taken"), [(0, browser.SHELL), (1, "chromium")])
def test_root_gets_the_shell_where_apt_knows_it(
    programs: Path, monkeypatch: pytest.MonkeyPatch, knows: int, taken: str
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    put(programs / "chromium", CHROMIUM)
    put(programs / "apt-cache", f"#!/bin/sh\nexit {knows}\n")
    line = f"printf '{CHROMIUM.strip()}' > {programs}/{browser.SHELL}; /bin/chmod 755 {programs}/{browser.SHELL}"
    put(programs / "apt-get", f'#!/bin/sh\n[ "$1" = update ] && exit 0\n{line}\n')
    assert browser.for_tests() == str(programs / taken)


def test_without_any_it_says_what_to_install(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(browser, "WHERE_IS_IT", "")
    with pytest.raises(CannotStart, match="apt-get install chromium"):
        browser.path()
