"""Keeps the cards that were drawn, as files under VAR_DIR: one for each name and language, never more.

Each machine draws for itself, once; what is lost with a container is drawn again. Only the present words are ever drawn
(people1st/cards/views.py), so asking for other addresses costs nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from people1st.cards.card import Card
from people1st.cards.drawing import draw


def picture(card: Card) -> bytes:
    """The card's PNG, kept or drawn now."""
    kept = settings.CARDS_DIR / card.language / card.name / f"{card.digest}.png"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        return _drawn(card, kept)


def _drawn(card: Card, kept: Path) -> bytes:
    """Draw, one card at a time on this machine: whoever waited finds what the other one has drawn."""
    with _alone():
        if kept.exists():
            return kept.read_bytes()
        data = draw(card)
        kept.parent.mkdir(parents=True, exist_ok=True)
        for older in kept.parent.iterdir():
            older.unlink()
        unfinished = kept.with_suffix(".new")
        unfinished.write_bytes(data)
        unfinished.replace(kept)
        return data


@contextmanager
def _alone() -> Iterator[None]:
    settings.CARDS_DIR.mkdir(parents=True, exist_ok=True)
    lock = os.open(settings.CARDS_DIR / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
