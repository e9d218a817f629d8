"""What is acted on at the moment when it would be forgotten."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.utils import timezone

from endorsements import contacts, retention, workflow
from endorsements.models import Endorsement, Mail
from tests.endorsements import factories
from tests.endorsements.aging import age_events
from tests.endorsements.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def an_overdue_request() -> Endorsement:
    """A request whose days to be confirmed are over."""
    endorsement = factories.an_endorsement("unconfirmed")
    Endorsement.objects.update(updated_at=timezone.now() - timedelta(days=8))
    Mail.objects.update(queued_at=timezone.now() - timedelta(days=3), sent_at=timezone.now())
    return endorsement


def a_rejection_of_long_ago() -> Endorsement:
    """A rejected endorsement whose contact has had time to object."""
    endorsement = factories.an_endorsement("rejected")
    Endorsement.objects.update(decided_at=timezone.now() - timedelta(days=91))
    return endorsement


def an_old_invitation() -> Endorsement:
    """An entry that its invited contact has not taken over in time."""
    entry = contacts.invite(factories.an_entry(), "office@entry.example", "en", actor=factories.a_moderator())
    age_events(entry, "invited", timedelta(days=31))
    return entry


def an_old_move() -> Endorsement:
    """An endorsement whose new mailbox has not confirmed in time."""
    endorsement = contacts.ask_move(factories.an_endorsement("approved"), "new@circle.example")
    age_events(endorsement, "move_asked", timedelta(days=8))
    return endorsement


@pytest.mark.parametrize(("overdue", "act"), [
    (an_overdue_request, workflow.confirm),
    (a_rejection_of_long_ago, lambda e: workflow.take_back(e, actor=factories.a_moderator(), reason="A mistake")),
    (an_old_invitation, lambda e: contacts.take_over(e, contact_name="Olena", contact_role="Chair", language="en")),
    (an_old_invitation, lambda e: contacts.invite(e, "office@entry.example", "en", actor=factories.a_moderator())),
    (an_old_move, lambda e: contacts.ask_move(e, "new@circle.example")),
    (an_old_move, contacts.move),
])  # fmt: skip
def test_what_is_acted_on_while_the_overdue_are_forgotten_is_not_forgotten(
    overdue: Callable[[], Endorsement], act: Callable[[Endorsement], Endorsement]
) -> None:
    endorsement = overdue()
    assert sum(asdict(retention.run(dry_run=True)).values()) == 1
    (done,) = at_once(lambda: retention.run(dry_run=False), behind=lambda: act(endorsement))
    assert isinstance(done, retention.Forgotten)
    assert set(asdict(done).values()) == {0}
    endorsement.refresh_from_db()
    assert endorsement.contact_email
    assert not {"expired", "contact_erased"} & set(factories.the_events(endorsement))
