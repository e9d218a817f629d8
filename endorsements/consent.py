"""The words that an organisation agrees to. Whoever changes them, in any language, raises VERSION."""

from django.utils.translation import gettext, override

VERSION = "2026-11"


def wording(language: str) -> str:
    """The consent, word for word, as the form shows it in `language`."""
    with override(language):
        return gettext(
            "I am entitled to speak for this organisation. It endorses the demands of People First, and it agrees that "
            "what is marked as public is published, and that the contact’s name, role and mailbox are kept to reach it "
            "about this endorsement, as the privacy page says. It may withdraw at any time."
        )
