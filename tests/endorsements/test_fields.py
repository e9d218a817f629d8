"""What the form's fields take, and what they refuse with a sentence."""

import time
import unicodedata

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from hypothesis import given, settings as effort, strategies as st

from endorsements import fields, hosts
from tests.endorsements.real_names import REAL_NAMES


@pytest.mark.parametrize(("typed", "kept"), [
    ("  The\tCircle \n", "The Circle"),
    ("Cafe\u0301", "Café"),
    ("Cir\u202ecle\x00\u200b", "Circle"),
    ("Вільна Україна", "Вільна Україна"),
    ("St. Mary’s e. V.", "St. Mary’s e. V."),
])  # fmt: skip
def test_a_name_is_cleaned(typed: str, kept: str) -> None:
    assert fields.NameField().clean(typed) == kept


@pytest.mark.parametrize(("typed", "code"), [
    ("", "required"), ("\u200b\u202e", "required"), ("—", "no_letters"), ("\u3164\u3164", "required"),
    ("evil.example", "link"), ("See https://evil", "link"), ("evil。example", "link"),
])  # fmt: skip
def test_a_name_without_letters_or_with_a_link_is_refused(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.NameField().clean(typed)
    assert refused.value.error_list[0].code == code


@pytest.mark.parametrize(("typed", "kept"), [
    ("https://circle.example", "https://circle.example"),
    ("circle.example/about", "https://circle.example/about"),
    ("http://www.people1st.org", "http://www.people1st.org"),
    ("https://організація.укр", "https://організація.укр"),
    ("https://КРУГ。укр/О", "https://круг.укр/О"),
    ("https://circle．example", "https://circle.example"),
    ("https://circle.example/#@evil.example", "https://circle.example/#@evil.example"),
    ("", ""),
])  # fmt: skip
def test_a_public_address_is_taken(typed: str, kept: str) -> None:
    assert fields.WebsiteField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", [
    "javascript:alert(1)", "ftp://circle.example", "http://localhost", "http://127.0.0.1", "http://[::1]/",
    "http://10.0.0.1", "http://intranet", "https://printer.local", "https://x.internal", "https://com",
    "https://co.uk", "https://user:pw@circle.example", "https://circle.example:8443", "https://circle.example:99999",
    "https://[", "https://", "https://a b.example", "mailto:a@b.example", "https://circle.test",
    "https://circle.example\\@evil.example", "https://evil.example\\.circle.example", "https://ci\trcle.example",
    "https://ci\nrcle.example", "https://circle.example:", "https://circle.example:443", "https://@circle.example",
    "https://circle%2eexample", "https://circle.example/\u202ex", "https://circle.example/a b", "https://127.0.0.1.",
    "https://evil.example＠circle.example", "https://１２７.0.0.1", "https://0177.0.0.1", "http://[::ffff:127.0.0.1]",
    "https://1.in-addr.arpa", "https://x.onion", "https://circle.example..", "https://circle.example\u200b",
    "https://\x00.example", "https://2130706433", "https://0x7f.1", "data:text/html,x",
])  # fmt: skip
def test_an_address_that_is_not_public_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.WebsiteField(required=False).clean(typed)


def test_example_is_public_outside_production_only(settings: LazySettings) -> None:
    assert hosts.is_public_host("circle.example")
    settings.PRODUCTION = True
    assert not hosts.is_public_host("circle.example")
    assert hosts.is_public_host("people1st.org")


@pytest.mark.parametrize(("typed", "kept"), [
    (" Office@Circle.Example ", "Office@circle.example"),
    ("office+tag@people1st.org", "office+tag@people1st.org"),
    ("office@організація.укр", "office@організація.укр"),
    ("", ""),
])  # fmt: skip
def test_a_mailbox_is_taken_in_its_normal_form(typed: str, kept: str) -> None:
    assert fields.MailboxField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", [
    "office", "office@", "@circle.example", "a@b@circle.example", "office@localhost", "office@127.0.0.1",
    "office@[127.0.0.1]", "Office <office@circle.example>", "office@circle.example, else@circle.example",
    "office@circle.example\r\nBcc: x@y.example", "office@co.uk", "office@printer.local", "of fice@circle.example",
    "\x00@circle.example", "x" * 250 + "@circle.example",
])  # fmt: skip
def test_what_is_no_public_mailbox_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.MailboxField().clean(typed)


@pytest.mark.parametrize(("typed", "code"), [
    ("Z\u0351\u036b\u0343\u036ao", "marks"), ("=Circle", "formula"), ("＋Circle", "formula"),
    ("\t-1 Circle", "formula"),
    ("“@home”", "formula"), ("evil\u2024com", "link"), ("evil·com", "link"), ("Circle (circle.укр)", "link"),
])  # fmt: skip
def test_a_name_that_would_be_something_else_elsewhere_is_refused(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.NameField().clean(typed)
    assert refused.value.error_list[0].code == code


@pytest.mark.parametrize(("typed", "code"), [
    ("Z\u0351\u036b\u0343\u036ao", "marks"), ("=1+1", "formula"), ("- one\n- two", "formula"),
    ("See https://x", "link"),
    ("Write to a@circle.org", "link"), ("Circle。com", "link"),
])  # fmt: skip
def test_a_statement_that_would_be_something_else_elsewhere_is_refused(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.StatementField(required=False).clean(typed)
    assert refused.value.error_list[0].code == code


@pytest.mark.parametrize("typed", ["— Free them all.", "The end of war.The next day", "1. Now\n2. All", "No. 5, e.g."])
def test_an_ordinary_statement_is_taken(typed: str) -> None:
    assert fields.StatementField().clean(typed) == typed


@pytest.mark.parametrize("name", REAL_NAMES)
def test_a_real_name_is_taken(name: str) -> None:
    kept = unicodedata.normalize("NFC", name)
    assert fields.NameField(max_length=200).clean(name) == fields.ContactField().clean(name) == kept
    assert fields.StatementField().clean(name) == kept


@pytest.mark.parametrize(("typed", "code"), [
    (" \u3164\u2800", "required"), ("=1+1", "formula"), ("Z\u0351\u036b\u0343\u036ao", "marks"),
])  # fmt: skip
def test_a_contact_is_readable(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.ContactField().clean(typed)
    assert refused.value.error_list[0].code == code


@pytest.mark.parametrize("typed", ["олена@circle.example", "jos\u00e9@circle.example", "用户@people1st.org"])
def test_a_mailbox_that_mail_could_not_be_sent_to_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.MailboxField().clean(typed)


def test_a_statement_keeps_its_paragraphs() -> None:
    assert fields.StatementField().clean("One\r\n\r\n\r\nTwo\u202e ") == "One\n\nTwo"


@pytest.mark.parametrize("kind", [
    fields.LineField, fields.ContactField, fields.NameField, fields.StatementField, fields.WebsiteField,
    fields.MailboxField,
])  # fmt: skip
@pytest.mark.parametrize("piece", ["a", "\u200b", "a\u0301\u0323", "a.b", "\u0301", "a@", ".", "https://"])
def test_megabytes_are_refused_before_they_are_read(kind: type[fields.TypedField], piece: str) -> None:
    typed = piece * 2_000_000
    started = time.process_time()
    with pytest.raises(ValidationError) as refused:
        kind(max_length=600).clean(typed)
    assert refused.value.error_list[0].code == "max_length"
    assert time.process_time() - started < 0.5


@given(st.text(max_size=80))
@effort(max_examples=150, deadline=None)
def test_hostile_text_is_taken_or_refused_and_never_breaks_a_field(typed: str) -> None:
    kinds = (fields.NameField, fields.WebsiteField, fields.MailboxField, fields.StatementField)
    for text, kind in [(start + typed, kind) for kind in kinds for start in ("", "https://", "a@")]:
        try:
            kept = kind(max_length=600).clean(text)
        except ValidationError:
            continue
        assert "\x00" not in kept
        assert "\u202e" not in kept
