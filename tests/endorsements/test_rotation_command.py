"""What the command that rotates the keys prints and logs."""

import logging
from collections import Counter

import pytest

from endorsements import rotation
from endorsements.models import Mail
from tests.endorsements import factories
from tests.endorsements.rings import ID_A, ID_B, OFFICE, A, B, Ring, told


@pytest.mark.django_db
def test_the_command_counts_rotates_and_says_when_the_old_key_may_go(
    ring: Ring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "people1st.security")
    factories.an_endorsement("waiting", contact_email=OFFICE)
    Mail.objects.update(recipient="")
    ring(B, A)
    before = told("--dry-run")
    assert f"{ID_B} (newest): 0 texts, 0 hashes of contacts, 0 of mails" in before
    assert f"{ID_A} (older): 4 texts, 1 hashes of contacts, 1 of mails" in before
    assert "Not done yet" in before
    assert rotation.hashes() == Counter({ID_A: 1})
    assert not caplog.records
    after = told()
    assert f"{ID_B} (newest): 4 texts, 1 hashes of contacts, 1 of mails" in after
    assert f"{ID_A} (older): 0 texts, 0 hashes of contacts, 0 of mails" in after
    assert "Done. The older keys may be taken out of ENCRYPTION_KEYS." in after
    (event,) = caplog.records
    assert (event.event, event.facts) == ("keys_rotated", {"written": 2, "left": 0})
    assert OFFICE not in before + after


@pytest.mark.django_db
def test_hashes_of_mails_that_nobody_can_make_again_are_told(ring: Ring) -> None:
    factories.an_endorsement("withdrawn")
    Mail.objects.update(recipient="")
    ring(B, A)
    assert "Done. Hashes of mails to nobody's mailbox go within 4 days" in told()
