"""Countries are named and ordered as the reader's language does it."""

import re

import pytest
from django.utils.translation import override

from endorsements import countries
from endorsements.country_names import CORRECTED


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_country_has_a_name_of_its_own(language: str) -> None:
    with override(language):
        names = dict(countries.choices())
    assert len(names) == 249
    assert len(set(names.values())) == 249
    assert not [name for name in names.values() if "'" in name or " - " in name or not name.strip()]


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_name_is_left_in_latin_letters(language: str) -> None:
    with override(language):
        assert not [name for _code, name in countries.choices() if re.search("[A-Za-z]", name)]


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "TR", "Türkiye"),
        ("en", "BS", "Bahamas"),
        ("uk", "VN", "В’єтнам"),
        ("uk", "TC", "Острови Теркс і Кайкос"),
        ("ru", "BY", "Беларусь"),
        ("ru", "KG", "Кыргызстан"),
        ("ru", "MD", "Молдова"),
        ("ru", "LR", "Либерия"),
    ],
)
def test_a_country_is_called_as_its_people_call_it(language: str, code: str, name: str) -> None:
    with override(language):
        assert countries.name(code) == name
        assert dict(countries.choices())[code] == name


def test_the_order_is_the_alphabet_of_the_language() -> None:
    with override("uk"):
        names = [name for _code, name in countries.choices()]
    assert (
        names.index("Естонія")
        < names.index("Ефіопія")
        < names.index("Єгипет")
        < names.index("Ємен")
        < names.index("Замбія")
    )
    assert names.index("Данія") < names.index("Ізраїль") < names.index("Йорданія") < names.index("Україна")


@pytest.mark.parametrize("code", ["", "ZZ", "U"])
def test_an_unknown_code_has_no_name(code: str) -> None:
    assert countries.name(code) == ""


def test_what_is_corrected_needed_it() -> None:
    """A correction that django-countries has taken over is to be deleted here."""
    for language, corrections in CORRECTED.items():
        with override(language):
            assert not [code for code, name in corrections.items() if str(countries.countries.name(code)) == name]
