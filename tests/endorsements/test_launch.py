"""The launch list."""

import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from endorsements import changes, launch, totals, workflow
from endorsements.models import Endorsement, Event
from tests.endorsements import factories

pytestmark = pytest.mark.django_db
SOURCE = settings.BASE_DIR / "campaign" / "content" / "endorsers.toml"


def test_thirty_organisations_are_entered_in_the_order_of_the_list() -> None:
    version = factories.the_demands()
    assert launch.load(SOURCE) == 30
    entries = list(Endorsement.objects.public())
    written = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["endorser"]
    assert [entry.name for entry in entries] == [entry["name"] for entry in written]
    assert {entry.demands_version for entry in entries} == {version}
    assert {(entry.source, entry.contact_email) for entry in entries} == {("staff", "")}
    assert set(Event.objects.values_list("verb", "by", "actor")) == {("entered", "system", None)}
    assert Event.objects.count() == 30


def test_loaded_twice_nothing_is_there_twice() -> None:
    factories.the_demands()
    launch.load(SOURCE)
    before = list(Endorsement.objects.order_by("pk").values())
    assert launch.load(SOURCE) == 0
    assert list(Endorsement.objects.order_by("pk").values()) == before


def test_what_staff_changed_is_left_alone() -> None:
    factories.the_demands()
    launch.load(SOURCE)
    moderator = factories.a_moderator()
    renamed, gone = Endorsement.objects.get(launch_position=1), Endorsement.objects.get(launch_position=2)
    changes.correct(renamed, {"name": "A corrected name"}, actor=moderator)
    workflow.withdraw(gone, actor=moderator)
    assert launch.load(SOURCE) == 0
    assert Endorsement.objects.get(launch_position=1).name == "A corrected name"
    assert Endorsement.objects.get(launch_position=2).status == "withdrawn"
    assert Endorsement.objects.count() == 30


def test_an_entry_added_to_the_file_later_is_entered(tmp_path: Path) -> None:
    factories.the_demands()
    source = tmp_path / "endorsers.toml"
    one = 'endorsed_on = 2025-01-28\n[[endorser]]\nposition = 1\nname = "One"\ncountry = "UA"\n'
    source.write_text(one)
    assert launch.load(source) == 1
    source.write_text(f'{one}[[endorser]]\nposition = 2\nname = "Two"\n')
    assert launch.load(source) == 1
    assert [(e.name, e.country) for e in Endorsement.objects.public()] == [("One", "UA"), ("Two", "")]


def test_who_came_by_themselves_before_is_not_entered_again(tmp_path: Path) -> None:
    own = factories.an_endorsement("approved", name="The Circle")
    source = tmp_path / "endorsers.toml"
    source.write_text('endorsed_on = 2025-01-28\n[[endorser]]\nposition = 1\nname = "“The Circle”"\n')
    assert launch.load(source) == 0
    assert list(Endorsement.objects.all()) == [own]


def the_circle_alone(folder: Path) -> Path:
    """A launch list of one."""
    source = folder / "endorsers.toml"
    source.write_text('endorsed_on = 2025-01-28\n[[endorser]]\nposition = 1\nname = "“The Circle”"\n')
    return source


@pytest.mark.parametrize("status", ["waiting", "rejected", "withdrawn"])
def test_who_confirmed_by_themselves_and_perhaps_left_again_is_not_entered(tmp_path: Path, status: str) -> None:
    factories.an_endorsement(status, name="The Circle")
    assert launch.load(the_circle_alone(tmp_path)) == 0
    assert Endorsement.objects.get().status == status


def test_who_was_confirmed_without_ever_being_approved_and_withdrew_stays_away(tmp_path: Path) -> None:
    workflow.withdraw(factories.an_endorsement("waiting", name="The Circle"))
    assert launch.load(the_circle_alone(tmp_path)) == 0
    assert totals.counted() == 0


@pytest.mark.parametrize("status", ["unconfirmed", "expired"])
def test_a_request_that_nobody_confirmed_keeps_nobody_off_the_list(tmp_path: Path, status: str) -> None:
    factories.an_endorsement(status, name="The Circle")
    assert launch.load(the_circle_alone(tmp_path)) == 1


def test_an_entry_without_a_name_enters_nobody(tmp_path: Path) -> None:
    factories.the_demands()
    source = tmp_path / "endorsers.toml"
    source.write_text(
        'endorsed_on = 2025-01-28\n[[endorser]]\nposition = 1\nname = "One"\n[[endorser]]\nposition = 2\n'
    )
    with pytest.raises(KeyError):
        launch.load(source)
    assert not Endorsement.objects.exists()


def test_the_command_is_quiet_when_there_is_nothing_to_do() -> None:
    factories.the_demands()
    for expected in ("30 launch endorsers entered.\n", ""):
        said = StringIO()
        call_command("load_launch_endorsers", stdout=said)
        assert said.getvalue() == expected


def test_whoever_was_erased_does_not_come_back() -> None:
    """What the file brings is public: neither an entry nor somebody of its name is entered a second time."""
    factories.the_demands()
    names = [entry["name"] for entry in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["endorser"]]
    quiet = factories.an_endorsement("approved", name=names[0], visibility="unnamed")
    assert launch.load(SOURCE) == 29
    entered = Endorsement.objects.get(launch_position=2)
    workflow.erase(quiet)
    workflow.erase(entered)
    assert launch.load(SOURCE) == 0
    assert not Endorsement.objects.of_name(names[0]).exists()
    assert not Endorsement.objects.of_name(names[1]).exists()


def test_whoever_was_hidden_does_not_come_back_and_keeps_no_place() -> None:
    factories.the_demands()
    launch.load(SOURCE)
    known = Endorsement.objects.get(launch_position=1)
    hidden = changes.hide(known, actor=factories.a_moderator())
    assert hidden.launch_position is None
    assert hidden.public_id != known.public_id
    assert launch.load(SOURCE) == 0
