"""Mailed secrets."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from endorsements import tokens, workflow
from endorsements.models import Token
from endorsements.models.token import Purpose
from tests.endorsements import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_secret_opens_its_purpose_alone(purpose: Purpose) -> None:
    endorsement = factories.an_endorsement("approved")
    secret = tokens.make(endorsement, purpose)
    assert {other: tokens.find(secret, other) for other in Purpose} == {
        other: endorsement if other == purpose else None for other in Purpose
    }


def test_only_its_hash_is_kept() -> None:
    secret = tokens.make(factories.an_endorsement("approved"), Purpose.MANAGE)
    assert len(secret) == 43  # 256 bits
    digest = bytes(Token.objects.get().digest)
    assert len(digest) == 32
    assert secret.encode() not in digest


def test_no_two_are_the_same() -> None:
    endorsement = factories.an_endorsement("approved")
    assert len({tokens.make(endorsement, Purpose.MANAGE) for _ in range(20)}) == 20


@pytest.mark.parametrize("secret", ["", "x", "\x00", "\ud800", "é" * 5000, "../../", "%00"])
def test_what_was_never_made_opens_nothing(secret: str) -> None:
    tokens.make(factories.an_endorsement("approved"), Purpose.MANAGE)
    assert tokens.find(secret, Purpose.MANAGE) is None


def test_a_secret_with_a_letter_changed_opens_nothing() -> None:
    secret = tokens.make(factories.an_endorsement("approved"), Purpose.MANAGE)
    for changed in (secret[:-1], secret + "A", secret.swapcase(), f"{secret} "):
        assert tokens.find(changed, Purpose.MANAGE) is None


def test_the_lifetime_counts_from_the_last_mail() -> None:
    endorsement = factories.an_endorsement("unconfirmed")
    assert tokens.confirm_until(endorsement) is None
    assert tokens.has_run_out(endorsement)
    first = tokens.make(endorsement, Purpose.CONFIRM)
    Token.objects.update(made_at=timezone.now() - settings.CONFIRM_LINK_LIFETIME - timedelta(seconds=1))
    assert tokens.has_run_out(endorsement)
    tokens.make(endorsement, Purpose.MANAGE)
    assert tokens.has_run_out(endorsement)
    tokens.make(endorsement, Purpose.CONFIRM)
    assert not tokens.has_run_out(endorsement)
    assert tokens.find(first, Purpose.CONFIRM) == endorsement
    until = tokens.confirm_until(endorsement)
    assert until
    assert timedelta(days=6, hours=23) < until - timezone.now() <= timedelta(days=7)


def test_revoked_secrets_are_unknown_and_others_stay() -> None:
    one, other = factories.an_endorsement("approved"), factories.an_endorsement("approved")
    gone, kept = tokens.make(one, Purpose.MANAGE), tokens.make(one, Purpose.CONFIRM)
    others = tokens.make(other, Purpose.MANAGE)
    tokens.revoke(one, Purpose.MANAGE, Purpose.MAILBOX)
    assert tokens.find(gone, Purpose.MANAGE) is None
    assert tokens.find(kept, Purpose.CONFIRM) == one
    assert tokens.find(others, Purpose.MANAGE) == other


def test_a_secret_finds_it_in_every_state() -> None:
    endorsement = factories.an_endorsement("approved")
    secret = tokens.make(endorsement, Purpose.MANAGE)
    workflow.withdraw(endorsement)
    found = tokens.find(secret, Purpose.MANAGE)
    assert found
    assert found.status == "withdrawn"  # so that the page can say why it is gone
