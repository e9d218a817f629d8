"""The sets of endorsements that others ask for."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from endorsements.models import orders, sealing
from endorsements.models.states import CONTACT_FIELDS, MANAGED, OPEN, Status, Visibility

if TYPE_CHECKING:
    from endorsements.models.endorsement import Endorsement  # noqa: F401 - as a text, below


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    """Every state that others ask for has a name here."""

    def public(self) -> "EndorsementQuerySet":
        """What anyone may see: approved and willing to be named; the launch list first, then by date.

        Contacts are left in the database: no public page opens one.
        """
        return (
            self.filter(status=Status.APPROVED, visibility=Visibility.PUBLIC)
            .order_by(*orders.IN_TIME)
            .defer(*CONTACT_FIELDS, "evidence", "logo_permission")
        )

    def approved(self) -> "EndorsementQuerySet":
        """Every approved endorsement, named or not."""
        return self.filter(status=Status.APPROVED)

    def open(self) -> "EndorsementQuerySet":
        """Requests that no moderator has decided yet."""
        return self.filter(status__in=OPEN)

    def managed(self) -> "EndorsementQuerySet":
        """Those whose contact may hold a manage link: confirmed and not ended."""
        return self.filter(status__in=MANAGED)

    def of_mailbox(self, email: str) -> "EndorsementQuerySet":
        """Those whose contact reads the mailbox `email`, in whatever spelling."""
        return self.filter(sealing.has_mailbox(email))

    def of_organisation(self, name: str, website: str) -> "EndorsementQuerySet":
        """Those that have the same name or the same website in its canonical form."""
        same = sealing.has_name(name)
        return self.filter(same | sealing.has_website(website) if website else same)

    def of_name(self, name: str) -> "EndorsementQuerySet":
        """Those that have the same name in its canonical form."""
        return self.filter(sealing.has_name(name))

    def needs_decision(self) -> "EndorsementQuerySet":
        """What a moderator has to look at: new requests, and approved ones that ask for a change."""
        return self.filter(Q(status=Status.WAITING) | Q(status=Status.APPROVED, changes__outcome="waiting")).distinct()

    def to_be_checked(self) -> "EndorsementQuerySet":
        """Requests whose mail waits until a moderator has looked at them (endorsements/by_hand.py)."""
        return self.filter(status=Status.UNCONFIRMED, mails__held_for="hand_check").distinct()
