"""Which refusals of a mail server are for good. The answers are those that large providers document."""

from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest

from endorsements import answers

ADDRESS = "office@circle.example"


def at_rcpt(code: int, words: bytes) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({ADDRESS: (code, words)})


@pytest.mark.parametrize(
    ("error", "in_short"),
    [
        (at_rcpt(550, b"5.1.1 <office@circle.example> no such user"), "SMTPRecipientsRefused 550 5.1.1"),
        (at_rcpt(550, b"5.2.1 The account office@circle.example is disabled"), "SMTPRecipientsRefused 550 5.2.1"),
        (at_rcpt(550, b"No such user"), "SMTPRecipientsRefused 550"),
        (at_rcpt(554, b"No"), "SMTPRecipientsRefused 554"),
        (SMTPDataError(554, b"5.6.0 cannot be read"), "SMTPDataError 554 5.6.0"),
        (SMTPDataError(550, "Not accepted"), "SMTPDataError 550"),
        (ValueError("Invalid address: office@circle.example"), "ValueError"),
    ],
)
def test_these_are_for_good(error: Exception, in_short: str) -> None:
    assert answers.is_for_good(error)
    assert answers.in_short(error) == in_short


@pytest.mark.parametrize(
    ("error", "in_short"),
    [
        (at_rcpt(451, b"4.7.1 Greylisted, office@circle.example"), "SMTPRecipientsRefused 451 4.7.1"),
        (at_rcpt(452, b"4.2.2 over quota"), "SMTPRecipientsRefused 452 4.2.2"),
        (at_rcpt(450, b"busy"), "SMTPRecipientsRefused 450"),
        (at_rcpt(550, b"5.4.5 Daily user sending limit exceeded"), "SMTPRecipientsRefused 550 5.4.5"),
        (at_rcpt(554, b"5.7.1 Relay access denied"), "SMTPRecipientsRefused 554 5.7.1"),
        (SMTPDataError(550, b"5.7.26 not authenticated: see SPF, DKIM"), "SMTPDataError 550 5.7.26"),
        (SMTPDataError(552, b"5.3.4 too big"), "SMTPDataError 552 5.3.4"),
        (SMTPSenderRefused(550, b"5.7.1 not yours", "info@people1st.org"), "SMTPSenderRefused 550 5.7.1"),
        (SMTPAuthenticationError(535, b"5.7.8 no"), "SMTPAuthenticationError 535 5.7.8"),
        (SMTPServerDisconnected("office@circle.example is gone"), "SMTPServerDisconnected"),
        (SMTPRecipientsRefused({}), "SMTPRecipientsRefused"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_these_may_be_mended(error: Exception, in_short: str) -> None:
    assert not answers.is_for_good(error)
    assert answers.in_short(error) == in_short


def test_what_a_server_says_is_never_repeated() -> None:
    for words in (b"5.1.1.office@circle.example", b"5.1.1234567890", ADDRESS.encode(), "5.1.1 пошта".encode()):
        assert answers.in_short(at_rcpt(550, words)) in {"SMTPRecipientsRefused 550", "SMTPRecipientsRefused 550 5.1.1"}
