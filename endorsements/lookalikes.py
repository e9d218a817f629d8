"""Letters that look like others: Unicode's table of confusables (UTS #39), as the confusable_homoglyphs package has it.

Nothing here decides anything; it tells a moderator where to look closely.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from endorsements import writing

# The letters that people here write with; the table has others that no reader takes for a name's own.
ALPHABETS: Mapping[str, str] = {
    "LATIN": "abcdefghijklmnopqrstuvwxyz",
    "CYRILLIC": "абвгґдеєёжзиіїйјклљмнњопрстћуўфхцчџшщъыьэюяђ",
    "GREEK": "αβγδεζηθικλμνξοπρστυφχψω",
}
# Written together in one word: Japanese, Chinese and Korean, with Latin letters too («NPO法人»).
WRITTEN_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "MODIFIER"})
SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
# Cyrillic к and м, for which the table knows no nearer Latin letter than these.
NEARER = {"ĸ": "k", "ʍ": "m"}
DIRECTION = "\u200e"


def skeleton(name: str) -> str:
    """What the eye takes a name for (UTS #39, 4), without case, accents and punctuation: “PAX” and «РАХ» are one."""
    typed = "".join(map(_prototype, _bare(name)))
    folded = "".join(map(_prototype, _bare(typed.casefold())))
    # I, l, i and 1: a capital of one is a small letter of another.
    return folded.casefold().replace("i", "l")


def readings(name: str) -> frozenset[str]:
    """The name as it reads when each word that could be of another alphabet is: “POCT” gives «РОСТ» as well.

    The name itself is not among them.
    """
    words = re.split(r"(\W+)", unicodedata.normalize("NFC", name))
    found = {"".join(_in_alphabet(word, alphabet) or word for word in words) for alphabet in ALPHABETS}
    return frozenset(found - {unicodedata.normalize("NFC", name)})


def mixed_words(text: str) -> tuple[str, ...]:
    """The words that mix alphabets: «Мeморіал» with a Latin e, «КримSOS». Between words of a name it is no sign."""
    return tuple(word for word in _words(text) if len(_alphabets(word)) > 1)


def imitating_words(text: str) -> tuple[str, ...]:
    """Those of the mixed words in which each foreign letter looks like one of the word's own alphabet."""
    return tuple(word for word in mixed_words(text) if _imitates(word))


def _imitates(word: str) -> bool:
    return any(_in_alphabet(word, alphabet) for alphabet in _alphabets(word) if alphabet in ALPHABETS)


def _in_alphabet(word: str, alphabet: str) -> str:
    """The word in the letters of one alphabet that look the same; empty when a letter has none there.

    Digits among letters are read as letters where they can be: “0VD” is “OVD”.
    """
    if word.isdecimal():
        return word
    own, written = _letters(alphabet), []
    for c in word:
        twin: str | None = c
        if c.isdecimal():
            twin = own.get((_prototype(c), False)) or own.get((_prototype(c), True)) or c
        elif c.isalpha() and _alphabet(c) != alphabet:
            twin = own.get((_prototype(c), c.isupper()))
        if twin is None:
            return ""
        written.append(twin)
    return "".join(written)


def _words(text: str) -> Iterator[str]:
    composed = unicodedata.normalize("NFKC", text)
    yield from re.findall(r"[^\W_]+", "".join(c for c in composed if not writing.is_mark(c)))


def _alphabets(word: str) -> Counter[str]:
    return Counter(found for c in word if c.isalpha() and (found := _alphabet(c)) not in WRITTEN_TOGETHER)


@lru_cache(maxsize=4096)
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _bare(text: str) -> Iterator[str]:
    """The letters and digits without their accents."""
    return (c for c in unicodedata.normalize("NFD", text) if c.isalnum())


@cache
def _letters(alphabet: str) -> Mapping[tuple[str, bool], str]:
    """Each letter of an alphabet by what it looks like, and whether it is a capital."""
    letters = ALPHABETS[alphabet] + ALPHABETS[alphabet].upper()
    return {(_prototype(letter), letter.isupper()): letter for letter in reversed(letters)}


@lru_cache(maxsize=4096)
def _prototype(character: str) -> str:
    """The one letter, or letters, that stand for all that look like this one."""
    target = _table().get(character, character)
    small = SMALL_CAPITAL.fullmatch(unicodedata.name(target, "")) if len(target) == 1 else None
    nearer = small[1].lower() if small else NEARER.get(target, target)
    return _table().get(nearer, nearer)


@cache
def _table() -> Mapping[str, str]:
    """Each character of Unicode's table with its prototype.

    The package keeps each pair both ways. A prototype has many that look like it, those have it alone; of a pair
    that nothing else belongs to, either may stand for both.
    """
    text = (files("confusable_homoglyphs") / "confusables.json").read_text(encoding="utf-8")
    twins = {
        key.strip(DIRECTION): [pair["c"].strip(DIRECTION) for pair in pairs] for key, pairs in json.loads(text).items()
    }
    table = {}
    for character, (first, *others) in twins.items():
        is_alone = not others and len(character) == 1
        if is_alone and (len(twins.get(first, ())) > 1 or len(first) > 1 or first < character):
            table[character] = first
    return table
