"""What a check is, and what it may find. Two kinds of check exist: a record in DNS, and a file on the website."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from endorsements.models.states import ProvenBy
from endorsements.proof.places import Place


class Finding(models.TextChoices):
    """What was found, in words for the person who asked."""

    FOUND = "found", _("The line is there.")
    NO_NAME = "no_name", _("This name does not exist in DNS.")
    NO_RECORD = "no_record", _("There is no TXT record with the line.")
    OTHER_CODE = "other_code", _("There is such a line, but with another code.")
    NO_FILE = "no_file", _("The website does not give out such a file.")
    NO_LINE = "no_line", _("The file is there, but the line is not in it.")
    NO_ANSWER = "no_answer", _("No answer came.")
    TOO_SLOW = "too_slow", _("The answer took too long.")
    TOO_LARGE = "too_large", _("The answer is too large.")
    UNREADABLE = "unreadable", _("The answer could not be read.")
    ALIASES = "aliases", _("The name leads on to too many other names (CNAME).")
    NOT_PUBLIC = "not_public", _("The website’s address is not one of the public internet.")
    CERTIFICATE = "certificate", _("The website’s certificate is not valid for its name.")
    ELSEWHERE = "elsewhere", _("The website leads to another address (a redirect), which was not followed.")


@dataclass(frozen=True)
class Sighting:
    """What one check found, and the name that is proven by it."""

    finding: Finding
    domain: str = ""


class Check(Protocol):
    """One way to look for the line. Never raises; ends within its own limit of time."""

    by: ProvenBy

    def look(self, place: Place, line: str) -> Sighting:
        """Look for the line where the owner of the place would have left it."""


class Unseen(Exception):  # noqa: N818 - it is a finding, not an error
    """Ends a check with what it found instead of the line."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.value)


def as_reason(findings: Mapping[ProvenBy, Finding]) -> str:
    """The findings as the history keeps them: `dns: no_record, file: too_slow`."""
    return ", ".join(f"{by.value}: {finding.value}" for by, finding in findings.items())


def from_reason(reason: str) -> dict[ProvenBy, Finding]:
    """The findings of a reason that `as_reason` wrote."""
    pairs = (part.split(": ", 1) for part in reason.split(", ") if ": " in part)
    return {ProvenBy(by): Finding(finding) for by, finding in pairs}
