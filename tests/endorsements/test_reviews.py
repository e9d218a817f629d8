"""Once a year the contact is asked whether what is kept is still right."""

from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from django.utils import timezone

from endorsements import contacts, retention, reviews, submissions, workflow
from endorsements.models import Endorsement, Mail, Protection
from endorsements.models.token import Purpose
from tests.endorsements import factories
from tests.endorsements.aging import age_events
from tests.endorsements.visitors import deliver, link_to, links_in, path_of, press

pytestmark = pytest.mark.django_db
A_YEAR = timedelta(days=366)


def a_quiet_one(*, silent_for: timedelta = A_YEAR, **changed: str) -> Endorsement:
    """Approved, and its contact not heard of for more than a year."""
    quiet = factories.an_endorsement("approved", **changed)
    age_events(quiet, "confirmed", silent_for)
    return quiet


def test_who_was_heard_of_lately_is_not_asked() -> None:
    quiet = a_quiet_one()
    age_events(factories.an_endorsement("waiting"), "confirmed", A_YEAR)
    factories.an_endorsement("approved")
    moved = a_quiet_one()
    contacts.ask_move(moved, "new@circle.example")
    contacts.move(moved)
    factories.an_entry()
    assert list(reviews.due()) == [quiet]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_contact_is_asked_once_and_answers_with_a_tick(client: Client, language: str) -> None:
    quiet = a_quiet_one(language=language)
    deliver()
    assert [reviews.ask_next(), reviews.ask_next()] == [1, 0]
    (letter,) = deliver()
    address = path_of(links_in(letter)[0])
    assert press(client, address, "still_right", tick=False).status_code == 422  # type: ignore[attr-defined]
    assert reviews.is_open(quiet)
    assert press(client, address, "still_right").status_code == 302  # type: ignore[attr-defined]
    assert not reviews.is_open(quiet)
    assert factories.the_events(quiet)[-2:] == ["review_asked", "reviewed"]


def test_of_many_who_are_due_at_once_a_few_are_asked_in_each_run_the_longest_silent_first(
    settings: LazySettings,
) -> None:
    settings.REVIEWS_AT_ONCE = 2
    quiet = {days: a_quiet_one(silent_for=timedelta(days=days)) for days in (370, 400, 380, 390, 366)}
    for turn in ({400, 390}, {380, 370}, {366}, set()):
        assert retention.run(dry_run=True).reviews_asked == len(turn)
        before = set(Endorsement.objects.filter(events__verb="review_asked"))
        assert retention.run(dry_run=False).reviews_asked == len(turn)
        asked = set(Endorsement.objects.filter(events__verb="review_asked")) - before
        assert asked == {quiet[days] for days in turn}
    assert factories.the_kinds().count("review") == len(quiet)


def test_yearly_questions_hold_up_no_visitor() -> None:
    for _ in range(60):
        a_quiet_one()
    Protection.objects.create(mails_an_hour=60)
    Mail.objects.update(released_at=timezone.now() - timedelta(hours=2))
    assert retention.run(dry_run=False).reviews_asked == settings.REVIEWS_AT_ONCE == 50
    assert submissions.submit(factories.a_submission()).mails.get().held_for == ""


def test_without_the_question_there_is_no_form_for_the_answer(client: Client) -> None:
    address = link_to(Purpose.MANAGE, factories.an_endorsement("approved"))
    assert client.post(address, {"still_right": "1", "still_right-agree": "on"}).status_code == 422


def test_who_withdrew_meanwhile_is_not_asked() -> None:
    quiet = a_quiet_one()
    reviews.ask_next()
    workflow.withdraw(quiet)
    subjects = [letter.subject for letter in deliver()]
    assert "The endorsement has been withdrawn" in subjects
    assert "Is this still right?" not in subjects
