import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone
from hypothesis import strategies as st

from endorsements import proof_of_work
from endorsements.models import Count
from tests.endorsements.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is small enough to be solved here again and again."""
    monkeypatch.setattr(proof_of_work, "ROUNDS", 50)
    monkeypatch.setattr(proof_of_work, "TRIALS", 20)


def solved(challenge: str | None = None) -> dict[str, Any]:
    """What a browser sends, opened up."""
    given = altcha.Challenge.from_dict(json.loads(challenge or proof_of_work.challenge()))
    solution = altcha.solve_challenge(given)
    assert solution
    return altcha.Payload(given, solution).to_dict()


def packed(proof: Any) -> str:
    return base64.b64encode(json.dumps(proof).encode()).decode()


def test_a_solved_challenge_is_taken_once():
    proof = packed(solved())
    assert [proof_of_work.accept(proof) for _ in range(3)] == [True, False, False]
    assert proof_of_work.accept(packed(solved()))


def test_the_same_challenge_written_otherwise_is_the_same_one():
    proof = solved()
    assert proof_of_work.accept(packed(proof))
    assert not proof_of_work.accept(packed({**proof, "more": 1}))
    assert not proof_of_work.accept(packed(dict(reversed(proof.items()))))
    assert not proof_of_work.accept(base64.b64encode(json.dumps(proof, indent=1).encode()).decode())


def test_no_two_challenges_are_alike():
    challenges = [json.loads(proof_of_work.challenge()) for _ in range(20)]
    assert len({one["parameters"]["nonce"] for one in challenges}) == 20
    assert {(one["parameters"]["algorithm"], one["parameters"]["cost"]) for one in challenges} == {
        ("PBKDF2/SHA-256", 50)
    }


def test_the_answer_is_not_in_the_challenge():
    challenge = json.loads(proof_of_work.challenge())
    key = solved(json.dumps(challenge))["solution"]["derivedKey"]
    assert key.startswith(challenge["parameters"]["keyPrefix"])
    assert key not in json.dumps(challenge)
    assert len(challenge["parameters"]["keyPrefix"]) == len(key) / 2


@pytest.mark.parametrize(
    ("place", "forged"),
    [
        (("solution", "derivedKey"), "00" * 32),
        (("solution", "derivedKey"), None),
        (("challenge", "signature"), "00" * 32),
        (("challenge", "signature"), None),
        (("challenge", "parameters", "cost"), 1),
        (("challenge", "parameters", "keyPrefix"), ""),
        (("challenge", "parameters", "nonce"), "00" * 16),
        (("challenge", "parameters", "expiresAt"), 4_000_000_000),
        (("challenge", "parameters", "expiresAt"), None),
        (("challenge", "parameters", "expiresAt"), float("nan")),
        (("challenge", "parameters", "keySignature"), None),
        (("challenge", "parameters", "algorithm"), "SHA-256"),
    ],
)
def test_a_forged_proof_is_not_taken_and_uses_nothing_up(place, forged):
    proof = solved()
    honest = packed(proof)
    *path, last = place
    inner = proof
    for step in path:
        inner = inner[step]
    inner[last] = forged
    assert not proof_of_work.accept(packed(proof))
    assert not Count.objects.exists()
    assert proof_of_work.accept(honest)


def test_a_proof_for_another_site_is_not_taken(settings):
    ours = settings.SECRET_KEY
    settings.SECRET_KEY = "the key of another site"
    theirs = packed(solved())
    settings.SECRET_KEY = ours
    assert not proof_of_work.accept(theirs)


def test_a_challenge_of_ones_own_making_is_not_taken():
    own = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="mine", hmac_key_secret="mine")
    unsigned = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1)
    assert not proof_of_work.accept(packed(solved(json.dumps(own.to_dict()))))
    assert not proof_of_work.accept(packed(solved(json.dumps(unsigned.to_dict()))))


def test_a_challenge_expires(settings):
    settings.PROOF_OF_WORK_KEPT = timedelta(hours=12)
    challenge = json.loads(proof_of_work.challenge())
    end = datetime.fromtimestamp(challenge["parameters"]["expiresAt"], UTC)
    assert abs(end - timezone.now() - timedelta(hours=12)) < timedelta(minutes=1)
    settings.PROOF_OF_WORK_KEPT = -timedelta(seconds=2)
    assert not proof_of_work.accept(packed(solved()))
    assert not Count.objects.exists()


def test_a_used_challenge_is_remembered_until_it_expires():
    proof = packed(solved())
    assert proof_of_work.accept(proof)
    almost = settings.PROOF_OF_WORK_KEPT - timedelta(minutes=1)
    Count.objects.filter(scope="challenge").update(starts_at=F("starts_at") - almost)
    assert not proof_of_work.accept(proof)
    assert almost < settings.SENDER_KEPT, "old counts are forgotten"


@pytest.mark.parametrize("junk", ["", "x", "é", "\x00", "e30=", "W10=", "bnVsbA==", "MQ==", "A" * 100_000])
def test_junk_is_not_taken(junk):
    assert not proof_of_work.accept(junk)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@hypothesis.given(st.data())
@hypothesis.settings(max_examples=80, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_whatever_is_in_place_of_a_part_is_not_taken_and_breaks_nothing(data):
    proof = solved()
    inner, names = proof, []
    while isinstance(inner, dict) and (not names or data.draw(st.booleans())):
        names.append(data.draw(st.sampled_from(sorted(inner))))
        inner = inner[names[-1]]
    changed: Any = proof
    for name in names[:-1]:
        changed = changed[name]
    there, changed[names[-1]] = changed[names[-1]], data.draw(JSON)
    hypothesis.assume(changed[names[-1]] != there)
    if names not in (["solution", "counter"], ["solution", "time"]):  # the key that was found is what counts
        assert not proof_of_work.accept(packed(proof))


@pytest.mark.django_db(transaction=True)
def test_of_parallel_forms_with_one_proof_one_has_it():
    proof = solved()
    nonce = proof["challenge"]["parameters"]["nonce"]

    def behind() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"count:challenge:{nonce}"])

    taken = at_once(*[lambda: proof_of_work.accept(packed(proof))] * 10, behind=behind)
    assert sorted(taken) == [False] * 9 + [True]
