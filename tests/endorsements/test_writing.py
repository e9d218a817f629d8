"""Typed text made clean, ordinary and hostile."""

import unicodedata

import pytest
from hypothesis import example, given, settings, strategies as st

from endorsements import writing
from tests.endorsements.real_names import REAL_NAMES

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FILLERS = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u2800\u3164\ufeff\uffa0\ufffc"
SELECTORS = "\u180b\u180c\u180d\u180f\ufe00\ufe0e\ufe0f\U000e0100\U000e01ef"
TAGS = "\U000e0001\U000e0041\U000e007f"
CONTROLS = "\x00\x07\x1b\x7f\x9b"
tricky = st.text(
    alphabet="aя य ्र\u0301\u0306\u0308\u0323かむ゙葛ᠮ❤1"
    + BIDI
    + FILLERS
    + SELECTORS
    + TAGS
    + CONTROLS
    + "\u200c\u200d \n\t",
    max_size=30,
)
any_text = st.text(max_size=60) | tricky


@pytest.mark.parametrize("hidden", [*BIDI, *FILLERS, *SELECTORS, *TAGS, *CONTROLS, "\u200c", "\u200d"], ids=ascii)
def test_nothing_hidden_stays_in_an_ordinary_word(hidden):
    assert writing.clean_line(f"Cir{hidden}cle") == "Circle"
    assert writing.clean_line(f"{hidden} Ко{hidden}ло {hidden}") == "Коло"
    assert writing.clean_text(f"One{hidden}\n{hidden}\nTwo") == "One\n\nTwo"


@pytest.mark.parametrize(
    "blank", ["", " ", "\u3000", "\u2003\u2028", "\u200c\u200d", BIDI, FILLERS, SELECTORS, TAGS], ids=ascii
)
def test_what_is_blank_to_the_eye_is_empty(blank):
    assert writing.clean_line(blank) == writing.clean_text(blank) == ""


@pytest.mark.parametrize("name", REAL_NAMES)
def test_a_real_name_is_kept_and_passes(name):
    assert writing.clean_line(name) == unicodedata.normalize("NFC", name)
    for form in ("NFC", "NFD"):
        assert not writing.has_piled_marks(unicodedata.normalize(form, name))
    assert not writing.begins_formula(name)


@pytest.mark.parametrize("text", [
    "Z\u0351\u036b\u0343\u036a\u0302", "a\u0301\u0301", "e\u0301\u0302\u0301", "é\u0301", "я\u0300\u0301\u0302\u0303",
    "ก\u0e48\u0e48", "ש\u05b8\u05b8", "क\u0902\u0902", "中\u0300\u0301\u0302\u0303\u0304", "\u0301a", "a \u0301",
    "a.\u0308",
    "Circle\nx\u0338\u0337\u0336\u0335", "a\u200c\u0301\u0301",
], ids=ascii)  # fmt: skip
def test_piled_marks_are_told(text):
    assert writing.has_piled_marks(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", "＋1", "－1", "＠x", "﹦1",
    "﹣1", "⁺1", "−1",
    " =1", "\u00a0=1", "\u3000=1", '"=1+1"', "'=1", "“=1”", "«+1»", "‘ @x’", "„-1“", "` =1"])  # fmt: skip
def test_what_a_spreadsheet_would_run_is_told(text):
    assert writing.begins_formula(text)


@pytest.mark.parametrize(
    "text", ["", " ", "—", "– word", "«–»", "“—” Circle", "A = b", "1+1", "«Меморіал»", "(=1)", "№ 5"]
)
def test_what_it_would_not_is_not(text):
    assert not writing.begins_formula(text)


@given(any_text)
@example("e\u200b\u0301")
@example("य\u200d\u180bय")
@settings(max_examples=400)
def test_a_clean_line_is_clean(text):
    clean = writing.clean_line(text)
    assert writing.clean_line(clean) == clean == clean.strip() == unicodedata.normalize("NFC", clean)
    assert not set(clean) & set(BIDI + FILLERS + TAGS + CONTROLS + "\n\t")
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} for c in clean)
    assert "  " not in clean


@given(any_text)
@settings(max_examples=200)
def test_a_clean_text_is_clean_in_every_line(text):
    clean = writing.clean_text(text)
    assert writing.clean_text(clean) == clean
    assert "\n\n\n" not in clean
    assert all(writing.clean_line(line) == line for line in clean.split("\n"))


@given(st.text(alphabet="aя中ก\u0301\u0302\u0303\u0304\u0305\u0323\u0338\u0e48 ", max_size=20))
@settings(max_examples=400)
def test_what_passes_has_no_more_marks_than_a_script_needs(text):
    if writing.has_piled_marks(text):
        return
    longest = run = 0
    for c in unicodedata.normalize("NFD", text):
        run = run + 1 if unicodedata.category(c) == "Mn" else 0
        longest = max(longest, run)
    assert longest <= 4
