"""What a contact corrects: at once what is theirs, by a moderator what the public reads."""

import pytest

from endorsements import changes
from endorsements.models import Change
from endorsements.models.token import Purpose
from tests.endorsements.factories import a_moderator, an_endorsement
from tests.endorsements.views.showing import everything_about, names_in_public
from tests.endorsements.visitors import link_to, press
from tests.reading import document

pytestmark = pytest.mark.django_db


def test_a_new_statement_waits_and_the_old_one_stays_meanwhile(client, approved, address):
    response = press(client, address, "correct", statement="The new words.")
    assert response.status_code == 302
    page = names_in_public(client)
    assert "The old words." in page
    assert "The new words." not in page
    assert "The new words." in document(client.get(response["Location"]).content).text
    changes.accept(approved, actor=a_moderator())
    page = names_in_public(client)
    assert "The new words." in page
    assert "The old words." not in page


def test_a_declined_statement_is_never_public(client, approved, address):
    press(client, address, "correct", statement="The new words.")
    changes.decline(approved, actor=a_moderator())
    assert "The new words." not in names_in_public(client)
    assert "The old words." in names_in_public(client)


def test_a_new_website_waits(client, approved, address):
    press(client, address, "correct", website="https://moved.example")
    assert "moved.example" not in names_in_public(client)
    changes.accept(approved, actor=a_moderator())
    assert "https://moved.example" in names_in_public(client)


def test_the_role_changes_at_once_and_waits_for_nobody(client, approved, address):
    press(client, address, "correct", contact_role="Chair")
    approved.refresh_from_db()
    assert approved.contact_role == "Chair"
    assert not Change.objects.exists()


def test_a_wrong_correction_comes_back_with_what_was_typed(client, approved, address):
    before = everything_about(approved)
    response = press(client, address, "correct", website="http://localhost", statement="Typed words.")
    page = document(response.content)
    assert response.status_code == 422
    assert page.one(id=page.one(role="alert").one("a")["href"][1:])["name"] == "correct-website"
    assert page.one("textarea", name="correct-statement").text == "Typed words."
    assert everything_about(approved) == before


def test_a_statement_may_be_taken_away(client, approved, address):
    press(client, address, "correct", statement="")
    changes.accept(approved, actor=a_moderator())
    assert "The old words." not in names_in_public(client)


def test_a_statement_of_600_characters_passes_with_its_line_breaks(client, approved, address):
    statement = "\n\n".join(["x" * 298, "y" * 300])
    press(client, address, "correct", statement=statement.replace("\n", "\r\n"))
    assert Change.objects.get().statement == statement


def test_what_waits_for_its_first_decision_is_corrected_at_once(client):
    waiting = an_endorsement("waiting")
    press(client, link_to(Purpose.MANAGE, waiting), "correct", statement="The new words.")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.statement) == ("waiting", "The new words.")


def test_a_correction_that_is_ticked_as_served_keeps_what_waits(client, approved, address):
    press(client, address, "correct", statement="The new words.", website="https://moved.example")
    before = everything_about(approved)
    assert press(client, address, "correct").status_code == 302
    assert everything_about(approved) == before
    assert Change.objects.get().asked() == {"statement": "The new words.", "website": "https://moved.example"}


def test_a_new_name_of_the_contact_changes_at_once_and_waits_for_nobody(client, approved, address):
    assert press(client, address, "correct", contact_name="Oksana Example").status_code == 302
    approved.refresh_from_db()
    assert approved.contact_name == "Oksana Example"
    assert not Change.objects.exists()
    assert "Oksana Example" not in names_in_public(client)
