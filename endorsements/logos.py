"""The logos of endorsers: set and removed by staff, and the sheets that the public list shows them from."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched

from django.contrib.auth.models import User
from django.db import transaction

from endorsements import approvals
from endorsements.models import Endorsement
from endorsements.models.event import By, Verb
from endorsements.records import check_seen, lock, log, save
from endorsements.refusals import NeedsTakingBack, NoLogoHere
from people1st import pictures, sheets
from people1st.pictures import Encoded
from people1st.sheets import LOGOS, Sheet


@transaction.atomic
def put(
    endorsement: Endorsement, logo: Encoded | None, permission: str, *, actor: User, seen_at: datetime | None = None
) -> Endorsement:
    """Show this logo beside the name, or with None keep the one that is there. `permission` says by whose word.

    Where two have to agree, what is on the public list gets none by one alone: they take it back first.
    Raises ChangedSinceSeen, NoLogoHere, NeedsTakingBack.
    """
    endorsement = lock(endorsement)
    check_seen(endorsement, seen_at)
    if not endorsement.may_have_logo or (logo is None and endorsement.logo_id is None) or not permission:
        raise NoLogoHere
    if logo and endorsement.is_public and approvals.two_are_needed():
        raise NeedsTakingBack
    if logo is None and permission == endorsement.logo_permission:
        return endorsement
    if logo:
        endorsement.logo = pictures.keep(logo, made_by=actor)
    endorsement.logo_permission = permission
    save(endorsement)
    log(endorsement, Verb.LOGO_SET, By.STAFF, actor=actor)
    pictures.forget_unused()
    return endorsement


@transaction.atomic
def remove(endorsement: Endorsement, *, actor: User) -> Endorsement:
    """Show and keep none, at once; what hides something never waits."""
    endorsement = lock(endorsement)
    if endorsement.logo_id is not None:
        endorsement.forget_logo()
        save(endorsement)
        log(endorsement, Verb.LOGO_REMOVED, By.STAFF, actor=actor)
        pictures.forget_unused()
    return endorsement


def sheet_for(shown: Iterable[Endorsement]) -> Sheet | None:
    """The sheet for a page that shows these endorsers: the one that holds most of their logos; None without any.

    A search or another order makes no sheet of its own, or whoever asks for enough of them would keep us drawing.
    """
    wanted = {endorsement.logo_id for endorsement in shown} - {None}
    if not wanted:
        return None
    return max(_all_sheets(), key=lambda sheet: len(wanted.intersection(dict(sheet.pictures))), default=None)


def public_sheet(digest: str) -> Sheet | None:
    """The sheet of this digest, when it is one of what is public now."""
    return next((sheet for sheet in _all_sheets() if sheet.digest == digest), None)


def _all_sheets() -> Iterator[Sheet]:
    """The sheets of all logos that are public, in the order of the list."""
    rows = Endorsement.objects.public().filter(logo__isnull=False).values_list("logo_id", "logo__sha256")
    return filter(None, (sheets.sheet_of(LOGOS, some) for some in batched(rows, LOGOS.most)))
