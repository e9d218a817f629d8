"""What visitors do: they open pages, fill in forms, press buttons, and read the mails that come."""

import re
import time
from datetime import timedelta

from django.conf import settings
from django.core import mail, signing
from django.test import Client

from endorsements import tokens
from endorsements.jobs import send_mail
from endorsements.machines import SALT
from endorsements.models import Endorsement, Mail
from endorsements.models.token import Purpose
from tests.endorsements.factories import the_demands
from tests.reading import Element, as_served, document, form_with

FILLED_IN = {
    "name": "Riverside Archive",
    "country": "UA",
    "website": "https://riverside-archive.example",
    "statement": "People first.",
    "visibility": "public",
    "contact_name": "Olena Example",
    "contact_role": "Director",
    "contact_email": "office@riverside-archive.example",
    "consent": "on",
}


def opened(ago: timedelta = timedelta(minutes=1), **changed: int) -> str:
    """The hidden field of a form that was first shown so long ago."""
    version = the_demands()
    stamp = {"at": time.time() - ago.total_seconds(), "version": version.pk, "number": version.number, **changed}
    return signing.dumps(stamp, salt=SALT)


def filled_in(**changed: str) -> dict[str, str]:
    """A whole form as a person sends it, a minute after opening it."""
    return {**FILLED_IN, "opened": opened(), **changed}


def send_form(client: Client, language: str = "en", **changed: str) -> object:
    """Posts the endorsement form."""
    return client.post(f"/{language}/endorse/", filled_in(**changed))


def deliver() -> list[mail.EmailMultiAlternatives]:
    """Send every queued mail, as the worker does, and give them. What is held has no job."""
    before = len(mail.outbox)
    queued = Mail.objects.filter(sent_at=None, dropped_at=None, held_at=None).order_by("queued_at")
    for pk in queued.values_list("pk", flat=True):
        send_mail(str(pk))
    return mail.outbox[before:]


def links_in(message: mail.EmailMultiAlternatives) -> list[str]:
    """The addresses in the text of a mail."""
    return re.findall(r"https?://\S+", str(message.body))


def path_of(link: str) -> str:
    """What a browser asks our server for."""
    assert link.startswith(settings.SITE_URL + "/"), link
    return link.removeprefix(settings.SITE_URL)


def link_to(purpose: Purpose, endorsement: Endorsement, language: str = "en") -> str:
    """A mailed link to one's own page."""
    return f"/{language}/endorse/{purpose}/{tokens.make(endorsement, purpose)}/"


def the_form(client: Client, address: str, button: str) -> Element:
    """The form with this button on the page."""
    return form_with(document(client.get(address).content), button)


def press(client: Client, address: str, button: str, *, tick: bool = True, **typed: str) -> object:
    """Open the page, type, tick the box of the button's form or leave it, press the button."""
    form = the_form(client, address, button)
    data = as_served(form, button)
    data |= {f"{button}-{field}": value for field, value in typed.items()}
    if tick:
        data[f"{button}-agree"] = "on"
    return client.post(address, data)
