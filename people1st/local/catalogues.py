"""The translations of the interface: locale/*/LC_MESSAGES/*.po, compiled and checked without gettext's programs."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from people1st.local.configuration import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
PLURAL_FORMS = {"uk": 4, "ru": 4}  # gettext's rules as Django ships them: one, few, many, other


def files(root: Path = ROOT) -> list[Path]:
    """Every catalogue."""
    return sorted(root.glob("locale/*/LC_MESSAGES/*.po"))


def compile_all(root: Path = ROOT) -> None:
    """Writes the .mo beside each .po that is newer, whole or not at all."""
    for source in files(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        half = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(target)
