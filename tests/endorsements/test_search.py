import pytest

from endorsements.models import Endorsement
from endorsements.search import narrow
from tests.endorsements.factories import an_entry

pytestmark = pytest.mark.django_db


def found(q: str, country: str = "") -> list[str]:
    return list(narrow(Endorsement.objects.public(), q, country).endorsements.values_list("name", flat=True))


def test_nothing_asked_is_everything_in_the_order_of_the_list():
    for position, name in [(2, "Second"), (1, "First")]:
        an_entry(name=name, launch_position=position)
    assert found("") == ["First", "Second"]


def test_the_words_as_typed_come_before_what_is_close_to_them():
    an_entry(name="Forum of Rivers")
    an_entry(name="Form and Colour")
    assert found("forum") == ["Forum of Rivers"]
    assert "Forum of Rivers" in found("forun")


def test_every_word_has_to_be_in_the_name():
    an_entry(name="Open Circle")
    an_entry(name="Green Circle")
    assert found("circle open") == ["Open Circle"]


@pytest.mark.parametrize("q", ["%", "_", "\\", "!!!", "—", "'"])
def test_signs_alone_find_nothing(q):
    an_entry(name="Open Circle")
    assert found(q) == []


def test_a_country_narrows_and_an_unknown_one_leaves_nothing():
    an_entry(name="Open Circle", country="PL")
    an_entry(name="Open Forum", country="DE")
    assert found("open", "DE") == ["Open Forum"]
    assert found("", "DE") == ["Open Forum"]
    assert found("", "FR") == []


def test_an_error_in_a_word_is_forgiven_within_the_country_only():
    an_entry(name="Memorial Circle", country="PL")
    assert found("memoral", "PL") == ["Memorial Circle"]
    assert found("memoral", "DE") == []


@pytest.mark.parametrize("q", ["xyzzyx", "zzzzzz", "qwrtpsdfg"])
def test_what_is_not_close_to_anything_finds_nothing(q):
    for name in ("Memorial", "Old Town Library", "Харківська спілка"):
        an_entry(name=name)
    assert found(q) == []


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("Меморіал", "Memorial"),
        ("Мемориал", "Memorial"),
        ("Center for Civil Liberties", "Center for Civil Liberties"),
        ("civil liberty", "Center for Civil Liberties"),
        ("Харків", "Kharkiv Human Rights Protection Group"),
        ("Киев", "Київська школа"),
        ("kyivska", "Київська школа"),
        ("ecole", "École libre"),
        ("ÉCOLE", "École libre"),
        ("Gruppe Straße", "Gruppe Strasse"),
    ],
)
def test_one_name_in_many_spellings(q, name):
    for there in (
        "Memorial",
        "Center for Civil Liberties",
        "Kharkiv Human Rights Protection Group",
        "Київська школа",
        "École libre",
        "Gruppe Strasse",
    ):
        an_entry(name=there)
    assert found(q) == [name]


def test_a_word_inside_another_word_is_not_what_was_asked_for():
    an_entry(name="Kharkiv Readers")
    assert found("Kyiv") == found("Київ") == []
    assert found("Khrakiv") == found("Харьков") == ["Kharkiv Readers"]


def test_what_is_closest_comes_first():
    an_entry(name="Norwood Committee")
    an_entry(name="Norwegian Committee")
    assert found("Norwegain")[0] == "Norwegian Committee"


def test_only_so_many_are_compared_that_a_mistyped_name_costs_no_more_among_a_million(monkeypatch):
    for name in ("Kharkiv Group", "Kherson Group", "Khotyn Group"):
        an_entry(name=name)
    assert found("khxrkiv")
    monkeypatch.setattr("endorsements.search.MOST_COMPARED", 0)
    assert found("khxrkiv") == []
    assert found("kharkiv") == ["Kharkiv Group"]
