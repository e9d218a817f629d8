"""Typed text made clean: NFC, nothing hidden in it; and what no script needs, told apart from what people write.

All functions are pure. What a script needs stays: joiners in Persian and Indic words, variation selectors after
ideographs and pictures, vowel signs, two accents on a Vietnamese letter.
"""

import re
import unicodedata

# Letters and symbols by their category, yet blank: Hangul fillers, the empty Braille pattern, an empty note head, a
# place for an object, blank hieroglyphs.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159\ufffc\U00013441\U00013442")
# Marks that are never seen (Default_Ignorable_Code_Point of the Unicode Character Database) and change no letter.
EMPTY_MARKS = frozenset("\u034f\u17b4\u17b5")
JOINERS = frozenset("\u200c\u200d")
SELECTORS = frozenset(map(chr, (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
HIDING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Where a joiner changes what is read: from Arabic to Sinhala, Burmese, Khmer and Mongolian, Balinese to Lepcha,
# Javanese, the later scripts of India.
JOINED = ((0x0600, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0x1B00, 0x1C4F), (0xA980, 0xA9DF), (0x11000, 0x11FFF))
# UTS #39, 5.4: no more than four nonspacing marks in a row. Our own three alphabets need three (ᾧ).
MOST_MARKS, MOST_MARKS_OF_ALPHABETS = 4, 3
ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")
# https://owasp.org/www-community/attacks/CSV_Injection; compared in NFKC, which makes fullwidth ones plain.
FORMULA_STARTS = frozenset("=+-@\u2212\t\r\n")
QUOTES = " \u00a0\u3000\"'`´‘’‚‛“”„‟«»‹›＂＇"


def clean_line(text: str) -> str:
    """One line in NFC without control or invisible characters, spaces collapsed."""
    shown = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text) if is_shown(c))
    kept: list[str] = []
    for c, following in zip(shown, f"{shown} "[1:], strict=True):
        before = kept[-1] if kept else " "
        if (c in JOINERS and not (_is_joined(before) and _is_joined(following))) or (
            c in SELECTORS and not _has_variants(before)
        ):
            continue
        kept.append(c)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def clean_text(text: str) -> str:
    """Several lines in NFC without control or invisible characters; at most one empty line in a row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [clean_line(line) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def has_piled_marks(text: str) -> bool:
    """Whether combining marks stand on each other as no script needs it, or on nothing (UTS #39, 5.4)."""
    base, seen = " ", set[str]()
    for c in unicodedata.normalize("NFD", text):
        if c in JOINERS or c in SELECTORS:
            continue
        category = unicodedata.category(c)
        if category not in {"Mn", "Me"}:
            base, seen = (base, set()) if category == "Mc" else (c, set())
            continue
        most = MOST_MARKS_OF_ALPHABETS if unicodedata.name(base, "").startswith(ALPHABETS) else MOST_MARKS
        if c in seen or len(seen) == most or not _carries_marks(base):
            return True
        seen.add(c)
    return False


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula: behind spaces and quotes, in fullwidth forms too."""
    start = text.lstrip(QUOTES)[:1]
    return bool(start) and unicodedata.normalize("NFKC", start)[0] in FORMULA_STARTS


def is_mark(character: str) -> bool:
    """Whether the character belongs to the one before it: an accent, a vowel sign."""
    return unicodedata.category(character).startswith("M")


def is_shown(character: str) -> bool:
    """Whether a reader sees the character, or sees what it does: a space between words, a joiner within one."""
    if character.isspace() or character in JOINERS:
        return True
    return not is_blank(character) and unicodedata.category(character) not in HIDING


def is_blank(character: str) -> bool:
    """Whether the character is a letter, mark or symbol that shows nothing."""
    return character in BLANKS or character in EMPTY_MARKS


def _is_joined(character: str) -> bool:
    within = any(first <= ord(character) <= last for first, last in JOINED)
    return within and unicodedata.category(character)[0] in "LM" and character not in SELECTORS


def _has_variants(character: str) -> bool:
    """Whether a variation selector behind it may mean something (StandardizedVariants.txt, Ideographic Database)."""
    scripts = ("CJK", "MONGOLIAN LETTER", "MYANMAR LETTER", "PHAGS-PA LETTER")
    return unicodedata.category(character) == "So" or unicodedata.name(character, "").startswith(scripts)


def _carries_marks(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNS"
