"""Passwords that somebody who knows the campaign would try first."""

import re

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The campaign, who leads it, what staff are called here (ASVS 5.0, 6.1.2 and 6.2.11); longer words first.
WORDS = (
    "centerforcivilliberties", "civilliberties", "peoplefirst", "people1st", "endorsement", "moderator", "memorial",
    "campaign", "password", "endorse", "ukraine", "admin", "editor", "people", "first", "staff", "kyiv", "ccl",
    "людипонадусе", "першзавселюди", "преждевсеголюди", "пароль", "україна", "украина", "меморіал", "мемориал",
)  # fmt: skip
LEFT_OVER = 8
NOT_OF_WORDS = re.compile(r"[\W_]+")


class OwnWordsValidator:
    """Refuses a password of which little is left without the campaign's own words, digits at its end included."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django passes it
        """Raise ValidationError for such a password."""
        left = NOT_OF_WORDS.sub("", password.casefold())
        for word in WORDS:
            left = left.replace(word, "")
        if len(left) < min(LEFT_OVER, len(NOT_OF_WORDS.sub("", password))):
            raise ValidationError(self.get_help_text(), code="password_of_our_words")

    def get_help_text(self) -> str:
        """What the form says beside the field."""
        return _("Your password can’t be made of the campaign’s own words.")
