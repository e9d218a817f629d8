"""What it means when a mail server refuses a mail: for this mailbox for good, or something that may be mended."""

import re
import smtplib

PERMANENT = 500  # and above (RFC 5321, 4.2.1: 5yz)
# RFC 3463: the class, the subject, the detail. The words behind it may repeat the address.
ENHANCED = re.compile(r"[245]\.(\d{1,3})\.\d{1,3}(?!\d)")
# The subjects mail system, network, protocol, policy: a quota of our relay, our reputation, a fault on the way.
MAY_BE_MENDED = {"3", "4", "5", "7"}


def in_short(error: Exception) -> str:
    """The kind of the error and the numbers that the server gave, such as `SMTPRecipientsRefused 550 5.1.1`."""
    code, words = _answer(error)
    enhanced = ENHANCED.match(words)
    return " ".join([type(error).__name__, *([str(code)] if code else []), *([enhanced[0]] if enhanced else [])])


def is_for_good(error: Exception) -> bool:
    """Whether trying again is senseless: the mailbox or the message would be refused again.

    It would also harm the sender's reputation. A refusal of the sender or of the password is ours to mend meanwhile.
    """
    if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return isinstance(error, ValueError)  # an address that Django cannot write
    code, words = _answer(error)
    enhanced = ENHANCED.match(words)
    return code >= PERMANENT and not (enhanced and enhanced[1] in MAY_BE_MENDED)


def _answer(error: Exception) -> tuple[int, str]:
    """The three digits of the server's answer, 0 where it gave none, and what it said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (0, b""))
    else:
        code, words = getattr(error, "smtp_code", 0), getattr(error, "smtp_error", b"")
    return code, words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)
