"""The translations of the interface: locale/*/LC_MESSAGES/*.po, compiled and checked without gettext's programs.

`python -m people1st.local.catalogues` checks them: nothing untranslated, fuzzy or obsolete, the placeholders of a
translation those of its source, no lone %, as many plural forms as the language has. Whether they hold every text of
the sources is for `people1st.local.messages` to say.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from people1st.local.configuration import ROOT
from people1st.local.console import say
from people1st.typography import bound_catalogue

# %(name)s, %s, %.1f, %% (printf, without its space flag: “50 % of” is meant as it reads) and {name}, {} (str.format)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+#0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa%]|\{\w*\}")
PLURAL_COUNT = re.compile(r"nplurals=(\d+)")


def files(root: Path = ROOT) -> list[Path]:
    """Every catalogue."""
    return sorted(root.glob("locale/*/LC_MESSAGES/*.po"))


def compile_all(root: Path = ROOT) -> None:
    """Writes the .mo beside each .po that is newer, whole or not at all; with the spaces that do not break."""
    for source in files(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        half = target.with_name(f"{target.name}.{os.getpid()}")
        bound_catalogue(polib.pofile(str(source))).save_as_mofile(str(half))
        half.replace(target)


def unfinished(catalogue: polib.POFile) -> Iterator[str]:
    """One line for each message that a translator has to look at."""
    for entry in catalogue:
        if entry.obsolete:
            yield f"obsolete: {entry.msgid}"
        elif "fuzzy" in entry.flags:
            yield f"fuzzy: {entry.msgid}"
        elif not entry.translated():
            yield f"untranslated: {entry.msgid}"


def wrong(catalogue: polib.POFile) -> Iterator[str]:
    """One line for each translation that would break or show something else than its source."""
    plural_forms = PLURAL_COUNT.search(catalogue.metadata.get("Plural-Forms", ""))
    if plural_forms is None:
        yield "the header has no Plural-Forms"
        return
    for entry in catalogue:
        if entry.obsolete or not entry.translated():
            continue
        if "python-format" in entry.flags and _breaks(entry):
            yield f"a lone % (write %%): {entry.msgid}"
        if not entry.msgid_plural:
            if _placeholders(entry.msgstr) != _placeholders(entry.msgid):
                yield f"other placeholders: {entry.msgid}"
            continue
        if len(entry.msgstr_plural) != int(plural_forms[1]):
            yield f"{len(entry.msgstr_plural)} plural forms: {entry.msgid}"
        # A form for one may say its number in words; a form may never have what the plural source has not.
        if any(_placeholders(form) - _placeholders(entry.msgid_plural) for form in entry.msgstr_plural.values()):
            yield f"other placeholders: {entry.msgid}"


def check(root: Path = ROOT) -> int:
    """Prints what is wrong; the number of lines is 0 when all is well."""
    found = 0
    for path in files(root):
        catalogue = polib.pofile(str(path))
        for line in [*unfinished(catalogue), *wrong(catalogue)]:
            found += 1
            say(f"{path.relative_to(root)}: {line}")
    return found


def _breaks(entry: polib.POEntry) -> bool:
    """Whether a translation has a % that begins nothing: Django fails on it, and shows the source instead."""
    translations = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return "%" not in PLACEHOLDER.sub("", entry.msgid) and any("%" in PLACEHOLDER.sub("", one) for one in translations)


def _placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


if __name__ == "__main__":
    sys.exit(1 if check() else 0)
