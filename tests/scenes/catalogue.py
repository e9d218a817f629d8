"""All scenes, in the order in which the gallery shows them."""

from itertools import chain

from tests.scenes import campaign_pages
from tests.scenes.stage import Scene

SCENES: list[Scene] = list(chain(campaign_pages.SCENES))
