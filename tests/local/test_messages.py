"""Whether the catalogues hold every text of the sources, on a copy of the site."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from people1st.local import catalogues, checks, messages
from people1st.local.configuration import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed")
    messages.copy_sources(ROOT, tmp_path)
    return tmp_path


def test_the_catalogues_of_the_site_hold_its_texts(copy: Path) -> None:
    assert messages.check(copy) == 0


def test_a_text_more_or_less_is_found_and_nothing_is_changed(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    gone = "{% translate 'Menu' %}"
    header = copy / "templates" / "partials" / "header.html"
    words = header.read_text(encoding="utf-8")
    assert words.count(gone) + words.count(gone.replace("'", '"')) == 1
    words = words.replace(gone, "").replace(gone.replace("'", '"'), "")
    header.write_text(words + "{% translate 'A text that nobody translated' %}\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in catalogues.files(copy)}

    assert messages.check(copy) == 1
    said = capfd.readouterr().out.splitlines()
    for language in ("ru", "uk"):
        name = f"locale/{language}/LC_MESSAGES/django.po"
        assert f"{name}: not there, but in the sources: A text that nobody translated" in said
        assert f"{name}: in no source: Menu" in said
    assert {path: path.read_bytes() for path in catalogues.files(copy)} == before


def test_without_gettext_it_says_what_was_not_checked(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert messages.check() == checks.NOT_CHECKED
    assert "Not checked" in capfd.readouterr().out


@pytest.mark.parametrize(("status", "outcome"), [(0, 0), (1, 1), (checks.NOT_CHECKED, 0)])
def test_lint_tells_what_was_not_checked_from_what_failed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], status: int, outcome: int
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"one": [sys.executable, "-c", f"raise SystemExit({status})"]})
    assert checks.lint() == outcome
    said = capfd.readouterr().out
    assert ("Not checked: one" in said) == (status == checks.NOT_CHECKED)
    assert ("Failed: one" in said) == (status == 1)
