"""What may be changed without changing the status: by the contact, and by staff."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from endorsements import changes, records, workflow
from endorsements.models import Change, Endorsement, Event
from endorsements.refusals import AlreadyThere, ChangedSinceSeen, Ended, NothingWaits
from tests.endorsements import factories

pytestmark = pytest.mark.django_db


def shown(endorsement: Endorsement) -> tuple[str, str, str]:
    """What the public could see of it now."""
    kept = Endorsement.objects.get(pk=endorsement.pk)
    return kept.statement, kept.website, kept.visibility


def test_what_becomes_public_waits_and_the_old_stays() -> None:
    endorsement = factories.an_endorsement("approved", statement="Old", website="https://old.example")
    change = factories.a_change(endorsement, statement="New", website="https://new.example")
    assert shown(endorsement) == ("Old", "https://old.example", "public")
    changes.accept(endorsement, actor=factories.a_moderator(), reason="Fine")
    assert shown(endorsement) == ("New", "https://new.example", "public")
    change.refresh_from_db()
    assert change.outcome == "accepted"
    assert change.decided_at
    assert factories.the_events(endorsement)[-2:] == ["change_proposed", "change_accepted"]
    assert factories.the_kinds()[-1] == "change_accepted"


def test_a_declined_change_leaves_what_stands() -> None:
    endorsement = factories.an_endorsement("approved", statement="Old")
    change = factories.a_change(endorsement, statement="New")
    changes.decline(endorsement, actor=factories.a_moderator(), reason="Not about the demands")
    assert shown(endorsement)[0] == "Old"
    change.refresh_from_db()
    assert change.outcome == "declined"
    assert Event.objects.values_list("verb", "by", "reason").last() == (
        "change_declined", "staff", "Not about the demands",
    )  # fmt: skip


def test_what_waits_for_its_first_decision_is_corrected_at_once() -> None:
    endorsement = factories.an_endorsement("waiting")
    changes.propose(endorsement, {"statement": "New"})
    assert shown(endorsement)[0] == "New"
    assert not Change.objects.exists()


@pytest.mark.parametrize("given", [
    {"contact_role": "Chair"},
    {"contact_name": "Oksana Example"},
    {"contact_name": "Oksana Example", "contact_role": "Chair"},
])  # fmt: skip
def test_who_the_contact_is_is_never_public_and_changes_at_once(given: dict[str, str]) -> None:
    endorsement = factories.an_endorsement("approved", contact_name="Olena Example", contact_role="Director")
    changes.propose(endorsement, {}, contact=given)
    kept = records.lock(endorsement)
    expected = {"contact_name": "Olena Example", "contact_role": "Director", **given}
    assert {"contact_name": kept.contact_name, "contact_role": kept.contact_role} == expected
    assert factories.the_events(endorsement)[-2:] == ["approved", "corrected"]
    assert not [words for words in given.values() if words in str(list(Event.objects.values()))]
    assert not Change.objects.exists()


def test_what_is_equal_is_no_change() -> None:
    endorsement = factories.an_endorsement("approved", statement="Same")
    same = {field: getattr(endorsement, field) for field in ("contact_name", "contact_role")}
    changes.propose(endorsement, {"statement": "Same"}, contact=same)
    assert not Change.objects.exists()
    assert factories.the_events(endorsement)[-1] == "approved"


def test_a_newer_request_supersedes_and_keeps_what_it_does_not_speak_of() -> None:
    endorsement = factories.an_endorsement("approved")
    first = factories.a_change(endorsement, statement="One")
    second = factories.a_change(endorsement, website="https://two.example")
    first.refresh_from_db()
    assert first.outcome == "superseded"
    assert (second.statement, second.website, second.visibility) == ("One", "https://two.example", None)
    factories.a_change(endorsement, website="https://two.example")
    assert Change.objects.count() == 2


def test_asking_for_what_stands_takes_the_request_back() -> None:
    endorsement = factories.an_endorsement("approved", statement="Old")
    change = factories.a_change(endorsement, statement="New")
    changes.propose(endorsement, {"statement": "Old"})
    assert records.waiting_change(endorsement) is None
    change.refresh_from_db()
    assert change.outcome == "superseded"
    assert change.decided_at
    assert factories.the_events(endorsement)[-2:] == ["change_proposed", "change_proposed"]
    assert shown(endorsement)[0] == "Old"


def test_asking_for_what_stands_of_one_field_leaves_the_other_waiting() -> None:
    endorsement = factories.an_endorsement("approved", statement="Old")
    factories.a_change(endorsement, statement="New", website="https://new.example")
    changes.propose(endorsement, {"statement": "Old"})
    change = records.waiting_change(endorsement)
    assert change
    assert change.asked() == {"website": "https://new.example"}


def test_a_change_says_what_it_asks_for_an_empty_text_too() -> None:
    change = factories.a_change(factories.an_endorsement("approved", statement="Old"), statement="")
    assert change.asked() == {"statement": ""}


def test_a_statement_can_be_taken_away() -> None:
    endorsement = factories.an_endorsement("approved", statement="Old")
    factories.a_change(endorsement, statement="")
    changes.accept(endorsement, actor=factories.a_moderator())
    assert shown(endorsement)[0] == ""


@pytest.mark.parametrize("status", ["waiting", "approved"])
def test_the_name_is_hidden_at_once(status: str) -> None:
    endorsement = factories.an_endorsement(status)
    changes.hide(endorsement)
    changes.hide(endorsement)
    assert shown(endorsement)[2] == "unnamed"
    assert factories.the_events(endorsement).count("hidden") == 1
    assert not Endorsement.objects.public().exists()


def test_hiding_takes_back_the_wish_to_be_named_and_nothing_else() -> None:
    endorsement = factories.an_endorsement("approved", visibility="unnamed")
    factories.a_change(endorsement, visibility="public", statement="New")
    changes.hide(endorsement)
    change = records.waiting_change(endorsement)
    assert change
    assert (change.statement, change.visibility) == ("New", None)
    changes.accept(endorsement, actor=factories.a_moderator())
    assert shown(endorsement)[::2] == ("New", "unnamed")


@pytest.mark.parametrize("status", ["unconfirmed", "rejected", "withdrawn", "expired"])
@pytest.mark.parametrize("act", [lambda e: changes.propose(e, {"statement": "New"}), changes.hide])
def test_there_is_nothing_to_change_of_what_is_over(act: Callable[[Endorsement], object], status: str) -> None:
    endorsement = factories.an_endorsement(status)
    with pytest.raises(Ended):
        act(endorsement)


@pytest.mark.parametrize("verb", [changes.accept, changes.decline])
def test_nothing_is_decided_twice_or_unseen(verb: Callable[..., Endorsement]) -> None:
    endorsement, moderator = factories.an_endorsement("approved"), factories.a_moderator()
    with pytest.raises(NothingWaits):
        verb(endorsement, actor=moderator)
    seen_at = timezone.now()
    factories.a_change(endorsement)
    with pytest.raises(ChangedSinceSeen):
        verb(endorsement, actor=moderator, seen_at=seen_at)
    verb(endorsement, actor=moderator, seen_at=timezone.now())
    with pytest.raises(NothingWaits):
        verb(endorsement, actor=moderator)


def test_the_website_of_another_is_not_accepted() -> None:
    factories.an_endorsement("approved", website="https://circle.example")
    endorsement = factories.an_endorsement("approved")
    change = factories.a_change(endorsement, website="https://www.circle.example")
    with pytest.raises(AlreadyThere):
        changes.accept(endorsement, actor=factories.a_moderator())
    change.refresh_from_db()
    assert change.outcome == "waiting"
    assert factories.the_events(endorsement)[-1] == "change_proposed"


def test_staff_correct_what_the_public_sees_and_it_is_written_down() -> None:
    endorsement, moderator = factories.an_endorsement("approved", name="The Cirkle"), factories.a_moderator()
    changes.correct(endorsement, {"name": "The Circle", "endorsed_on": date(2026, 1, 2)}, actor=moderator)
    event = Event.objects.filter(endorsement=endorsement).last()
    assert event
    assert (event.verb, event.by, event.actor) == ("corrected", "staff", moderator)
    assert event.reason == "name, endorsed_on", "a former name would outlive the erasure of the organisation"
    assert records.lock(endorsement).name_key == "thecircle"
    changes.correct(endorsement, {"name": "The Circle"}, actor=moderator)
    assert factories.the_events(endorsement).count("corrected") == 1


def test_staff_correct_no_status_and_no_contact() -> None:
    endorsement = factories.an_endorsement("waiting")
    changes.correct(endorsement, {"status": "approved", "contact_email": "x@y.example"}, actor=factories.a_moderator())
    kept = records.lock(endorsement)
    assert (kept.status, kept.contact_email) == ("waiting", endorsement.contact_email)


def test_a_name_is_not_corrected_into_anothers() -> None:
    factories.an_endorsement("approved", name="The Circle")
    endorsement = factories.an_endorsement("approved", name="The Cirkle")
    with pytest.raises(AlreadyThere):
        changes.correct(endorsement, {"name": "The Circle"}, actor=factories.a_moderator())


def test_a_change_of_a_decision_that_was_taken_back_is_decided_with_the_endorsement() -> None:
    endorsement, moderator = factories.an_endorsement("approved"), factories.a_moderator()
    factories.a_change(endorsement, statement="New")
    endorsement = workflow.take_back(endorsement, actor=moderator, reason="Wrong button")
    assert shown(endorsement)[0] == "New"
    for verb in (changes.accept, changes.decline):
        with pytest.raises(NothingWaits):
            verb(endorsement, actor=moderator)
    workflow.approve(endorsement, actor=moderator)
    with pytest.raises(NothingWaits):
        changes.accept(endorsement, actor=moderator)
    changes.propose(endorsement, {"statement": "Newer"})
    assert shown(endorsement)[0] == "New"


def test_taking_back_only_the_wish_to_be_named_is_written_down_once() -> None:
    endorsement = factories.an_endorsement("approved", visibility="unnamed")
    change = factories.a_change(endorsement, visibility="public")
    changes.hide(endorsement)
    changes.hide(endorsement)
    change.refresh_from_db()
    assert change.outcome == "superseded"
    assert records.waiting_change(endorsement) is None
    assert factories.the_events(endorsement)[-2:] == ["change_proposed", "hidden"]


def test_a_page_of_staff_that_is_older_than_the_record_brings_nothing_back() -> None:
    endorsement, moderator = factories.an_endorsement("approved", statement="Names a person"), factories.a_moderator()
    seen_at = timezone.now()
    changes.correct(endorsement, {"statement": ""}, actor=moderator, seen_at=seen_at)
    events = factories.the_events(endorsement)
    with pytest.raises(ChangedSinceSeen):
        changes.correct(endorsement, {"statement": "Names a person"}, actor=moderator, seen_at=seen_at)
    assert shown(endorsement)[0] == ""
    assert factories.the_events(endorsement) == events
    changes.correct(endorsement, {"statement": "Names nobody"}, actor=moderator, seen_at=timezone.now())
    assert shown(endorsement)[0] == "Names nobody"


def test_a_page_of_staff_that_is_older_than_what_its_contact_asks_for_is_stale() -> None:
    endorsement = factories.an_endorsement("approved")
    seen_at = timezone.now()
    factories.a_change(endorsement)
    with pytest.raises(ChangedSinceSeen):
        changes.correct(endorsement, {"country": "PL"}, actor=factories.a_moderator(), seen_at=seen_at)
