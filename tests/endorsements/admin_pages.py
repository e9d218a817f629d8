"""The endorsements' pages in the admin, read and used as staff do."""

from django.test import Client

from endorsements.models import Endorsement
from tests import reading
from tests.reading import Element

LIST = "/admin/endorsements/endorsement/"


def document(content: bytes) -> Element:
    return reading.document(content, strict=False)  # Django's own admin pages close more than they open


def act(client: Client, action: str, *chosen: Endorsement, **more: str):
    """Post an action as a program does: nothing but what the contract names."""
    return client.post(LIST, {"action": action, "_selected_action": [one.pk for one in chosen], **more}, follow=True)


def page_of(endorsement: Endorsement) -> str:
    return f"{LIST}{endorsement.pk}/change/"


def form_of(page: Element) -> Element:
    return page.one("form", id="endorsement_form")
