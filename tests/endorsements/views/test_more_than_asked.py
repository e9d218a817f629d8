"""A form that is sent more than it asks for takes what it asks for: no field of a record can be slipped in."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from tests import reading
from tests.endorsements.factories import an_endorsement
from tests.endorsements.visitors import FILLED_IN, as_served, filled_in, link_to, the_form

pytestmark = pytest.mark.django_db
FIELDS = {field.attname for field in Endorsement._meta.concrete_fields}
SLIPPED_IN = {
    "id": "77", "pk": "77", "status": "approved", "source": "staff", "confirmed_at": "2026-01-01", "is_staff": "on",
    "decided_at": "2026-01-01", "endorsed_on": "2020-01-01", "launch_position": "1", "proven_domain": "evil.example",
    "demands_version": "1", "consent_wording": "Nothing", "evidence": "[]", "sealed": "{}", "mailbox_key": "x",
    "contact_name": "Somebody Else", "contact_email": "else@evil.example", "new_contact_email": "else@evil.example",
    "visibility": "public",
}  # fmt: skip
CHANGE_BY_THEMSELVES = {"updated_at", "evidence"}
OF_THE_NAME = {"visibility", "name_key", "website_key", "search_text", "statement_key", "sealed"}


def kept(endorsement: Endorsement) -> dict[str, Any]:
    """Every field as it stands."""
    endorsement.refresh_from_db()
    return {field: getattr(endorsement, field) for field in FIELDS - CHANGE_BY_THEMSELVES}


def slipped_beside(asked: dict[str, str], prefix: str) -> dict[str, str]:
    """What is asked for, and the rest of the record with the form's prefix and without."""
    more = SLIPPED_IN | {f"{prefix}-{field}": words for field, words in SLIPPED_IN.items()}
    return more | asked


def test_the_public_form(client: Client) -> None:
    client.post("/en/endorse/", {**SLIPPED_IN, **filled_in()})
    fair = Endorsement.objects.get()
    for field, words in FILLED_IN.items():
        if field != "consent":
            assert getattr(fair, field) == words
    assert (fair.status, fair.source, fair.confirmed_at, fair.endorsed_on) == ("unconfirmed", "form", None, None)
    assert (fair.launch_position, fair.proven_domain, fair.new_contact_email) == (None, "", "")
    assert fair.pk != 77
    assert fair.consent_wording != "Nothing"


@pytest.mark.parametrize("button", ["correct", "hide", "move"])
def test_the_forms_behind_a_manage_link(client: Client, button: str) -> None:
    endorsement = an_endorsement("approved")
    before, address = kept(endorsement), link_to(Purpose.MANAGE, endorsement)
    asked = as_served(the_form(client, address, button), button)
    client.post(address, slipped_beside(asked, button))  # without its tick it does nothing
    assert kept(endorsement) == before
    ticked = asked | {f"{button}-agree": "on", "move-new_email": "new@circle.example"}
    client.post(address, slipped_beside(ticked, button))
    may: dict[str, set[str]] = {
        "correct": set(),
        "hide": OF_THE_NAME | {"public_id", "mailbox_key"},
        "move": {"new_contact_email"},
    }
    after = kept(endorsement)
    assert {field for field in before if before[field] != after[field]} <= may[button]


def test_the_admin(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", "root@people1st.example"))
    endorsement = an_endorsement("waiting")
    before, page = kept(endorsement), f"/admin/endorsements/endorsement/{endorsement.pk}/change/"
    form = reading.document(client.get(page).content, strict=False).one("form", id="endorsement_form")
    asked = as_served(form)
    assert client.post(page, SLIPPED_IN | asked | {"statement": "Corrected."}).status_code == 302
    after = kept(endorsement)
    assert {field for field in before if before[field] != after[field]} - {"statement_key"} == {"statement"}
