"""The launch content: loaded once, and again without touching what staff made of it."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from modeltranslation.translator import translator

from campaign import launch
from campaign.launch_files import KINDS, LaunchContentError
from campaign.models import Article, Demand, DemandsVersion, Figure, Group, LaunchEntry, Question, Quote, Release

pytestmark = pytest.mark.django_db

type Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(launch.CONTENT, tmp_path / "content"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def test_everything_of_the_launch_is_there_in_three_languages() -> None:
    launch.load()
    counts = {model: model.objects.count() for model in (Demand, Group, Article, Release)}
    assert counts == {Demand: 7, Group: 4, Article: 5, Release: 5}
    assert Quote.objects.shown().count() >= 2
    assert Question.objects.count() >= 3
    assert Figure.objects.shown().count() == Figure.objects.count() >= 14
    assert Article.objects.published().count() == 5
    assert [demand.anchor for demand in Demand.objects.all()] == [f"demand-{number}" for number in range(1, 8)]
    for kind in KINDS:
        for row in kind.model._default_manager.all():
            for field in translator.get_options_for_model(kind.model).all_fields:
                filled = [bool(getattr(row, f"{field}_{code}")) for code, _name in settings.LANGUAGES]
                assert len(set(filled)) == 1, (row, field)


def test_loading_keeps_the_first_version_of_the_demands() -> None:
    launch.load()
    assert [version.label for version in DemandsVersion.objects.all()] == ["1"]


def test_a_second_load_changes_nothing() -> None:
    launch.load()
    before = list(Article.objects.values())
    loaded = launch.load()
    assert (loaded.created, loaded.updated, loaded.left) == (0, 0, 0)
    assert list(Article.objects.values()) == before
    assert DemandsVersion.objects.count() == 1


def test_what_staff_changed_stays_even_when_the_file_changes(folder: Path, edit: Edit) -> None:
    launch.load(folder)
    Quote.objects.filter(key="matviichuk-priority").update(role_uk="Інші слова")
    edit("quotes.toml", "human rights lawyer, head", "human rights defender, head")
    loaded = launch.load(folder)
    assert (loaded.updated, loaded.left) == (0, 1)
    quote = Quote.objects.get(key="matviichuk-priority")
    assert quote.role_uk == "Інші слова"
    assert "lawyer" in quote.role_en


def test_what_nobody_touched_follows_its_file(folder: Path, edit: Edit) -> None:
    launch.load(folder)
    edit("demands.toml", "Free all unlawfully detained civilians", "Free every unlawfully detained civilian")
    assert launch.load(folder).updated == 1
    assert Demand.objects.get(anchor="demand-1").heading_en == "Free every unlawfully detained civilian"
    assert DemandsVersion.objects.newest().label == "1.2"
    assert launch.load(folder).updated == 0


def test_what_staff_deleted_does_not_come_back(folder: Path, edit: Edit) -> None:
    launch.load(folder)
    Article.objects.filter(slug="launch-of-people-first").delete()
    edit("articles.toml", "People First is launched", "People First begins")
    assert launch.load(folder).left == 1
    assert not Article.objects.filter(slug="launch-of-people-first").exists()


def test_a_figure_forgets_the_demand_that_staff_deleted(folder: Path, edit: Edit) -> None:
    launch.load(folder)
    Demand.objects.get(anchor="demand-7").delete()
    assert Figure.objects.get(key="detention-sites").demand is None
    Figure.objects.all().delete()
    LaunchEntry.objects.filter(kind="figure").delete()
    assert launch.load(folder).created == Figure.objects.count()
    assert Figure.objects.get(key="detention-sites").demand is None
    assert Figure.objects.get(key="children-deported").demand.anchor == "demand-2"


def test_a_row_from_before_the_links_gets_them(folder: Path, edit: Edit) -> None:
    edit("groups.toml", '\nfigure = "civilians-held"', "")
    launch.load(folder)
    assert Group.objects.get(key="civilians").figure is None
    shutil.copy(launch.CONTENT / "groups.toml", folder)
    assert launch.load(folder).updated == 1
    assert Group.objects.get(key="civilians").figure.number == 16_000


def test_a_figure_from_before_the_sections_gets_its_own(folder: Path, edit: Edit) -> None:
    edit("figures.toml", 'key = "bodies-returned"\nsection = "dead"', 'key = "bodies-returned"')
    launch.load(folder)
    figure = Figure.objects.get(key="bodies-returned")
    assert figure.section == ""
    # What the first release knew of a figure, as it wrote it down.
    names = ("position", "key", "number", "qualifier", "since", "as_of", "as_of_precision", "source_url", "in_short")
    names += tuple(f"{name}_{code}" for name in ("what", "note", "source") for code, _name in settings.LANGUAGES)
    then = {name: "" if (value := getattr(figure, name)) is None else str(value) for name in names}
    digest = sha256(json.dumps(then, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    assert LaunchEntry.objects.get(kind="figure", key="bodies-returned").digest == digest
    shutil.copy(launch.CONTENT / "figures.toml", folder)
    assert launch.load(folder).updated == 1
    assert Figure.objects.get(key="bodies-returned").section == "dead"


def test_what_staff_made_under_the_same_key_is_theirs() -> None:
    Demand.objects.create(position=1, anchor="demand-1", heading_en="Ours", text_en="Ours")
    assert launch.load().left == 1
    assert Demand.objects.get(anchor="demand-1").heading_en == "Ours"


def test_an_entry_gives_way_to_what_staff_put_in_its_place() -> None:
    Demand.objects.create(position=3, anchor="staff", heading_en="Ours", text_en="Ours")
    launch.load()
    connection.check_constraints()
    assert Demand.objects.get(anchor="staff").position == 3
    assert Demand.objects.get(anchor="demand-3").position == 8
    assert launch.load().left == 1


def test_a_new_order_in_the_file_is_followed(folder: Path, edit: Edit) -> None:
    launch.load(folder)
    first, second = list(Group.objects.all())[:2]
    edit("groups.toml", "position = 1\n", "position = 20\n")
    edit("groups.toml", "position = 2\n", "position = 1\n")
    edit("groups.toml", "position = 20\n", "position = 2\n")
    assert launch.load(folder).updated == 2
    connection.check_constraints()
    assert list(Group.objects.all())[:2] == [second, first]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("demands.toml", "[[demand]]", "[[demands]]", ["demands.toml", "[[demand]]"]),
        ("demands.toml", 'anchor = "demand-1"', 'ancor = "demand-1"', ["entry 1", "ancor"]),
        ("demands.toml", 'anchor = "demand-1"', "", ["entry 1", "anchor", "missing"]),
        ("demands.toml", "heading.uk", "heading.ua", ["demand-1", "heading.uk"]),
        ("demands.toml", "heading.uk", "#", ["demand-1", "all three"]),
        ("demands.toml", "position = 1\n", 'position = "1"\n', ["demand-1", "position", "int"]),
        ("demands.toml", "position = 1\n", "position = true\n", ["demand-1", "position", "int"]),
        ("demands.toml", "position = 1\n", "position = 2\n", ["position 2", "twice"]),
        ("demands.toml", "demand-2", "demand-1", ["demand-1", "twice"]),
        ("demands.toml", 'anchor = "demand-1"', 'anchor = "Demand №1"', ["demands.toml", "Demand №1"]),
        ("figures.toml", 'qualifier = "exact"', 'qualifier = "perhaps"', ["figures.toml", "perhaps"]),
        ("figures.toml", "as_of = 2024-01-01", 'as_of = "2024"', ["as_of", "date"]),
        ("articles.toml", "date = 2025-01-28", "", ["articles.toml", "date", "missing"]),
        ("quotes.toml", "[[quote]]", "[[quote", ["quotes.toml"]),
    ],
)
def test_a_mistake_in_a_file_is_named_and_nothing_is_loaded(
    folder: Path, edit: Edit, name: str, old: str, new: str, words: list[str]
) -> None:
    edit(name, old, new)
    with pytest.raises(LaunchContentError) as error:
        launch.load(folder)
    for word in words:
        assert word in str(error.value)
    assert not Demand.objects.exists()


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "releases.toml").unlink()
    with pytest.raises(LaunchContentError, match=r"releases\.toml"):
        launch.load(folder)


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_launch_content")
    assert "0 updated, 0 left to staff" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(launch, "CONTENT", tmp_path)
    with pytest.raises(CommandError, match=r"demands\.toml"):
        call_command("load_launch_content")
