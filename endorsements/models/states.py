"""The words that an endorsement's fields may hold, and which of them go together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an endorsement stands; endorsements/workflow.py says what may follow what."""

    UNCONFIRMED = "unconfirmed", _("unconfirmed")
    WAITING = "waiting", _("waiting")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


OPEN = (Status.UNCONFIRMED, Status.WAITING)
MANAGED = (Status.WAITING, Status.APPROVED)
ENDED = (Status.WITHDRAWN, Status.EXPIRED)
CONTACT_FIELDS = ("contact_name", "contact_role", "contact_email", "new_contact_email")


class Visibility(models.TextChoices):
    """Whether the organisation is named in public."""

    PUBLIC = "public", _("named on the public list")
    UNNAMED = "unnamed", _("counted, but never named")


class Source(models.TextChoices):
    """How the record came to be."""

    FORM = "form", _("sent in through the form")
    STAFF = "staff", _("entered by staff")


class ProvenBy(models.TextChoices):
    """How an organisation showed that a domain is its own."""

    DNS = "dns", _("TXT record")
    FILE = "file", _("file on the website")
