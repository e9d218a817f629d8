"""Requests, and the signs that are noticed of them."""

from endorsements import submissions
from tests.endorsements.factories import a_submission

LONG = "We have known the people who are held for years, and we stand with each of them until the last one is home."


def signs(endorsement):
    return {item["sign"]: item["about"] for item in endorsement.evidence}


def sent(**changed):
    return submissions.submit(a_submission(**changed))
