"""What comes of a form that was sent: the form that is shown again, and whether anything is kept."""

from endorsements.models import Endorsement, Event, Mail
from tests.reading import document, form_with


def the_form(response):
    return form_with(document(response.content), "contact_email")


def nothing_is_kept() -> bool:
    return not Endorsement.objects.exists() and not Mail.objects.exists() and not Event.objects.exists()
