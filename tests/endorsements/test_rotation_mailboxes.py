"""A mailbox is found, written to and limited as before while keys change."""

from collections import Counter

import pytest
from django.test import Client

from endorsements import changes, contacts, rotation, submissions, workflow
from endorsements.models import Endorsement
from endorsements.refusals import AlreadyThere
from tests.endorsements import factories
from tests.endorsements.rings import ID_A, ID_B, OFFICE, A, B, Ring
from tests.endorsements.visitors import deliver, links_in, path_of, press, send_form


@pytest.mark.django_db
def test_a_journey_goes_on_while_keys_change(ring: Ring, client: Client) -> None:
    send_form(client, contact_email=OFFICE)
    (confirm,) = deliver()
    ring(B, A)
    assert press(client, path_of(links_in(confirm)[0]), "confirm").status_code in {200, 302}
    there = Endorsement.objects.get()
    assert there.status == "waiting"
    workflow.approve(there, actor=factories.a_moderator())
    *_others, approved = deliver()
    assert approved.to == [OFFICE]
    rotation.rotate()
    ring(B)
    manage = path_of(links_in(approved)[0])
    page = client.get(manage)
    assert page.status_code == 200
    assert OFFICE in page.text
    assert list(Endorsement.objects.of_mailbox("Office+list@circle.example")) == [there]
    contacts.send_links(OFFICE, "en")
    (links,) = deliver()
    assert client.get(path_of(links_in(links)[0])).status_code == 200
    assert press(client, manage, "withdraw").status_code in {200, 302}
    there.refresh_from_db()
    assert there.status == "withdrawn"


@pytest.mark.django_db
def test_a_mailbox_is_written_to_three_times_a_day_however_keys_change(ring: Ring) -> None:
    sent = factories.a_submission(contact_email=OFFICE)
    workflow.confirm(submissions.submit(sent))
    ring(B, A)
    submissions.submit(sent)
    assert factories.the_kinds() == ["confirm", "already_here"]
    rotation.rotate()
    assert set(rotation.hashes_of_mails()) == {ID_B}
    ring(B)
    submissions.submit(sent)
    contacts.send_links(OFFICE, "en")
    contacts.send_links("Office@circle.example", "en")
    submissions.submit(factories.a_submission(contact_email=OFFICE))
    assert factories.the_kinds() == ["confirm", "already_here", "links"]


@pytest.mark.django_db
def test_a_mailbox_is_one_under_two_keys(ring: Ring) -> None:
    sent = factories.a_submission(name="The Circle", contact_email=OFFICE)
    first = submissions.submit(sent)
    ring(B, A)
    again = submissions.submit(factories.a_submission(name="THE CIRCLE", contact_email="Office+new@circle.example"))
    assert again == first
    assert rotation.hashes() == Counter({ID_B: 1})


@pytest.mark.django_db
def test_no_correction_makes_two_of_a_mailbox_under_two_keys(ring: Ring) -> None:
    submissions.submit(factories.a_submission(name="The Circle", contact_email=OFFICE))
    other = submissions.submit(factories.a_submission(name="The Square", contact_email=OFFICE))
    ring(B, A)
    with pytest.raises(AlreadyThere):
        changes.correct(other, {"name": "The Circle"}, actor=factories.a_moderator())
    assert rotation.rotate()["endorsements"] == 2


@pytest.mark.django_db
def test_two_records_that_became_one_under_two_keys_are_left_and_counted(ring: Ring) -> None:
    sent = factories.a_submission(name="The Circle", contact_email=OFFICE)
    submissions.submit(sent)
    ring(B)
    second = submissions.submit(sent)
    ring(B, A)
    assert rotation.rotate()["endorsements"] == 0
    assert rotation.hashes() == Counter({ID_A: 1, ID_B: 1})
    workflow.withdraw(second, actor=factories.a_moderator())
    assert rotation.rotate()["endorsements"] == 1
    assert rotation.hashes() == Counter({ID_B: 1})
