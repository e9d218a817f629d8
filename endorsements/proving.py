"""The proof of a domain, which nobody has to give: its line, the asking, and what was found.

An unnamed organisation is never offered it: the line is there for everybody to read. The search itself goes over the
network, so it is the worker's (jobs.prove_domain), and no row is held meanwhile.
"""

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from endorsements import limits
from endorsements.models import Endorsement
from endorsements.models.event import By, Verb
from endorsements.models.states import MANAGED, ProvenBy
from endorsements.proof import findings, places
from endorsements.proof.findings import Check, Finding
from endorsements.proof.places import Place
from endorsements.records import lock_managed, log
from endorsements.refusals import AskedTooOften, Ended, NothingToProve
from people1st import keyring, security

AN_HOUR = timedelta(hours=1)
MOST_LOOKS_AN_HOUR = 6
# For everybody together who gives a website of this domain: it may be a stranger's.
MOST_LOOKS_AT_A_DOMAIN = 20

logger = logging.getLogger(__name__)


def place_of(endorsement: Endorsement) -> Place | None:
    """Where its contact may leave the line; None when there is nothing that may be proven."""
    may = endorsement.status in MANAGED and endorsement.consent_wording and not endorsement.is_unnamed
    return places.of(endorsement.website) if may and endorsement.website else None


@transaction.atomic
def give_line(endorsement: Endorsement) -> Endorsement:
    """Give the endorsement a code of its own; once given it stays. Raises Ended, NothingToProve."""
    endorsement, _place = _lock_provable(endorsement)
    if not endorsement.proof_code:
        # Not a secret, but nobody else's. What moderators judge stays the same, so the record counts as unchanged.
        endorsement.proof_code = secrets.token_hex(16)
        Endorsement.objects.filter(pk=endorsement.pk).update(proof_code=endorsement.proof_code)
    return endorsement


@transaction.atomic
def ask(endorsement: Endorsement) -> Endorsement:
    """Let the worker look for the line, within the limits. Raises Ended, NothingToProve, AskedTooOften."""
    endorsement, place = _lock_provable(endorsement)
    if not endorsement.proof_code:
        raise NothingToProve
    _count("proof", str(endorsement.pk), MOST_LOOKS_AN_HOUR)
    _count("proof_domain", keyring.digest("proof_domain", place.domain), MOST_LOOKS_AT_A_DOMAIN)
    job = queue.configure_task(
        "endorsements.jobs.prove_domain", lock="prove_domain", queueing_lock=f"prove_domain:{endorsement.pk}"
    )
    try:
        with transaction.atomic():
            job.defer(endorsement_id=endorsement.pk)
    except AlreadyEnqueued:
        logger.debug("The worker will look already.")
    return endorsement


def look(endorsement: Endorsement, checks: Iterable[Check]) -> None:
    """Try each check until one finds the line, and write down what was found. Never raises what a check met."""
    place = place_of(endorsement)
    if place is None or not endorsement.proof_code or endorsement.proven_at:
        return
    found: dict[ProvenBy, Finding] = {}
    proven = ""
    for check in checks:
        sighting = check.look(place, places.line(endorsement.proof_code))
        found[check.by], proven = sighting.finding, sighting.domain
        if proven:
            break
    _write_down(endorsement, found, proven)


@transaction.atomic
def _write_down(looked_at: Endorsement, found: dict[ProvenBy, Finding], proven: str) -> None:
    """Keep what was found, unless the record has changed meanwhile so that it says nothing about it."""
    try:
        endorsement, place = _lock_provable(looked_at)
    except (Ended, NothingToProve):
        return
    if (endorsement.proof_code, place) != (looked_at.proof_code, place_of(looked_at)) or endorsement.proven_at:
        return
    if proven:
        Endorsement.objects.filter(pk=endorsement.pk).update(
            proven_domain=proven, proven_at=timezone.now(), proven_by=list(found)[-1]
        )
    verb = Verb.DOMAIN_PROVEN if proven else Verb.DOMAIN_NOT_PROVEN
    log(endorsement, verb, By.SYSTEM, reason=findings.as_reason(found))


def last_look(endorsement: Endorsement) -> tuple[datetime, dict[ProvenBy, Finding]] | None:
    """When the line was last looked for in vain, and what was found instead; None when it was not, or was found."""
    looks = endorsement.events.filter(verb__in=(Verb.DOMAIN_PROVEN, Verb.DOMAIN_NOT_PROVEN))
    last = looks.last() if endorsement.proof_code else None
    return (last.at, findings.from_reason(last.reason)) if last and last.verb == Verb.DOMAIN_NOT_PROVEN else None


def line_may_be_left(endorsement: Endorsement) -> bool:
    """Whether an organisation that is unnamed now was named once, and may have left the line where all can read it."""
    return endorsement.is_unnamed and endorsement.events.filter(verb=Verb.HIDDEN).exists()


def _lock_provable(endorsement: Endorsement) -> tuple[Endorsement, Place]:
    endorsement = lock_managed(endorsement)
    place = place_of(endorsement)
    if place is None:
        raise NothingToProve
    return endorsement, place


def _count(scope: str, key: str, most: int) -> None:
    wait = limits.hit(scope, key, most, AN_HOUR)
    if wait:
        security.record(security.Event.LIMIT_HIT, scope=scope)
        raise AskedTooOften(wait)
