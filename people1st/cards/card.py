"""What a share card says, and its address: the picture that other sites and programs show beside a link to a page."""

from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from json import dumps
from pathlib import Path

from django.urls import reverse

from people1st.cards import faces

DIGEST_LENGTH = 12


def _design() -> str:
    """What the words are drawn with: a card has another address as soon as the drawing or the typeface changes."""
    here = Path(__file__).parent
    parts = [here / "drawing.py", here / "faces.py", *faces.files()]
    return sha256(b"".join(sha256(part.read_bytes()).digest() for part in parts)).hexdigest()


DESIGN = _design()


@dataclass(frozen=True)
class Card:
    """The words of one card in one language.

    `name` is part of its address: what the card is of, such as `campaign` or `demand-demand-2`. `number` is written
    larger than the heading, `below` in small lines. `people` is how many strokes stand on the card, one a person;
    without it they only adorn.
    """

    language: str
    name: str
    above: str
    heading: str
    number: str = ""
    below: tuple[str, ...] = ()
    people: int = 0

    @cached_property
    def digest(self) -> str:
        """Another one for whatever else would be seen."""
        seen = dumps([DESIGN, asdict(self)], sort_keys=True)
        return sha256(seen.encode()).hexdigest()[:DIGEST_LENGTH]

    @property
    def address(self) -> str:
        """The path of the picture: what is there never changes."""
        return reverse("card", kwargs={"language": self.language, "name": self.name, "digest": self.digest})

    @property
    def words(self) -> str:
        """What the picture says, for those who do not see it."""
        return " · ".join(filter(None, (self.above, self.number, self.heading, *self.below)))
