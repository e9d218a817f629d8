"""Evidence for moderators, gathered when a request arrives, offline. It decides nothing.

Kept on the record as a list of {"sign", "tone", "about"}; `about` holds numbers of records, counts, words of the name
and country codes, never a contact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import idna
from django.db.models import Count, Q

from endorsements import lookalikes, mail_domains, names, resemblance
from endorsements.models import Change, Endorsement, sealing
from endorsements.models.change import Outcome
from endorsements.models.states import ENDED, Status
from endorsements.signs import LABELS, WORDS, Sign, Tone, say

TONES: Mapping[Sign, Tone] = {
    Sign.PROVEN: Tone.GOOD, Sign.OWN_DOMAIN: Tone.GOOD, Sign.COUNTRY_FITS: Tone.GOOD,
    Sign.FREE_MAIL: Tone.PLAIN, Sign.OTHER_DOMAIN: Tone.PLAIN, Sign.MIXED_LETTERS: Tone.PLAIN,
    Sign.SAME_MAILBOX: Tone.PLAIN, Sign.SAME_SENDER: Tone.PLAIN, Sign.COUNTRY_DIFFERS: Tone.PLAIN,
    Sign.DISPOSABLE: Tone.WARNING, Sign.SAME_NAME: Tone.WARNING, Sign.LOOKALIKE_NAME: Tone.WARNING,
    Sign.CLOSE_NAME: Tone.WARNING, Sign.LOOKALIKE_LETTERS: Tone.WARNING, Sign.MIXED_HOST: Tone.WARNING,
    Sign.SAME_WEBSITE: Tone.WARNING, Sign.SAME_STATEMENT: Tone.WARNING,
}  # fmt: skip
# An office sends a few requests from one network; more of them ask for a look.
USUAL_FROM_ONE_NETWORK = 4
FIRST = (Tone.WARNING, Tone.GOOD, Tone.PLAIN)
# Endings that belong to a country by their letters alone: sold to the world (Google Search's list of “generic
# country-code domains” and the free or fashionable ones that it leaves out), or of a union of countries.
ENDINGS_OF_NO_COUNTRY = frozenset({
    "ac", "ad", "ai", "as", "bz", "cc", "cd", "cf", "co", "cx", "dj", "eu", "fm", "ga", "gg", "gl", "gq", "im", "io",
    "is", "la", "li", "ly", "me", "ml", "ms", "mu", "nu", "pm", "pw", "sc", "sh", "so", "sr", "st", "su", "tk", "to",
    "tv", "vc", "vg", "ws",
})  # fmt: skip
COUNTRY_OF_ENDING: Mapping[str, str] = {
    "uk": "GB", "xn--j1amh": "UA", "xn--p1ai": "RU", "xn--90ais": "BY", "xn--80ao21a": "KZ", "xn--node": "GE",
    "xn--y9a3aq": "AM", "xn--90ae": "BG", "xn--90a3ac": "RS", "xn--d1alf": "MK", "xn--l1acc": "MN", "xn--qxam": "GR",
}  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """One sign as a moderator reads it: a tone (for the colour), its word, a label, the sentence, and whom it names."""

    tone: Tone
    word: str
    label: str
    sentence: str
    records: tuple[tuple[int, str], ...] = ()


def gather(endorsement: Endorsement) -> None:
    """Set what there is to know about a request now; the caller saves.

    Of an approved one that asks for a change, it is about the record as it would be then. Two queries and two settings,
    and for an approved one a query more.
    """
    asked = _asked(endorsement)
    website, statement = asked.get("website", endorsement.website), asked.get("statement", endorsement.statement)
    found = [
        *resemblance.of_name(endorsement),
        *_of_letters(endorsement.name, website),
        *_of_mailbox(endorsement.contact_email, website),
        *_of_others(endorsement, website, statement),
        *_of_country(endorsement.country, website),
    ]
    endorsement.evidence = [{"sign": sign, "tone": _tone(sign, about), "about": about} for sign, about in found]


def sentences(endorsement: Endorsement) -> list[Sentence]:
    """All that is known, what asks for a look first, in the active language. One query when it names other records."""
    kept = _kept(endorsement)
    numbers = {number for _sign, _tone, about in kept for number in about.get("records", ())}
    others = Endorsement.objects.filter(pk__in=numbers).defer(*resemblance.UNREAD) if numbers else ()
    named = {other.pk: other.name for other in others}
    return [
        Sentence(
            tone=tone,
            word=str(WORDS[tone]),
            label=str(LABELS[sign]),
            sentence=say(sign, about),
            records=tuple((number, named[number]) for number in about.get("records", ()) if number in named),
        )
        for sign, tone, about in kept
    ]


def badges(endorsement: Endorsement, most: int = 2) -> list[Sentence]:
    """The most important signs for a list: without the names of other records, so without a query."""
    return [
        Sentence(tone=tone, word=str(WORDS[tone]), label=str(LABELS[sign]), sentence=say(sign, about))
        for sign, tone, about in _kept(endorsement)[:most]
    ]


def _kept(endorsement: Endorsement) -> list[tuple[Sign, Tone, Mapping[str, Any]]]:
    """What was gathered, and the proof of the domain as it stands now; a sign of another version is passed over."""
    kept = [
        (Sign(item["sign"]), Tone(item["tone"]), item["about"])
        for item in endorsement.evidence
        if item["sign"] in Sign and item["tone"] in Tone
    ]
    if endorsement.proven_domain:
        kept.insert(0, (Sign.PROVEN, TONES[Sign.PROVEN], {"domain": endorsement.proven_domain}))
    return sorted(kept, key=lambda item: FIRST.index(item[1]))


def _asked(endorsement: Endorsement) -> Mapping[str, str]:
    if endorsement.status != Status.APPROVED:
        return {}
    change = Change.objects.filter(endorsement=endorsement, outcome=Outcome.WAITING).first()
    return change.asked() if change else {}


def _tone(sign: Sign, about: Mapping[str, Any]) -> Tone:
    if sign == Sign.SAME_SENDER and about["count"] > USUAL_FROM_ONE_NETWORK:
        return Tone.WARNING
    return TONES[sign]


def _of_mailbox(email: str, website: str) -> Iterator[tuple[Sign, dict[str, Any]]]:
    sign = mail_domains.judge(email, website)
    if sign:
        yield sign, {}


def _of_letters(name: str, website: str) -> Iterator[tuple[Sign, dict[str, Any]]]:
    imitating = lookalikes.imitating_words(name)
    mixed = [word for word in lookalikes.mixed_words(name) if word not in imitating]
    if imitating:
        yield Sign.LOOKALIKE_LETTERS, {"words": list(imitating)}
    if mixed:
        yield Sign.MIXED_LETTERS, {"words": mixed}
    if lookalikes.mixed_words(_host_in_letters(website)):
        yield Sign.MIXED_HOST, {}


def _of_country(country: str, website: str) -> Iterator[tuple[Sign, dict[str, Any]]]:
    ending = names.host_of(website).rpartition(".")[2]
    letters_of_a_country = len(ending) == len("ua") and ending not in ENDINGS_OF_NO_COUNTRY
    its_country = COUNTRY_OF_ENDING.get(ending) or (ending.upper() if letters_of_a_country else "")
    if its_country and country:
        fits = its_country == country
        yield (Sign.COUNTRY_FITS, {}) if fits else (Sign.COUNTRY_DIFFERS, {"country": its_country})


def _of_others(endorsement: Endorsement, website: str, statement: str) -> Iterator[tuple[Sign, dict[str, Any]]]:
    statement_key = names.statement_key(statement)
    asked = {}
    if website:
        asked[Sign.SAME_WEBSITE] = sealing.has_website(website)
    if endorsement.contact_email:
        asked[Sign.SAME_MAILBOX] = sealing.has_mailbox(endorsement.contact_email)
    if endorsement.sender_digest:
        asked[Sign.SAME_SENDER] = Q(sender_digest=endorsement.sender_digest)
    if statement_key:
        asked[Sign.SAME_STATEMENT] = Q(statement_key=statement_key)
    if not asked:
        return
    others = Endorsement.objects.exclude(pk=endorsement.pk).exclude(status__in=ENDED)
    counted = {sign.value: Count("pk", filter=condition) for sign, condition in asked.items()}
    counts = others.filter(reduce(or_, asked.values())).aggregate(**counted)
    yield from ((sign, {"count": counts[sign]}) for sign in asked if counts[sign])


def _host_in_letters(website: str) -> str:
    """The host as people read it: punycode decoded."""
    try:
        return idna.decode(names.host_of(website))
    except idna.IDNAError:
        return ""
