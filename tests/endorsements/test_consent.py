"""The consent: its words and its version change together.

Whoever changes the words, or a translation of them, raises `consent.VERSION` and adds the three new digests here; the
rows of earlier versions stay, since there are records that point to them. This prints them:

    manage.py shell -c "from endorsements import consent; import hashlib
    for language in ('en', 'uk', 'ru'): print(hashlib.sha256(consent.wording(language).encode()).hexdigest()[:16])"
"""

import hashlib

import pytest

from endorsements import consent
from tests.endorsements import factories

DIGESTS = {
    "2026-11": {"en": "2e19c993aab8706a", "uk": "607e42f2eb62dff2", "ru": "7b265bac45f34cc0"},
}


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_words_of_this_version_are_those_that_were_agreed_to(language: str) -> None:
    digest = hashlib.sha256(consent.wording(language).encode()).hexdigest()[:16]
    assert digest == DIGESTS[consent.VERSION][language], "the consent changed: raise consent.VERSION, add its digests"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_record_keeps_the_words_that_were_read(language: str) -> None:
    endorsement = factories.an_endorsement("waiting", language=language)
    endorsement.refresh_from_db()
    assert endorsement.consent_wording == consent.wording(language)
    assert endorsement.consent_version == consent.VERSION
