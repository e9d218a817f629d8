"""Where two different people have to approve."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from campaign import versions
from endorsements import changes, contacts, workflow
from endorsements.models import Endorsement, Event, Mail
from endorsements.refusals import NeedsAnother, NeedsTakingBack
from tests.endorsements import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_have_to_agree(settings: LazySettings) -> None:
    """The option is on."""
    settings.APPROVALS_NEEDED = 2


def status_of(endorsement: Endorsement) -> str:
    """As the database has it."""
    return Endorsement.objects.get(pk=endorsement.pk).status


def by(username: str, endorsement: Endorsement) -> Endorsement:
    """Let this moderator approve."""
    return workflow.approve(endorsement, actor=factories.a_moderator(username), reason="Checked.")


def test_the_first_word_publishes_nothing_and_the_second_does() -> None:
    waiting = factories.an_endorsement("waiting")
    mails = Mail.objects.count()
    by("first", waiting)
    assert status_of(waiting) == "waiting"
    assert Mail.objects.count() == mails
    assert not Endorsement.objects.public().exists()
    by("second", waiting)
    assert status_of(waiting) == "approved"
    actors = [event.actor.username for event in Event.objects.filter(endorsement=waiting) if event.actor]
    assert actors == ["first", "second"]
    assert factories.the_events(waiting)[-2:] == ["first_approved", "approved"]


def test_the_same_person_is_not_two() -> None:
    waiting = factories.an_endorsement("waiting")
    by("first", waiting)
    with pytest.raises(NeedsAnother):
        by("first", waiting)
    assert status_of(waiting) == "waiting"


def _correct(endorsement: Endorsement) -> object:
    return changes.propose(endorsement, {"statement": "Other words."})


def _hide(endorsement: Endorsement) -> object:
    return changes.hide(endorsement)


def _correct_by_staff(endorsement: Endorsement) -> object:
    return changes.correct(endorsement, {"name": "Another Name"}, actor=factories.a_moderator("third"))


@pytest.mark.parametrize("change", [_correct, _hide, _correct_by_staff])
def test_a_first_word_is_about_what_stood_then(change: Callable[[Endorsement], object]) -> None:
    waiting = factories.an_endorsement("waiting")
    by("first", waiting)
    change(waiting)
    by("second", waiting)
    assert status_of(waiting) == "waiting", "the second saw other words than the first"
    by("first", waiting)
    assert status_of(waiting) == "approved"


def test_another_mailbox_leaves_the_first_word_as_it_is() -> None:
    waiting = factories.an_endorsement("waiting")
    by("first", waiting)
    contacts.ask_move(waiting, "new@circle.example")
    by("second", waiting)
    assert status_of(waiting) == "approved"


def test_a_decision_taken_back_needs_two_again() -> None:
    waiting = factories.an_endorsement("waiting")
    by("first", waiting)
    by("second", waiting)
    workflow.take_back(waiting, actor=factories.a_moderator("third"), reason="A mistake.")
    by("second", waiting)
    assert status_of(waiting) == "waiting"


def test_one_is_enough_to_reject() -> None:
    waiting = factories.an_endorsement("waiting")
    by("first", waiting)
    workflow.reject(waiting, actor=factories.a_moderator("first"))
    assert status_of(waiting) == "rejected"


def test_a_change_of_what_is_public_needs_two_as_well(settings: LazySettings) -> None:
    settings.APPROVALS_NEEDED = 1
    approved = factories.an_endorsement("approved", statement="Old words.")
    settings.APPROVALS_NEEDED = 2
    factories.a_change(approved, statement="New words.")
    for username, statement in (("first", "Old words."), ("second", "New words.")):
        changes.accept(approved, actor=factories.a_moderator(username))
        assert Endorsement.objects.get(pk=approved.pk).statement == statement
    with pytest.raises(NeedsAnother):
        changes.accept(_first_said_yes(approved), actor=factories.a_moderator("first"))


def _first_said_yes(approved: Endorsement) -> Endorsement:
    factories.a_change(approved, statement="Newer words.")
    return changes.accept(approved, actor=factories.a_moderator("first"))


def test_what_one_person_enters_waits_for_the_second() -> None:
    entry = Endorsement(name="Entry", country="PL", demands_version=factories.the_demands())
    workflow.enter(entry, actor=factories.a_moderator("first"))
    assert status_of(entry) == "waiting"
    with pytest.raises(NeedsAnother):
        by("first", entry)
    by("second", entry)
    assert status_of(entry) == "approved"


def test_the_launch_list_is_nobodys_word() -> None:
    factories.the_demands()
    entry = Endorsement(name="Entry", demands_version=versions.current())
    assert status_of(workflow.enter(entry, actor=None)) == "approved"


def test_the_moderator_is_told_that_another_is_needed(client: Client) -> None:
    waiting = factories.an_endorsement("waiting")
    client.force_login(factories.a_moderator("first"))
    sent = {"action": "approve", "_selected_action": str(waiting.pk)}
    page = client.post("/admin/endorsements/endorsement/", sent, follow=True).content.decode()
    assert "Another moderator has to approve it too." in page
    page = client.post("/admin/endorsements/endorsement/", sent, follow=True).content.decode()
    assert "You have approved it already." in page
    assert status_of(waiting) == "waiting"


def test_one_alone_does_not_correct_what_is_on_the_list() -> None:
    waiting = factories.an_endorsement("waiting")
    by("first", waiting)
    by("second", waiting)
    with pytest.raises(NeedsTakingBack):
        changes.correct(waiting, {"name": "Something Else"}, actor=factories.a_moderator("first"))
    workflow.take_back(waiting, actor=factories.a_moderator("first"), reason="A mistake in the name.")
    changes.correct(waiting, {"name": "Something Else"}, actor=factories.a_moderator("first"))
    assert not Endorsement.objects.public().exists()
    by("first", waiting)
    by("second", waiting)
    assert Endorsement.objects.public().get().name == "Something Else"
