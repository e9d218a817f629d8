"""Logos: for the named, with permission, in public only as long as both hold."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from endorsements import changes, logos, rotation, takeaway, workflow
from endorsements.models import Endorsement
from endorsements.refusals import ChangedSinceSeen, NeedsTakingBack, NoLogoHere
from people1st.models import Picture
from tests.endorsements import factories
from tests.endorsements.test_erasure import everything_in_the_database
from tests.endorsements.test_sealing import WORDS, found_in_the_database
from tests.images import BLUE, GREEN, RED, a_picture, encoded, opened, two_halves, written
from tests.reading import Element, document

pytestmark = pytest.mark.django_db
PERMISSION = "Olena Example, by email, 24 November 2026"


def with_logo(endorsement: Endorsement, colour: tuple[int, int, int] = RED) -> Endorsement:
    return logos.put(endorsement, encoded(colour), PERMISSION, actor=factories.a_moderator())


def a_known_one(colour: tuple[int, int, int] = RED, status: str = "approved", **changed: Any) -> Endorsement:
    return with_logo(factories.an_endorsement(status, **changed), colour)


def fresh(endorsement: Endorsement) -> Endorsement:
    return Endorsement.objects.get(pk=endorsement.pk)


def images(client: Client, address: str = "/en/endorsements/") -> list[Element]:
    return document(client.get(address).content).all("image")


def hide(endorsement: Endorsement) -> None:
    changes.hide(endorsement)


def reject(endorsement: Endorsement) -> None:
    workflow.take_back(endorsement, actor=factories.a_moderator(), reason="A mistake.")
    workflow.reject(endorsement, actor=factories.a_moderator())


ENDS: dict[str, Callable[[Endorsement], Any]] = {
    "hidden": hide,
    "rejected": reject,
    "withdrawn": workflow.withdraw,
    "erased": workflow.erase,
    "removed": lambda endorsement: logos.remove(endorsement, actor=factories.a_moderator()),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_logo_goes_with_its_reason_and_is_served_to_nobody(how: str, client: Client) -> None:
    known = a_known_one()
    [image] = images(client)
    assert client.get(image["href"]).status_code == 200
    data = encoded(RED).data.hex()
    assert data in everything_in_the_database()
    ENDS[how](known)
    gone = client.get(image["href"])
    assert (gone.status_code, gone["Cache-Control"]) == (404, "private, no-store")
    assert images(client) == []
    left = fresh(known)
    assert (left.logo, left.logo_permission) == (None, "")
    said = everything_in_the_database()
    assert [needle for needle in (data, encoded(RED).digest) if needle in said] == []


def test_who_permitted_it_stands_nowhere_in_clear() -> None:
    known = a_known_one()
    assert fresh(known).logo_permission == PERMISSION
    said = everything_in_the_database()
    assert [needle for needle in (PERMISSION, "Olena Example, by") if needle in said] == []
    assert factories.the_events(known)[-1] == "logo_set"
    assert known.events.last().reason == ""  # type: ignore[union-attr]
    assert PERMISSION not in str(takeaway.everything(factories.an_endorsement()))


def test_taken_back_it_waits_with_its_logo_and_nobody_sees_it(client: Client) -> None:
    known = a_known_one()
    [image] = images(client)
    workflow.take_back(known, actor=factories.a_moderator(), reason="To be looked at.")
    assert fresh(known).logo
    assert client.get(image["href"]).status_code == 404
    workflow.approve(known, actor=factories.a_moderator())
    assert client.get(image["href"]).status_code == 200


def test_one_that_two_show_stays_for_the_other(client: Client) -> None:
    one, other = a_known_one(), a_known_one()
    workflow.withdraw(one)
    assert fresh(other).logo == Picture.objects.get()
    assert len(images(client)) == 1


@pytest.mark.parametrize("status", ["unconfirmed", "rejected", "withdrawn", "expired"])
def test_none_is_put_where_none_may_be(status: str) -> None:
    with pytest.raises(NoLogoHere):
        a_known_one(status=status)
    with pytest.raises(NoLogoHere):
        a_known_one(visibility="unnamed")
    with pytest.raises(NoLogoHere):
        logos.put(factories.an_endorsement(), encoded(), "", actor=factories.a_moderator())
    assert not Picture.objects.exists()


def test_the_database_keeps_none_of_the_unnamed_none_without_permission_and_none_of_what_ended() -> None:
    quiet, named = factories.an_endorsement(visibility="unnamed"), factories.an_endorsement()
    rejected, picture = factories.an_endorsement("rejected"), a_picture()
    for one, written_there in (
        (quiet, {"logo": picture, "logo_permission": PERMISSION}),
        (quiet, {"logo_permission": PERMISSION}),
        (rejected, {"logo": picture, "logo_permission": PERMISSION}),
        (named, {"logo": picture}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Endorsement.objects.filter(pk=one.pk).update(**written_there)


def test_a_version_of_the_site_that_knows_of_no_logos_ends_an_endorsement_too() -> None:
    known, other = a_known_one(BLUE), a_known_one(RED)
    Endorsement.objects.filter(pk=known.pk).update(status="rejected")
    assert (fresh(known).logo, fresh(known).logo_permission) == (None, "")
    assert fresh(other).logo


def test_hidden_it_is_sealed_as_one_that_never_had_a_logo() -> None:
    changes.hide(a_known_one(**WORDS))
    assert found_in_the_database() == []
    assert not Picture.objects.exists()


def test_where_two_have_to_agree_one_alone_publishes_none(settings: Any) -> None:
    known = a_known_one()
    settings.APPROVALS_NEEDED = 2
    with pytest.raises(NeedsTakingBack):
        with_logo(known, BLUE)
    logos.remove(known, actor=factories.a_moderator())
    assert not fresh(known).logo


def test_a_page_that_is_older_than_the_record_sets_none() -> None:
    known = factories.an_endorsement()
    before = known.submitted_at
    with pytest.raises(ChangedSinceSeen):
        logos.put(known, encoded(), PERMISSION, actor=factories.a_moderator(), seen_at=before)


def test_the_contact_takes_it_away_with_everything_else() -> None:
    kept = takeaway.everything(fresh(a_known_one()))["organisation"]
    assert kept["logo"]["sha256"] == encoded(RED).digest
    assert kept["logo_permission"] == PERMISSION


def test_a_page_of_the_list_asks_for_one_file_however_it_is_searched(client: Client) -> None:
    for number, colour in enumerate((RED, GREEN, BLUE)):
        a_known_one(colour, name=f"Circle {number}", country="UA" if number else "PL")
    factories.an_endorsement(name="Circle without a logo")
    pages = ["/en/endorsements/", "/uk/endorsements/", "/en/endorsements/?q=Circle+1", "/en/endorsements/?country=UA"]
    shown = [images(client, page) for page in pages]
    assert [len(each) for each in shown] == [3, 3, 1, 2]
    [address] = {image["href"] for each in shown for image in each}
    assert opened(client.get(address).content).size == (720, 96)
    assert client.get(f"/pictures/logos-{'f' * 32}.webp").status_code == 404


def test_open_data_and_other_pages_have_none(client: Client) -> None:
    a_known_one()
    assert "<image" not in client.get("/en/").text
    for address in ("/endorsements.json", "/endorsements.csv"):
        assert "logo" not in client.get(address).text


# In the admin


def staff_of(*rights: str) -> Client:
    client, user = Client(), factories.a_moderator("another")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


ALL = ("view_endorsement", "change_endorsement", "moderate_endorsement", "view_contact")


def send(client: Client, known: Endorsement, data: bytes = b"", **typed: str) -> Any:
    file = {"logo_file": SimpleUploadedFile("logo.png", data)} if data else {}
    return client.post(f"/admin/endorsements/endorsement/{known.pk}/logo/", {**file, **typed})


def test_a_moderator_sets_it_and_removes_it() -> None:
    known, staff = factories.an_endorsement(), staff_of(*ALL)
    record = f"/admin/endorsements/endorsement/{known.pk}/change/"
    assert f"{known.pk}/logo/" in staff.get(record).text
    assert send(staff, known, written(two_halves()), permission=PERMISSION)["Location"] == record
    page = document(staff.get(record).content, strict=False)
    [shown] = [image["src"] for image in page.all("img") if "picture.webp" in image["src"]]
    assert opened(staff.get(shown).content).size == (400, 300)
    assert Client().get(shown).status_code == 302
    assert fresh(known).logo
    assert send(staff, known, gone="on", permission=PERMISSION).status_code == 302
    assert not fresh(known).logo
    assert factories.the_events(known)[-2:] == ["logo_set", "logo_removed"]
    assert User.objects.get(username="another") == known.events.last().actor  # type: ignore[union-attr]


def test_without_permission_or_picture_the_form_says_so() -> None:
    known, staff = factories.an_endorsement(), staff_of(*ALL)
    assert "without permission no logo is shown" in send(staff, known, written(two_halves())).text
    page = send(staff, known, b"GIF89a", permission=PERMISSION)
    assert "Save it as JPEG, PNG or WebP" in page.text
    assert PERMISSION in page.text
    assert "Choose a picture." in send(staff, known, permission=PERMISSION).text


@pytest.mark.parametrize("missing", ALL[1:])
def test_it_takes_every_right_to_decide(missing: str) -> None:
    known = factories.an_endorsement()
    staff = staff_of(*(right for right in ALL if right != missing))
    assert send(staff, known, written(two_halves()), permission=PERMISSION).status_code == 403
    assert not fresh(known).logo


def test_of_an_unnamed_one_the_page_says_no() -> None:
    known, staff = factories.an_endorsement(visibility="unnamed"), staff_of(*ALL)
    assert send(staff, known, written(two_halves()), permission=PERMISSION).status_code == 302
    assert not Picture.objects.exists()


def test_a_permission_under_a_lost_key_goes_with_its_logo(settings: Any) -> None:
    known = a_known_one()
    settings.ENCRYPTION_KEYS = (secrets.token_bytes(32),)
    rotation.erase_lost()
    assert (fresh(known).logo, fresh(known).logo_permission) == (None, "")
    removed = known.events.last()
    assert (removed.verb, removed.by) == ("logo_removed", "system")  # type: ignore[union-attr]
    assert not Picture.objects.exists()


def test_a_permission_goes_on_under_the_newest_key(settings: Any) -> None:
    known, newest = a_known_one(), secrets.token_bytes(32)
    settings.ENCRYPTION_KEYS = (newest, *settings.ENCRYPTION_KEYS)
    rotation.rotate()
    settings.ENCRYPTION_KEYS = (newest,)
    assert fresh(known).logo_permission == PERMISSION
