"""The words that an organisation agrees to. Whoever changes them, in any language, raises VERSION."""

from django.utils.translation import gettext, override

from people1st.typography import NO_BREAK

VERSION = "2026-11"


def wording(language: str) -> str:
    """The consent, word for word and with plain spaces, as the form shows it in `language` and the record keeps it."""
    with override(language):
        words = gettext(
            "I am entitled to speak for this organisation. It endorses the demands of People First and agrees that "
            "what it wants to be public is published. I agree that my name, role and email address are kept to reach "
            "me about this endorsement, as the privacy page says, and I know that an endorsement may reveal political "
            "opinions. The organisation and I may withdraw this consent at any time."
        )
    return words.replace(NO_BREAK, " ")
