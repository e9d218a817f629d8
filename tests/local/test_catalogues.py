"""The check of the translations, on catalogues that are wrong on purpose."""

from pathlib import Path

import pytest

from people1st.local import catalogues

HEADER = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=0;\n"

"""


def catalogue(root: Path, body: str) -> Path:
    path = root / "locale" / "uk" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "body",
    [
        'msgid "One"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "One"\nmsgstr "Один"\n',
        '#~ msgid "One"\n#~ msgstr "Один"\n',
        'msgid "%(n)s names"\nmsgstr "імена"\n',
        '#, python-format\nmsgid "%(n)s names, half"\nmsgstr "%(n)s імен, 50 % усіх"\n',
        '#, python-format\nmsgid "%(n)s names, half"\nmsgstr "%(n)s імен, 50% d"\n',
        '#, python-format\nmsgid "%s"\nmsgid_plural "%s"\nmsgstr[0] "%s"\nmsgstr[1] "%s"\nmsgstr[2] "%s %"\n',
        'msgid "{n} names"\nmsgstr "{m} імена"\n',
        'msgid "%(n)s name"\nmsgid_plural "%(n)s names"\nmsgstr[0] "%(n)s імʼя"\nmsgstr[1] "%(n)s імені"\n',
    ],
)
def test_each_fault_is_found(tmp_path: Path, body: str) -> None:
    catalogue(tmp_path, body)
    assert catalogues.check(tmp_path) == 1


@pytest.mark.parametrize(
    "body",
    [
        'msgid "half: 50%"\nmsgstr "половина: 50 %"\n',
        '#, python-format\nmsgid "%(n).1f, 50%% of it"\nmsgstr "%(n).1f, 50%% того"\n',
        '#, python-format\nmsgid "50% of it"\nmsgstr "50 % того"\n',
    ],
)
def test_a_percent_sign_that_harms_nobody_stays(tmp_path: Path, body: str) -> None:
    catalogue(tmp_path, body)
    assert catalogues.check(tmp_path) == 0


def test_a_whole_catalogue_passes_and_is_compiled_once(tmp_path: Path) -> None:
    path = catalogue(tmp_path, 'msgid "%(n)s of {all}"\nmsgstr "%(n)s з {all}"\n')
    assert catalogues.check(tmp_path) == 0
    catalogues.compile_all(tmp_path)
    compiled = path.with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    assert compiled.read_bytes()[:4] in {b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"}
    catalogues.compile_all(tmp_path)
    assert compiled.stat().st_mtime_ns == first


def test_the_catalogues_of_the_site_are_whole() -> None:
    assert catalogues.check() == 0
