"""What staff enter themselves, and the invitation of its contact."""

import pytest
from django.core.management import call_command
from django.test import Client

from endorsements.models import Endorsement, Mail
from tests.endorsements.admin_pages import LIST, document, form_of, page_of
from tests.endorsements.factories import an_entry, the_demands, the_events
from tests.reading import as_served

pytestmark = pytest.mark.django_db


def test_staff_enter_an_organisation_which_is_public_at_once_and_marked(staff):
    the_demands()
    response = staff.post(
        f"{LIST}add/",
        {
            "name": "Old Town Library",
            "country": "",
            "website": "",
            "statement": "",
            "endorsed_on": "2025-01-28",
            **management_of(staff),
        },
    )
    assert response.status_code == 302
    entered = Endorsement.objects.get()
    assert (entered.status, entered.source, entered.demands_version) == ("approved", "staff", the_demands())
    assert the_events(entered) == ["entered"]
    assert "Old Town Library" in Client().get("/en/endorsements/").content.decode()


def management_of(staff: Client) -> dict[str, str]:
    served = as_served(form_of(document(staff.get(f"{LIST}add/").content)))
    return {name: value for name, value in served.items() if "_FORMS" in name}


def test_an_organisation_that_is_on_the_list_is_not_entered_twice(staff):
    an_entry(name="Old Town Library")
    sent = {
        "name": "old town library",
        "country": "",
        "website": "",
        "statement": "",
        "endorsed_on": "",
        **management_of(staff),
    }
    response = staff.post(f"{LIST}add/", sent)
    assert response.status_code == 200
    assert "Old Town Library" in document(response.content).text
    assert Endorsement.objects.count() == 1


def test_the_contact_of_an_entry_is_invited(staff):
    entry = an_entry(name="Old Town Library")
    invite = f"{LIST}{entry.pk}/invite/"
    assert invite in {link["href"] for link in document(staff.get(page_of(entry)).content).all("a")}
    assert staff.get(invite).status_code == 200
    assert not Mail.objects.exists()
    assert staff.post(invite, {"email": "office@localhost", "language": "uk"}).status_code == 200
    assert not Mail.objects.exists()
    assert staff.post(invite, {"email": "office@old-town.example", "language": "uk"}).status_code == 302
    mail = Mail.objects.get()
    assert (mail.kind, mail.language, mail.recipient) == ("invitation", "uk", "office@old-town.example")
    assert the_events(entry) == ["entered", "invited"]


def test_the_launch_list_is_invited_like_any_entry(staff):
    call_command("load_launch_endorsers", verbosity=0)
    entry = Endorsement.objects.public().first()
    assert f"{LIST}{entry.pk}/invite/" in staff.get(page_of(entry)).content.decode()
