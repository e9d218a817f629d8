"""How a mail looks. From one text come a plain part that flows (RFC 3676) and an HTML part dressed as the site is."""

import textwrap
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import Policy, default
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

# RFC 3676, 4.2: lines of 78 characters at most, with room for the quote marks of an answer.
WIDTH = 72
# Stands for a space at which no line is broken; names and texts hold no private characters (writing.HIDING).
KEPT = "\ue000"
# What the button of a link says; any other one opens "the page" that the text speaks of.
BUTTONS = {"confirm": _("Confirm the endorsement"), "mailbox_confirm": _("Take over the endorsement")}
ANY_BUTTON = _("Open the page")


class Letter(EmailMultiAlternatives):
    """A message whose plain part says that its lines flow."""

    def message(self, *, policy: Policy | None = default) -> EmailMessage:
        """The MIME message."""
        message: EmailMessage = super().message(policy=policy)
        plain = message.get_body(("plain",))
        assert plain is not None  # noqa: S101 - narrows the type
        plain.set_param("format", "flowed")
        return message


@dataclass(frozen=True)
class Piece:
    """A paragraph: lines of text, or one address of ours that stands alone on its line."""

    lines: tuple[str, ...] = ()
    address: str = ""


def is_address(line: str) -> bool:
    """Whether the line is nothing but an address of this site."""
    return line.startswith(f"{settings.SITE_URL}/") and not any(c.isspace() for c in line)


def pieces(text: str) -> Iterator[Piece]:
    """The paragraphs of a text in their order, each address by itself."""
    for paragraph in text.strip().split("\n\n"):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if not is_address(line):
                lines.append(line)
                continue
            if lines:
                yield Piece(tuple(lines))
            yield Piece(address=line)
            lines = []
        if lines:
            yield Piece(tuple(lines))


def html(kind: str, subject: str, text: str, language: str) -> str:
    """The HTML part. Its last paragraph is the signature."""
    *body, signature = pieces(text)
    button = BUTTONS.get(kind, ANY_BUTTON)
    context = {"subject": subject, "language": language, "body": body, "signature": signature, "button": button}
    return render_to_string("mails/base.html", context).lstrip()


def typed_in(context: Mapping[str, Any]) -> list[str]:
    """What others typed of what a mail says: the names, and the lines of a moderator's reason."""
    named = [context.get("name", ""), *(entry["name"] for entry in context.get("entries", ()))]
    return [text for text in (*named, *context["reason"].splitlines()) if text]


def flowed(text: str, *, whole: Collection[str] = ()) -> str:
    """The plain part: lines of WIDTH characters; one that ends in a space goes on below (RFC 3676, 4.1).

    An address stays whole on its line, and so does each text of `whole`, such as a name.
    """
    return "\n".join(_stuffed(part) for line in text.split("\n") for part in _broken(line.rstrip(), whole))


def _broken(line: str, whole: Collection[str]) -> list[str]:
    for text in whole:
        line = line.replace(text, text.replace(" ", KEPT))
    parts = textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return [part.replace(KEPT, " ") + " " for part in parts[:-1]] + [parts[-1].replace(KEPT, " ")]


def _stuffed(line: str) -> str:
    """A line that could be read as a quote or a header begins with a space, which readers take away (RFC 3676, 4.4)."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line
