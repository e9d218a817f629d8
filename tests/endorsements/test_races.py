"""Two who decide at the same moment, each with a connection to a real PostgreSQL, both held at the lock and let go."""

import pytest
from django.utils import timezone

from endorsements import changes, workflow
from endorsements.models import Endorsement, Event, Mail
from endorsements.refusals import AlreadyThere, ChangedSinceSeen, NotAllowed, NothingWaits, Refused
from tests.endorsements import factories
from tests.endorsements.racing import at_once, holding, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def test_two_moderators_at_once_make_one_decision() -> None:
    endorsement = factories.an_endorsement("waiting")
    ann, bo = factories.a_moderator("ann"), factories.a_moderator("bo")
    given = at_once(
        lambda: workflow.approve(endorsement, actor=ann),
        lambda: workflow.reject(endorsement, actor=bo),
        behind=holding(endorsement),
    )
    assert refusals(given) == [NotAllowed]
    endorsement.refresh_from_db()
    decision = Event.objects.get(verb__in=["approved", "rejected"])
    assert decision.to_status == endorsement.status
    assert decision.actor == (ann if endorsement.status == "approved" else bo)
    assert factories.the_kinds() == ["confirm", endorsement.status]


def test_confirming_twice_at_once_is_one_event() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    given = at_once(*[lambda: workflow.confirm(endorsement)] * 4, behind=holding(endorsement))
    assert refusals(given) == []
    assert factories.the_events(endorsement) == ["submitted", "confirmed"]
    assert len(factories.the_jobs("write_to_moderators")) == 1


def test_many_confirmed_at_once_tell_moderators_once() -> None:
    several = [factories.an_endorsement("unconfirmed") for _ in range(4)]
    given = at_once(*[lambda one=one: workflow.confirm(one) for one in several], behind=holding(*several))
    assert refusals(given) == []
    assert len(factories.the_jobs("write_to_moderators")) == 1


def test_confirming_and_expiring_at_once_is_one_of_them() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    given = at_once(
        lambda: workflow.confirm(endorsement), lambda: workflow.expire(endorsement), behind=holding(endorsement)
    )
    assert refusals(given) == [NotAllowed]
    assert len(factories.the_events(endorsement)) == 2
    endorsement.refresh_from_db()
    assert endorsement.status == ("expired" if isinstance(given[0], NotAllowed) else "waiting")


def test_confirming_and_withdrawing_at_once_never_brings_back_what_was_withdrawn() -> None:
    endorsement = factories.an_endorsement("waiting")
    given = at_once(
        lambda: workflow.confirm(endorsement), lambda: workflow.withdraw(endorsement), behind=holding(endorsement)
    )
    assert not isinstance(given[1], Refused)
    endorsement.refresh_from_db()
    assert endorsement.status == "withdrawn"
    assert factories.the_events(endorsement) == ["submitted", "confirmed", "withdrawn"]


def test_approving_and_withdrawing_at_once_ends_withdrawn() -> None:
    endorsement, moderator = factories.an_endorsement("waiting"), factories.a_moderator()
    given = at_once(
        lambda: workflow.approve(endorsement, actor=moderator),
        lambda: workflow.withdraw(endorsement),
        behind=holding(endorsement),
    )
    assert refusals(given) in ([], [NotAllowed])
    endorsement.refresh_from_db()
    assert endorsement.status == "withdrawn"
    assert endorsement.contact_email == ""
    assert factories.the_kinds().count("withdrawn") == 1


@pytest.mark.parametrize("same", [{"name": "The Circle"}, {"website": "https://circle.example"}])
def test_of_two_rivals_approved_at_once_one_is(same: dict[str, str]) -> None:
    one, other = factories.an_endorsement("waiting", **same), factories.an_endorsement("waiting", **same)
    moderator = factories.a_moderator()
    given = at_once(
        lambda: workflow.approve(one, actor=moderator),
        lambda: workflow.approve(other, actor=moderator),
        behind=holding(one, other),
    )
    assert refusals(given) == [AlreadyThere]
    assert sorted(Endorsement.objects.values_list("status", flat=True)) == ["approved", "waiting"]
    assert Mail.objects.filter(kind="approved").count() == 1


def test_hiding_while_a_moderator_accepts_the_name_leaves_it_hidden() -> None:
    endorsement = factories.an_endorsement("approved", visibility="unnamed")
    factories.a_change(endorsement, visibility="public")
    moderator = factories.a_moderator()
    given = at_once(
        lambda: changes.hide(endorsement),
        lambda: changes.accept(endorsement, actor=moderator),
        behind=holding(endorsement),
    )
    assert refusals(given) in ([], [NothingWaits])
    assert not Endorsement.objects.public().exists()
    endorsement.refresh_from_db()
    assert endorsement.visibility == "unnamed"


def test_a_change_proposed_while_another_is_accepted_is_not_published_unseen() -> None:
    endorsement = factories.an_endorsement("approved")
    factories.a_change(endorsement, statement="Read by the moderator.")
    seen_at, moderator = timezone.now(), factories.a_moderator()
    given = at_once(
        lambda: changes.propose(endorsement, {"statement": "Read by nobody."}),
        lambda: changes.accept(endorsement, actor=moderator, seen_at=seen_at),
        behind=holding(endorsement),
    )
    assert refusals(given) in ([], [ChangedSinceSeen])
    endorsement.refresh_from_db()
    assert endorsement.statement != "Read by nobody."
