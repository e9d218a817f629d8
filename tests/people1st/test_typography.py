"""Where a line of Ukrainian or Russian may not end."""

import polib
import pytest
from hypothesis import given, strategies as st

from people1st.local import catalogues
from people1st.typography import NO_BREAK, bound


def shown(text: str) -> str:
    """With ~ for a space that does not break."""
    return bound(text).replace(NO_BREAK, "~")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("у неволі і в полоні", "у~неволі і~в~полоні"),
        ("перш за все — люди", "перш за~все~— люди"),
        ("прежде всего — люди", "прежде всего~— люди"),
        ("16 цивільних, 2024 рік", "16~цивільних, 2024~рік"),
        ("хоч би якого", "хоч~би якого"),
        ("тот же день", "тот~же день"),
        ("Какого бы урегулирования ни добивались", "Какого~бы урегулирования ни~добивались"),
        ("О. Орлов", "О.~Орлов"),
        ("А. В. Добросердов", "А.~В.~Добросердов"),
        ("№ 5 и § 3", "№~5~и~§~3"),
        ("об’єднані з ними", "об’єднані з~ними"),
        ("будь-яких переговорів", "будь-яких переговорів"),
        ("кого-то из них", "кого-то из~них"),
        ("[про](/шлях/до 'назва')", "[про](/шлях/до 'назва')"),
        ("на", "на"),
        ("на ", "на "),
        ("It is up to us", "It is up to us"),
        ("1,000 for 1,000", "1,000 for 1,000"),
        ("title — People First", "title~— People First"),
    ],
)
def test_a_space_stays_where_a_line_may_not_end(typed, expected):
    assert shown(typed) == expected


@given(st.text(alphabet="абІї’ aZ1—.№«»-\n"))
def test_nothing_changes_but_spaces_and_nothing_more_the_second_time(text):
    once = bound(text)
    assert once.replace(NO_BREAK, " ") == text
    assert bound(once) == once


def test_readers_get_it_from_the_catalogue_and_translators_do_not(tmp_path):
    folder = tmp_path / "locale/uk/LC_MESSAGES"
    folder.mkdir(parents=True)
    source = polib.POFile()
    source.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    source.append(polib.POEntry(msgid="held", msgstr="у неволі"))
    forms = {0: "%(n)s організація", 1: "%(n)s організації"}
    source.append(polib.POEntry(msgid="%(n)s one", msgid_plural="%(n)s many", msgstr_plural=forms))
    source.save(str(folder / "django.po"))
    catalogues.compile_all(tmp_path)
    held, counted = polib.mofile(str(folder / "django.mo"))
    if held.msgid != "held":
        held, counted = counted, held
    assert held.msgstr == f"у{NO_BREAK}неволі"
    assert counted.msgstr_plural == {
        0: f"%(n)s{NO_BREAK}організація",
        1: f"%(n)s{NO_BREAK}організації",
    }
    assert NO_BREAK not in (folder / "django.po").read_text(encoding="utf-8")
