"""What is sealed under a key, who opens it, and what a keyed hash is good for."""

import base64
import re
import secrets
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck, given, settings as examples, strategies as st

from people1st import keyring

A, B = secrets.token_bytes(32), secrets.token_bytes(32)
Ring = Callable[..., None]
texts = st.text(st.characters(exclude_categories=["Cs"]))
many = examples(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def ring(settings: LazySettings) -> Ring:
    """Changes the ring."""

    def change(*keys: bytes) -> None:
        settings.ENCRYPTION_KEYS = keys

    change(A)
    return change


def the_id(secret: bytes) -> str:
    """The id of one key."""
    return keyring.Key.derived_from(secret).id


@many
@given(texts, texts)
def test_what_is_sealed_is_opened_again_in_its_place_alone(ring: Ring, text: str, place: str) -> None:
    token = keyring.encrypt(text, place)
    assert keyring.decrypt(token, place) == text
    assert re.fullmatch(r"[0-9a-f]{8}\.[A-Za-z0-9_-]+=*", token)
    assert keyring.key_id(token) == the_id(A)
    with pytest.raises(keyring.UnreadableError):
        keyring.decrypt(token, f"{place}x")


def test_the_same_text_never_gives_the_same_ciphertext(ring: Ring) -> None:
    assert len({keyring.encrypt("office@circle.example") for _ in range(1000)}) == 1000


def test_the_newest_key_writes_and_every_key_reads(ring: Ring) -> None:
    old = keyring.encrypt("Olena Example")
    ring(B, A)
    new = keyring.encrypt("Olena Example")
    assert [keyring.key_id(token) for token in (new, old)] == keyring.ids() == [the_id(B), the_id(A)]
    assert keyring.decrypt(old) == keyring.decrypt(new) == "Olena Example"
    ring(B)
    assert keyring.decrypt(new) == "Olena Example"
    with pytest.raises(keyring.UnreadableError, match="not under any key") as refused:
        keyring.decrypt(old)
    assert old[9:] not in str(refused.value)


def test_a_key_that_bears_the_id_of_another_opens_nothing(ring: Ring) -> None:
    token = keyring.encrypt("Olena Example")
    ring(B)
    with pytest.raises(keyring.UnreadableError, match="was changed"):
        keyring.decrypt(the_id(B) + token[8:])


@many
@given(st.data())
def test_a_changed_ciphertext_is_refused(ring: Ring, data: st.DataObject) -> None:
    head, _dot, tail = keyring.encrypt("office@circle.example").partition(".")
    sealed = bytearray(base64.urlsafe_b64decode(tail))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(keyring.UnreadableError):
        keyring.decrypt(f"{head}.{base64.urlsafe_b64encode(sealed).decode()}")


@many
@given(st.one_of(texts, texts.map(lambda text: f"{the_id(A)}.{text}")))
def test_what_is_no_ciphertext_is_refused_in_words(ring: Ring, text: str) -> None:
    with pytest.raises(keyring.UnreadableError) as refused:
        keyring.decrypt(text)
    assert refused.value.__context__ is None or refused.value.__suppress_context__


@many
@given(st.text(), st.text())
def test_a_hash_is_the_same_for_the_same_text_and_purpose_alone(ring: Ring, text: str, other: str) -> None:
    ring(A)
    digest = keyring.digest("mailbox", text)
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert digest == keyring.digest("mailbox", text)
    assert (digest == keyring.digest("mailbox", other)) == (text == other)
    assert digest != keyring.digest("sender", text)
    ring(B, A)
    assert keyring.digests("mailbox", text)[1] == digest
    assert keyring.digests("mailbox", text)[0] == keyring.digest("mailbox", text) != digest
    assert [keyring.key_id(one) for one in keyring.digests("mailbox", text)] == keyring.ids()
    assert digest[8:] != keyring.digest("mailbox", text)[8:]


def test_no_key_stands_in_what_a_log_would_write_of_the_ring(ring: Ring) -> None:
    (key,) = keyring.ring()
    assert repr(key) == f"Key(id='{the_id(A)}')"
    assert key.for_hashes != A
    assert not A.hex().startswith(key.id)
