"""Who speaks for an organisation, and how that changes hands."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings

from endorsements import consent, contacts, records, tokens
from endorsements.models import Endorsement, Mail
from endorsements.models.token import Purpose
from endorsements.refusals import AlreadyThere, ChangedSinceSeen, Ended, TakenOver
from tests.endorsements import factories

pytestmark = pytest.mark.django_db


def test_an_entry_of_staff_is_taken_over_by_its_contact() -> None:
    moderator, entry = factories.a_moderator(), factories.an_entry()
    entry = contacts.invite(entry, "office@entry.example", "uk", actor=moderator)
    invitation = Mail.objects.get(kind="invitation")
    assert (invitation.recipient, invitation.language) == ("office@entry.example", "uk")
    contacts.take_over(entry, contact_name="Olena Example", contact_role="Director", language="uk")
    entry.refresh_from_db()
    assert (entry.contact_name, entry.contact_role, entry.language) == ("Olena Example", "Director", "uk")
    assert (entry.consent_wording, entry.consent_version) == (consent.wording("uk"), consent.VERSION)
    assert factories.the_events(entry) == ["entered", "invited", "taken_over"]


def test_who_took_it_over_is_not_invited_away() -> None:
    moderator, entry = factories.a_moderator(), factories.an_entry()
    entry = contacts.invite(entry, "office@entry.example", "en", actor=moderator)
    contacts.take_over(entry, contact_name="Olena Example", contact_role="", language="en")
    with pytest.raises(TakenOver):
        contacts.invite(entry, "else@entry.example", "en", actor=moderator)
    assert records.lock(entry).contact_email == "office@entry.example"


def test_a_page_of_the_wrongly_invited_does_not_take_over_once_another_is_invited() -> None:
    moderator, entry = factories.a_moderator(), factories.an_entry()
    seen_by_the_wrong_one = contacts.invite(entry, "wrong@entry.example", "en", actor=moderator)
    contacts.invite(entry, "right@entry.example", "en", actor=moderator)
    with pytest.raises(ChangedSinceSeen):
        contacts.take_over(seen_by_the_wrong_one, contact_name="N", contact_role="N", language="en")
    assert records.lock(entry).consent_wording == ""


def test_a_page_of_one_new_mailbox_does_not_move_to_another() -> None:
    endorsement = factories.an_endorsement("approved")
    contacts.ask_move(endorsement, "first@entry.example")
    contacts.ask_move(endorsement, "second@entry.example")
    with pytest.raises(ChangedSinceSeen):
        contacts.move(endorsement, to="first@entry.example")
    assert records.lock(endorsement).new_contact_email == "second@entry.example"


@pytest.mark.parametrize("source", ["staff", "form"])
def test_what_somebody_agreed_to_is_not_taken_over(source: str) -> None:
    there = factories.an_entry() if source == "staff" else factories.an_endorsement("approved")
    if source == "staff":
        contacts.take_over(there, contact_name="Olena Example", contact_role="Director", language="en")
    before = Endorsement.objects.values().get(pk=there.pk)
    with pytest.raises(TakenOver):
        contacts.take_over(there, contact_name="Somebody", contact_role="Else", language="uk")
    assert Endorsement.objects.values().get(pk=there.pk) == before
    assert factories.the_events(there).count("taken_over") == (1 if source == "staff" else 0)


def test_an_invitation_again_makes_the_first_link_unknown() -> None:
    entry = factories.an_entry()
    contacts.invite(entry, "wrong@entry.example", "en", actor=factories.a_moderator())
    secret = tokens.make(entry, Purpose.MANAGE)
    contacts.invite(entry, "office@entry.example", "en", actor=factories.a_moderator())
    assert tokens.find(secret, Purpose.MANAGE) is None


def test_an_invitation_again_forgets_the_mailbox_that_the_first_one_named() -> None:
    entry = factories.an_entry()
    contacts.invite(entry, "wrong@entry.example", "en", actor=factories.a_moderator())
    contacts.ask_move(entry, "friend@wrong.example")
    secret = tokens.make(entry, Purpose.MAILBOX)
    entry = contacts.invite(entry, "office@entry.example", "en", actor=factories.a_moderator())
    assert tokens.find(secret, Purpose.MAILBOX) is None
    assert (entry.contact_email, entry.new_contact_email) == ("office@entry.example", "")
    assert contacts.move(entry).contact_email == "office@entry.example"


def test_until_the_new_mailbox_confirms_the_old_one_stays() -> None:
    endorsement = factories.an_endorsement("approved", contact_email="old@circle.example")
    manage = tokens.make(endorsement, Purpose.MANAGE)
    contacts.ask_move(endorsement, "new@circle.example")
    kept = records.lock(endorsement)
    assert (kept.contact_email, kept.new_contact_email) == ("old@circle.example", "new@circle.example")
    assert tokens.find(manage, Purpose.MANAGE) == endorsement
    moved = contacts.move(endorsement)
    assert (moved.contact_email, moved.new_contact_email) == ("new@circle.example", "")
    assert list(Endorsement.objects.of_mailbox("New@circle.example")) == [endorsement]
    assert tokens.find(manage, Purpose.MANAGE) is None
    assert factories.the_events(endorsement)[-2:] == ["move_asked", "moved"]
    assert set(factories.the_kinds()[-2:]) == {"mailbox_moved", "mailbox_left"}


def test_moving_again_changes_nothing() -> None:
    endorsement = factories.an_endorsement("approved")
    contacts.ask_move(endorsement, "new@circle.example")
    contacts.move(endorsement)
    written = factories.the_events(endorsement), factories.the_kinds()
    contacts.move(endorsement)
    assert (factories.the_events(endorsement), factories.the_kinds()) == written


def test_asked_twice_for_the_same_mailbox_the_link_that_was_sent_keeps_working() -> None:
    endorsement = factories.an_endorsement("approved")
    contacts.ask_move(endorsement, "new@circle.example")
    secret = tokens.make(endorsement, Purpose.MAILBOX)
    contacts.ask_move(endorsement, "new@circle.example")
    assert factories.the_kinds().count("mailbox_confirm") == 1  # the pause between two
    assert tokens.find(secret, Purpose.MAILBOX) == endorsement


def test_asked_for_another_mailbox_the_first_link_is_unknown() -> None:
    endorsement = factories.an_endorsement("approved")
    contacts.ask_move(endorsement, "new@circle.example")
    secret = tokens.make(endorsement, Purpose.MAILBOX)
    contacts.ask_move(endorsement, "newer@circle.example")
    assert tokens.find(secret, Purpose.MAILBOX) is None


def test_a_mailbox_that_has_an_open_request_for_it_is_a_rival() -> None:
    mine = factories.an_endorsement("waiting", name="The Circle")
    factories.an_endorsement("unconfirmed", name="The Circle", contact_email="new@circle.example")
    contacts.ask_move(mine, "new@circle.example")
    with pytest.raises(AlreadyThere):
        contacts.move(mine)


@pytest.mark.parametrize("status", ["unconfirmed", "rejected", "withdrawn", "expired"])
@pytest.mark.parametrize("act", [
    lambda e: contacts.ask_move(e, "new@circle.example"),
    contacts.move,
    lambda e: contacts.take_over(e, contact_name="x", contact_role="", language="en"),
    lambda e: contacts.invite(e, "new@circle.example", "en", actor=factories.a_moderator()),
])  # fmt: skip
def test_without_a_confirmed_endorsement_nothing_changes_hands(
    act: Callable[[Endorsement], object], status: str
) -> None:
    endorsement = factories.an_endorsement(status)
    before = Endorsement.objects.values().get(pk=endorsement.pk)
    with pytest.raises(Ended):
        act(endorsement)
    assert Endorsement.objects.values().get(pk=endorsement.pk) == before


@pytest.mark.parametrize(("status", "kinds"), [
    ("unconfirmed", ["confirm"]), ("waiting", ["links"]), ("approved", ["links"]),
    ("rejected", []), ("withdrawn", []), ("expired", []),
])  # fmt: skip
def test_a_lost_link_is_sent_to_who_owns_something(status: str, kinds: list[str], settings: LazySettings) -> None:
    factories.an_endorsement(status, contact_email="office@circle.example")
    Mail.objects.all().delete()
    contacts.send_links("OFFICE+x@circle.example", "ru")
    assert [(m.kind, m.language, m.recipient) for m in Mail.objects.all()] == [
        (kind, "ru", "office@circle.example") for kind in kinds
    ]


def test_nobody_else_is_sent_anything() -> None:
    factories.an_endorsement("approved", contact_email="office@circle.example")
    Mail.objects.all().delete()
    contacts.send_links("nobody@circle.example", "en")
    assert factories.the_kinds() == []


def test_a_lost_link_goes_to_each_address_as_it_was_given_and_to_unconfirmed_ones_too() -> None:
    factories.an_endorsement("approved", contact_email="office@circle.example")
    factories.an_endorsement("waiting", contact_email="office@circle.example")
    factories.an_endorsement("approved", contact_email="Office+list@circle.example")
    unconfirmed = factories.an_endorsement("unconfirmed", contact_email="office+new@circle.example")
    Mail.objects.all().delete()
    contacts.send_links("office@circle.example", "uk")
    assert sorted(Mail.objects.values_list("kind", "recipient", "endorsement", "language")) == [
        ("confirm", "office+new@circle.example", unconfirmed.pk, "uk"),
        ("links", "Office+list@circle.example", None, "uk"),
        ("links", "office@circle.example", None, "uk"),
    ]
