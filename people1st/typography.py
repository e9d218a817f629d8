"""What Ukrainian and Russian typography keeps on one line.

Editors and translators type plain spaces; where a line may not break, the space that is shown is U+00A0 NO-BREAK SPACE.
Texts in Latin letters come out as they went in, but for their dashes.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # readers are served without it
    import polib

NO_BREAK = "\u00a0"

_LETTER = "А-Яа-яЁёЄєІіЇїҐґ"
_CAPITAL = "А-ЯЁЄІЇҐ"
_PARTICLE = rf"(?:б|би|бы|ж|же|ли|ль)(?![{_LETTER}’'-])"
# A particle holds to the word before it, and to that alone: bound on both sides, words would be too long for a line.
_SHORT_WORD = re.compile(rf"(?<![{_LETTER}\d’'/-])(?!{_PARTICLE})([{_LETTER}]{{1,2}}) (?=\S)")
# Each of these finds a space that does not break.
_SPACES = re.compile(
    "|".join(
        (
            r" (?=[—–] )",  # before a dash between spaces
            rf"(?<=\d) (?=[{_LETTER}«])",  # between a number and what it counts
            rf" (?={_PARTICLE})",  # before a particle
            rf"(?<=\b[{_CAPITAL}]\.) (?=[{_CAPITAL}])",  # between an initial and what follows it
            r"(?<=[№§]) ",
        )
    )
)

_COUNTED = re.compile(r"(%\(\w+\)s) (?=\w)")


def bound(text: str) -> str:
    """The text with no-break spaces where a line may not end.

    After words of one or two letters, between a number and what it counts, before a dash and a particle, after
    initials, № and §. Applied twice it changes nothing more.
    """
    return _SPACES.sub(NO_BREAK, _SHORT_WORD.sub(rf"\1{NO_BREAK}", text))


def bound_catalogue(catalogue: "polib.POFile") -> "polib.POFile":
    """The catalogue as readers get it; in a plural form the number stays with what it counts."""
    for entry in catalogue:
        entry.msgstr = bound(entry.msgstr)
        entry.msgstr_plural = {
            form: _COUNTED.sub(rf"\1{NO_BREAK}", bound(text)) for form, text in entry.msgstr_plural.items()
        }
    return catalogue
