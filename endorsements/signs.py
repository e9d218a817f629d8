"""What evidence beside a request is called, and how it is said: a tone, a word, a short sentence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext

from endorsements import countries


class Tone(StrEnum):
    """How much a sign asks of the moderator; never shown as a colour alone."""

    GOOD = "good"
    PLAIN = "plain"
    WARNING = "warning"


class Sign(StrEnum):
    """What was noticed; evidence.py says when."""

    PROVEN = "proven"
    OWN_DOMAIN = "own_domain"
    FREE_MAIL = "free_mail"
    OTHER_DOMAIN = "other_domain"
    DISPOSABLE = "disposable"
    SAME_NAME = "same_name"
    LOOKALIKE_NAME = "lookalike_name"
    CLOSE_NAME = "close_name"
    MIXED_LETTERS = "mixed_letters"
    LOOKALIKE_LETTERS = "lookalike_letters"
    MIXED_HOST = "mixed_host"
    SAME_WEBSITE = "same_website"
    SAME_MAILBOX = "same_mailbox"
    SAME_SENDER = "same_sender"
    SAME_STATEMENT = "same_statement"
    COUNTRY_FITS = "country_fits"
    COUNTRY_DIFFERS = "country_differs"


# What compares a request with others. Whoever is shown these learns of requests that may be unnamed or refused.
OF_OTHERS = frozenset({
    Sign.SAME_NAME, Sign.LOOKALIKE_NAME, Sign.CLOSE_NAME,
    Sign.SAME_WEBSITE, Sign.SAME_MAILBOX, Sign.SAME_SENDER, Sign.SAME_STATEMENT,
})  # fmt: skip
WORDS: Mapping[Tone, Promise] = {
    Tone.GOOD: gettext_lazy("good"),
    Tone.PLAIN: gettext_lazy("to know"),
    Tone.WARNING: gettext_lazy("look closely"),
}
LABELS: Mapping[Sign, Promise] = {
    Sign.PROVEN: gettext_lazy("proven domain"),
    Sign.OWN_DOMAIN: gettext_lazy("own domain"),
    Sign.FREE_MAIL: gettext_lazy("free mailbox"),
    Sign.OTHER_DOMAIN: gettext_lazy("other domain"),
    Sign.DISPOSABLE: gettext_lazy("throwaway mailbox"),
    Sign.SAME_NAME: gettext_lazy("same name"),
    Sign.LOOKALIKE_NAME: gettext_lazy("lookalike name"),
    Sign.CLOSE_NAME: gettext_lazy("close name"),
    Sign.MIXED_LETTERS: gettext_lazy("mixed alphabets"),
    Sign.LOOKALIKE_LETTERS: gettext_lazy("lookalike letters"),
    Sign.MIXED_HOST: gettext_lazy("mixed web address"),
    Sign.SAME_WEBSITE: gettext_lazy("same website"),
    Sign.SAME_MAILBOX: gettext_lazy("same mailbox"),
    Sign.SAME_SENDER: gettext_lazy("same network"),
    Sign.SAME_STATEMENT: gettext_lazy("repeated statement"),
    Sign.COUNTRY_FITS: gettext_lazy("country fits"),
    Sign.COUNTRY_DIFFERS: gettext_lazy("other country"),
}
SENTENCES: Mapping[Sign, Any] = {
    Sign.PROVEN: gettext_lazy("The organisation proved that %(domain)s is its own."),
    Sign.OWN_DOMAIN: gettext_lazy("The mailbox is at the website’s own domain."),
    Sign.FREE_MAIL: gettext_lazy("The mailbox is at a provider where anybody may have one."),
    Sign.OTHER_DOMAIN: gettext_lazy("The mailbox is at another domain than the website."),
    Sign.DISPOSABLE: gettext_lazy("The mailbox is at a provider of throwaway addresses."),
    Sign.SAME_NAME: gettext_lazy("The same name is here already:"),
    Sign.LOOKALIKE_NAME: gettext_lazy("To the eye, the name is the same as one that is here already:"),
    Sign.CLOSE_NAME: gettext_lazy("The name is close to one that is here already:"),
    Sign.MIXED_LETTERS: gettext_lazy("The name mixes alphabets within a word: %(words)s."),
    Sign.LOOKALIKE_LETTERS: gettext_lazy("Letters of another alphabet stand in for those of the word: %(words)s."),
    Sign.MIXED_HOST: gettext_lazy("The web address mixes letters of several alphabets within a word."),
    Sign.SAME_WEBSITE: ngettext_lazy(
        "%(n)d other record has the same website.", "%(n)d other records have the same website.", "n"
    ),
    Sign.SAME_MAILBOX: ngettext_lazy(
        "%(n)d other record has the same mailbox.", "%(n)d other records have the same mailbox.", "n"
    ),
    Sign.SAME_SENDER: ngettext_lazy(
        "%(n)d other request came from the same network on that day.",
        "%(n)d other requests came from the same network on that day.",
        "n",
    ),
    Sign.SAME_STATEMENT: ngettext_lazy(
        "%(n)d other record has the same statement.", "%(n)d other records have the same statement.", "n"
    ),
    Sign.COUNTRY_FITS: gettext_lazy("The ending of the web address is that of the country."),
    Sign.COUNTRY_DIFFERS: gettext_lazy("The ending of the web address belongs to another country: %(country)s."),
}


def say(sign: Sign, about: Mapping[str, Any]) -> str:
    """The sentence, in the active language. `about` is what the evidence keeps: words of the name, counts, codes."""
    facts = {
        "domain": about.get("domain", ""),
        "words": ", ".join(
            pgettext("quotation marks of the language", "“%(words)s”") % {"words": word}
            for word in about.get("words", ())
        ),
        "country": countries.name(about.get("country", "")),
        "n": about.get("count", 0),
    }
    return str(SENTENCES[sign] % facts)
