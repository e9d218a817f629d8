"""What may be changed about an endorsement without changing its status: by its contact, and by staff.

What becomes public waits for a moderator; what hides something never waits.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from endorsements import approvals, erasure, evidence, mails
from endorsements.models import Change, Endorsement
from endorsements.models.change import Outcome
from endorsements.models.event import By, Verb
from endorsements.models.mail import Kind
from endorsements.models.states import Status, Visibility
from endorsements.records import check_seen, lock, lock_managed, log, save, waiting_change
from endorsements.refusals import NeedsTakingBack, NothingWaits

STAFF_FIELDS = ("name", "country", "website", "statement", "endorsed_on")


@transaction.atomic
def propose(
    endorsement: Endorsement, wanted: Mapping[str, str], *, contact: Mapping[str, str] | None = None
) -> Endorsement:
    """The contact corrects `statement`, `website` or `visibility`, and their own `contact_name` and `contact_role`.

    Of a waiting endorsement it is written at once, since a moderator looks at it anyway. Of an approved one it
    becomes a Change that waits, and the old stays meanwhile. What is equal to what stands is no change. Raises Ended.
    """
    endorsement = lock_managed(endorsement)
    if contact and any(getattr(endorsement, field) != value for field, value in contact.items()):
        for field, value in contact.items():
            setattr(endorsement, field, value)
        save(endorsement)
        log(endorsement, Verb.CORRECTED, By.CONTACT)
    different = {field: value for field, value in wanted.items() if getattr(endorsement, field) != value}
    former = waiting_change(endorsement)
    if former:
        # What waits already and is not spoken of in this request goes on waiting with it.
        different = {**{f: v for f, v in former.asked().items() if f not in wanted}, **different}
        if different == former.asked():
            return endorsement
        former.close(Outcome.SUPERSEDED)
    elif not different:
        return endorsement
    if endorsement.status == Status.WAITING:
        for field, value in different.items():
            setattr(endorsement, field, value)
        evidence.gather(endorsement)
        save(endorsement)
    elif different:
        Change.objects.create(endorsement=endorsement, **different)
        evidence.gather(endorsement)
        endorsement.save(update_fields=["evidence", "sealed"])
        mails.tell_moderators()
    log(endorsement, Verb.CHANGE_PROPOSED, By.CONTACT)
    return endorsement


@transaction.atomic
def hide(endorsement: Endorsement, *, actor: User | None = None) -> Endorsement:
    """Stop naming the organisation, at once and without asking anybody: it may be a matter of safety. Raises Ended."""
    endorsement = lock_managed(endorsement)
    change = waiting_change(endorsement)
    wished = bool(change and change.visibility)
    if change and wished:
        change.close(Outcome.SUPERSEDED)
        kept = {field: value for field, value in change.asked().items() if field != "visibility"}
        if kept:
            Change.objects.create(endorsement=endorsement, **kept)
    if wished or not endorsement.is_unnamed:
        endorsement.visibility = Visibility.UNNAMED
        endorsement.forget_proof()
        # Both were published, or can be looked up, beside the name.
        endorsement.public_id, endorsement.launch_position = uuid.uuid4(), None
        save(endorsement)
        erasure.forget_name_elsewhere(endorsement)
        log(endorsement, Verb.HIDDEN, By.STAFF if actor else By.CONTACT, actor=actor)
    return endorsement


@transaction.atomic
def accept(endorsement: Endorsement, *, actor: User, reason: str = "", seen_at: datetime | None = None) -> Endorsement:
    """Publish the change that waits, and tell the contact. Where two have to agree, the first one's word is kept.

    Raises NothingWaits, ChangedSinceSeen, NeedsAnother when the same person agreed already, AlreadyThere.
    """
    endorsement, change = _lock_with_change(endorsement, seen_at)
    if approvals.is_first(endorsement, actor):
        approvals.keep(endorsement, actor, reason)
        return endorsement
    for field, value in change.asked().items():
        setattr(endorsement, field, value)
    save(endorsement)
    change.close(Outcome.ACCEPTED)
    event = log(endorsement, Verb.CHANGE_ACCEPTED, By.STAFF, actor=actor, reason=reason)
    mails.tell_contact(Kind.CHANGE_ACCEPTED, endorsement, event)
    return endorsement


@transaction.atomic
def decline(endorsement: Endorsement, *, actor: User, reason: str = "", seen_at: datetime | None = None) -> Endorsement:
    """Leave what stands as it is, and tell the contact, with the reason if one is given. Raises as `accept`."""
    endorsement, change = _lock_with_change(endorsement, seen_at)
    change.close(Outcome.DECLINED)
    evidence.gather(endorsement)
    endorsement.save(update_fields=["evidence", "sealed"])
    event = log(endorsement, Verb.CHANGE_DECLINED, By.STAFF, actor=actor, reason=reason)
    mails.tell_contact(Kind.CHANGE_DECLINED, endorsement, event)
    return endorsement


@transaction.atomic
def correct(
    endorsement: Endorsement, values: Mapping[str, object], *, actor: User, seen_at: datetime | None = None
) -> Endorsement:
    """Staff correct what the public sees (STAFF_FIELDS). The event says which fields, never what they held.

    `seen_at` is when their page was made: a page that is older than the record would bring back what was removed since.
    Where two have to agree, what is on the public list is not corrected by one: they take it back first.
    Raises ChangedSinceSeen, NeedsTakingBack, or AlreadyThere when the corrected name or website belongs to another
    approved record.
    """
    endorsement = lock(endorsement)
    check_seen(endorsement, seen_at)
    different = [field for field in STAFF_FIELDS if field in values and getattr(endorsement, field) != values[field]]
    if not different:
        return endorsement
    if endorsement.is_public and approvals.two_are_needed():
        raise NeedsTakingBack
    for field in different:
        setattr(endorsement, field, values[field])
    evidence.gather(endorsement)
    save(endorsement)
    log(endorsement, Verb.CORRECTED, By.STAFF, actor=actor, reason=", ".join(different))
    return endorsement


def _lock_with_change(endorsement: Endorsement, seen_at: datetime | None) -> tuple[Endorsement, Change]:
    endorsement = lock(endorsement)
    change = waiting_change(endorsement)
    if change is None or endorsement.status != Status.APPROVED:
        raise NothingWaits
    check_seen(endorsement, seen_at)
    return endorsement, change
