"""Portraits beside quotes: set in the admin, one file for all, served while the quotes are shown."""

from typing import Any

import pytest
from django.contrib.auth.models import Group as StaffGroup, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaign import portraits
from campaign.models import Quote
from people1st import groups
from people1st.models import Picture
from tests.campaign import makers
from tests.campaign.test_admin import filled
from tests.images import BLUE, GREEN, RED, a_picture, encoded, opened, two_halves, written
from tests.reading import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    groups.set_up()
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(StaffGroup.objects.get(name="Editors"))
    client.force_login(editor)
    return client


def page_of(quote: Quote) -> str:
    return reverse("admin:campaign_quote_change", args=[quote.pk])


def send(desk: Client, quote: Quote, data: bytes | None = None, **changes: Any) -> Any:
    """The form as a browser sends it, with a file when there is one."""
    sent = {"portrait_file": SimpleUploadedFile("../../evil.php", data, "text/html")} if data is not None else {}
    return desk.post(page_of(quote), filled(desk.get(page_of(quote)), **sent, **changes))


def fresh(quote: Quote) -> Quote:
    return Quote.objects.select_related("portrait").get(pk=quote.pk)


def test_an_editor_sets_a_portrait_and_sees_it(desk: Client) -> None:
    quote = makers.quote()
    assert send(desk, quote, written(two_halves(), "JPEG"), portrait_by="A. Photographer").status_code == 302
    kept = fresh(quote)
    assert kept.portrait
    assert kept.portrait.made_by == User.objects.get(username="editor")
    assert kept.portrait_credit == "A. Photographer"
    shown = document(desk.get(page_of(quote)).content, strict=False).one("img")
    answer = desk.get(shown["src"])
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "private, no-store")
    assert opened(answer.content).size == (400, 300)
    assert Client().get(shown["src"]).status_code == 302  # to sign in
    strangers = Client()
    strangers.force_login(User.objects.create_user("another", is_staff=True))
    assert strangers.get(shown["src"]).status_code == 403


def test_a_refused_file_keeps_what_was_typed(desk: Client) -> None:
    quote = makers.quote()
    page = send(desk, quote, b"<svg/>", role_en="A role that was typed")
    assert page.status_code == 200
    assert "Save it as JPEG, PNG or WebP" in page.text
    assert 'value="A role that was typed"' in page.text
    assert not fresh(quote).portrait


def test_it_is_replaced_and_removed_and_the_former_one_is_forgotten(desk: Client) -> None:
    quote = makers.quote(portrait=a_picture(RED), portrait_credit="A. Photographer")
    send(desk, quote, written(two_halves()))
    assert Picture.objects.get() == fresh(quote).portrait
    assert Picture.objects.get().sha256 != encoded(RED).digest
    both = send(desk, quote, written(two_halves()), portrait_gone="on")
    assert "not both" in both.text
    assert send(desk, quote, portrait_gone="on").status_code == 302
    assert (fresh(quote).portrait, fresh(quote).portrait_credit) == (None, "")
    assert not Picture.objects.exists()


def test_saved_without_a_file_it_stays(desk: Client) -> None:
    quote = makers.quote(portrait=a_picture(RED))
    assert send(desk, quote).status_code == 302
    assert fresh(quote).portrait == Picture.objects.get()


def test_the_demands_page_asks_for_one_file(client: Client) -> None:
    for position, colour in enumerate((RED, GREEN, BLUE), start=1):
        makers.quote(position, portrait=a_picture(colour), person_uk="Особа")
    makers.quote(4, person_uk="Інша", portrait_credit="")
    page = document(client.get("/uk/").content)
    boxes = page.all("span", class_="portrait")
    assert [box["data-initial"] for box in boxes] == ["О", "О", "О", "І"]
    assert {box["aria-hidden"] for box in boxes} == {"true"}
    images = page.all("image")
    assert len(images) == 3
    [address] = {image["href"] for image in images}
    assert len({svg["viewbox"] for box in boxes for svg in box.all("svg")}) == 3
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert len(answer.content) <= 15_000
    assert not answer.cookies


def test_only_the_sheet_of_what_is_shown_now_is_served(client: Client) -> None:
    quote = makers.quote(portrait=a_picture(RED))
    sheet = portraits.sheet()
    assert sheet
    assert client.get(sheet.address).status_code == 200
    assert client.get(f"/pictures/portraits-{'0' * 32}.webp").status_code == 404
    Quote.objects.filter(pk=quote.pk).update(shown=False)
    gone = client.get(sheet.address)
    assert (gone.status_code, gone["Cache-Control"]) == (404, "private, no-store")
    assert "<image" not in client.get("/en/").text


def test_a_portrait_stands_beside_all_quotes_of_its_person_and_of_nobody_else(client: Client) -> None:
    makers.quote(1, person_en="Ann")
    makers.quote(2, person_en="Ann", portrait=a_picture(RED), portrait_credit="A. Photographer")
    makers.quote(3, person_en="Bo")
    makers.quote(4, person_en="Ann", portrait=a_picture(BLUE))
    figures = document(client.get("/en/").content).all("figure", class_="quote")
    shown = [figure.all("svg")[0]["viewbox"] if figure.all("svg") else "" for figure in figures]
    assert shown[0] == shown[1]
    assert shown[2] == ""
    assert shown[3] not in {"", shown[0]}
    assert ["A. Photographer" in figure.text for figure in figures] == [True, True, False, False]
    assert Quote.objects.get(position=1).portrait is None
