"""Where two different people have to approve: the first one's word is kept until the second gives theirs."""

from django.conf import settings
from django.contrib.auth.models import User

from endorsements import mails
from endorsements.models import Endorsement, Event
from endorsements.models.event import By, Verb
from endorsements.records import log
from endorsements.refusals import NeedsAnother

# After these a first approval still stands: the words that it was about are the same.
LEAVES_WORDS_ALONE = (
    Verb.CONTACT_EXPORTED,
    Verb.DOMAIN_PROVEN,
    Verb.DOMAIN_NOT_PROVEN,
    Verb.MOVE_ASKED,
    Verb.MOVED,
    Verb.REVIEW_ASKED,
    Verb.REVIEWED,
)


def two_are_needed() -> bool:
    """Whether the site asks for a second approval (setting APPROVALS_NEEDED)."""
    return settings.APPROVALS_NEEDED > 1


def first_word(endorsement: Endorsement) -> Event | None:
    """The approval that waits for a second one, if nothing that it was about has changed since."""
    last = endorsement.events.exclude(verb__in=LEAVES_WORDS_ALONE).last()
    return last if last and last.verb == Verb.FIRST_APPROVED else None


def is_first(endorsement: Endorsement, actor: User) -> bool:
    """Whether `actor`'s approval is the first of two. Called with the record locked.

    Raises NeedsAnother when the same person gave the first.
    """
    if not two_are_needed():
        return False
    before = first_word(endorsement)
    if before and before.actor_id == actor.pk:
        raise NeedsAnother
    return before is None


def keep(endorsement: Endorsement, actor: User, reason: str = "") -> None:
    """Write the first approval down, and let moderators know that a second is needed."""
    log(endorsement, Verb.FIRST_APPROVED, By.STAFF, actor=actor, reason=reason)
    mails.tell_moderators()
