"""All scenes, in the order in which the gallery shows them."""

from tests.scenes import campaign_pages, errors, forms, letters, links, lists, managing, staff
from tests.scenes.stage import Scene

LETTERS = letters.SCENES  # they are no pages: a mail program gives them its own frame
SCENES: list[Scene] = [
    *campaign_pages.SCENES,
    *lists.SCENES,
    *forms.SCENES,
    *links.SCENES,
    *managing.SCENES,
    *errors.SCENES,
    *LETTERS,
    *staff.SCENES,
]
