"""How a record is held, kept and logged; the verbs in workflow, changes and contacts stand on these."""

from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from endorsements import limits, names
from endorsements.models import Change, Endorsement, Event
from endorsements.models.change import Outcome
from endorsements.models.event import By, Verb
from endorsements.models.states import MANAGED, OPEN, Status
from endorsements.proof import places
from endorsements.refusals import AlreadyThere, ChangedSinceSeen, Ended
from people1st import keyring, pictures, security

# The unique constraints that a verb may run into; any other broken constraint is a fault of ours.
RIVALRIES = (
    "one_approved_per_name",
    "one_approved_per_website",
    "one_open_per_mailbox_and_name",
)


def lock(endorsement: Endorsement) -> Endorsement:
    """The row as it is now, held until the transaction ends."""
    return Endorsement.objects.select_for_update(of=("self",)).get(pk=endorsement.pk)


def lock_managed(endorsement: Endorsement) -> Endorsement:
    """As `lock`, for what its contact may do; raises Ended when there is nothing left to manage."""
    endorsement = lock(endorsement)
    if endorsement.status not in MANAGED:
        raise Ended(Status(endorsement.status))
    return endorsement


def save(endorsement: Endorsement) -> None:
    """Save; raises AlreadyThere when the database keeps another record for the same organisation.

    The proof of a domain goes when the website is another one's; the logo when the organisation is not named any more,
    or is refused, or ends.
    """
    loses_logo = endorsement.logo_id is not None and not endorsement.may_have_logo
    if loses_logo:
        endorsement.forget_logo()
    if endorsement.proven_domain and not places.covers(endorsement.proven_domain, endorsement.website):
        endorsement.forget_proof()
    try:
        with transaction.atomic():
            if endorsement.status in {*OPEN, Status.APPROVED}:
                _check_rivals(endorsement)
            endorsement.save()
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) not in RIVALRIES:
            raise
        raise AlreadyThere(rival_of(endorsement)) from error
    if loses_logo:
        pictures.forget_unused()


def _check_rivals(endorsement: Endorsement) -> None:
    """Raise AlreadyThere for the same organisation where the database cannot tell.

    Its constraints do not compare a named with an unnamed record, nor, while keys change, hashes under two of them.
    """
    if endorsement.status == Status.APPROVED:
        organisation = [f"name:{names.name_key(endorsement.name)}"]
        if endorsement.website:
            organisation.append(f"website:{names.website_key(endorsement.website)}")
        limits.hold(*organisation)
    rival = rival_of(endorsement)
    if rival and (len(keyring.ids()) > 1 or rival.is_unnamed != endorsement.is_unnamed):
        raise AlreadyThere(rival)


def rival_of(endorsement: Endorsement) -> Endorsement | None:
    """The record that stands in the way of this one, if one does: approved, or open for the same mailbox."""
    endorsement.derive_keys()
    others = Endorsement.objects.exclude(pk=endorsement.pk)
    if endorsement.status == Status.APPROVED:
        return others.approved().of_organisation(endorsement.name, endorsement.website).first()
    if not endorsement.contact_email:
        return None
    return others.open().of_mailbox(endorsement.contact_email).of_name(endorsement.name).first()


def log(
    endorsement: Endorsement,
    verb: Verb,
    by: By,
    *,
    actor: User | None = None,
    reason: str = "",
    before: str | None = None,
) -> Event:
    """Write what happened into the append-only history. `before` is the former status; the same one when omitted.

    What staff did is told to the security log too, once it is committed, by numbers alone.
    """
    if actor:
        told: dict[str, str | int] = {"verb": str(verb), "endorsement": endorsement.pk, "actor": actor.pk}
        transaction.on_commit(partial(security.record, security.Event.DECISION, request=None, **told))
    return Event.objects.create(
        endorsement=endorsement,
        verb=verb,
        by=by,
        actor=actor,
        from_status=endorsement.status if before is None else before,
        to_status=endorsement.status,
        reason=reason.strip(),
    )


def waiting_change(endorsement: Endorsement) -> Change | None:
    """The change of this endorsement that waits for a moderator, if one does."""
    return endorsement.changes.filter(outcome=Outcome.WAITING).first()


def check_seen(endorsement: Endorsement, seen_at: datetime | None) -> None:
    """Raise ChangedSinceSeen when the record, or what it asks for, is younger than the page it was judged on."""
    if seen_at is None:
        return
    change = waiting_change(endorsement)
    if endorsement.updated_at > seen_at or (change and change.proposed_at > seen_at):
        raise ChangedSinceSeen
