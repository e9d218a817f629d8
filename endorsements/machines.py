"""Telling machines from people without a script.

By the time that a form took, by a field that people never see, and by how often one page's form comes back.
"""

import hashlib
import time
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from campaign.models import DemandsVersion
from endorsements import limits
from endorsements.models import Protection

SALT = "endorsements.opened"
# What a form asks for in half of the web, and no browser or password manager knows about anybody.
TRAP = "subject"
# One page's form may come from so many sources, each with all its forms of an hour; or from one for so many hours.
SOURCES_A_PAGE = 10


class TrapField(forms.Field):
    """A text field that the stylesheet hides from everybody, and that machines fill in because it is there.

    It takes whatever comes: an error would lead a person to a field that is not to be seen.
    """

    is_trap = True  # the template pack (templates/people1st/field.html) hides it

    def __init__(self) -> None:
        unseen = forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
        super().__init__(label=_("Leave this field empty"), required=False, widget=unseen)


def is_trapped(data: Any) -> bool:
    """Whether somebody filled in the field that nobody sees; `data` is what a form was sent."""
    return bool(data.get(TRAP))


@dataclass(frozen=True)
class Stamp:
    """When a form was first shown and with which version of the demands; `text` is what the page carries, signed."""

    at: float
    version: int
    number: int
    text: str

    @classmethod
    def made(cls, at: float, version: DemandsVersion) -> Self:
        """The stamp of a page first shown at `at` (seconds since 1970)."""
        text = signing.dumps({"at": at, "version": version.pk, "number": version.number}, salt=SALT)
        return cls(at, version.pk, version.number, text)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The stamp that a form brought back, or None when this site did not make it."""
        try:
            found = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            return None
        return cls(found["at"], found["version"], found["number"], text)

    @property
    def is_fresher_than_a_person(self) -> bool:
        """Whether nobody could have filled the form in since."""
        return time.time() - self.at <= settings.FASTEST_PERSON.total_seconds()

    @property
    def is_stale(self) -> bool:
        """Whether the page was open for so long that it may have been copied."""
        return time.time() - self.at > settings.FORM_KEPT_OPEN.total_seconds()

    def use(self) -> bool:
        """Count one form sent with this stamp; False when there were more than SOURCES_A_PAGE of them could send.

        A botnet of a thousand addresses that shares one page's form is stopped here, not by the limit of a source; a
        person, or an office behind one address, meets that limit first.
        """
        key = hashlib.sha256(self.text.encode()).hexdigest()
        most = SOURCES_A_PAGE * Protection.current().forms_an_hour
        return limits.hit("stamp", key, most, settings.FORM_KEPT_OPEN) is None


def earliest_for_a_person() -> float:
    """A time of first showing that lets the form be sent again at once."""
    return time.time() - settings.FASTEST_PERSON.total_seconds()
