"""Evidence in the admin: a word beside each colour, no name unescaped, no query for each row."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from endorsements import submissions
from endorsements.models import Endorsement
from tests import reading
from tests.endorsements.factories import a_submission, an_endorsement, an_entry

pytestmark = pytest.mark.django_db
LIST = "/admin/endorsements/endorsement/"
EVIL = "<script>alert(1)</script> & Sons"


def page_of(client, path):
    return reading.document(client.get(path).content, strict=False)


def badges_of(client):
    rows = page_of(client, LIST).one("table", id="result_list").one("tbody").all("tr")
    return {row.one("th").text: [item.text for item in row.one("td", class_="field-badges").all("li")] for row in rows}


def known_of(client, endorsement):
    return page_of(client, f"{LIST}{endorsement.pk}/change/").one("div", class_="field-known")


def test_the_list_shows_the_two_most_important_signs_with_their_words(staff):
    an_endorsement("approved", name="PAX", website="https://pax.example", contact_email="a@pax.example")
    an_endorsement("waiting", name="РАХ", website="https://a.org.ua", contact_email="a@gmail.com")
    an_entry(name="Entered")
    shown = badges_of(staff)
    assert shown["РАХ"] == ["look closely: lookalike name", "good: country fits"]
    assert shown["PAX"] == ["good: own domain"]
    assert shown["Entered"] == []


def test_the_record_shows_every_sign_as_a_sentence_and_leads_to_the_records_it_names(staff):
    there = an_endorsement("approved", name="PAX")
    request = an_endorsement("waiting", name="РАХ", website="https://a.org.ua", contact_email="a@gmail.com")
    known = known_of(staff, request)
    assert [" ".join(item.text.split()) for item in known.all("li")] == [
        "look closely To the eye, the name is the same as one that is here already: PAX",
        "good The ending of the web address is that of the country.",
        "to know The mailbox is at a provider where anybody may have one.",
    ]
    assert known.one("a")["href"] == f"{LIST}{there.pk}/change/"


def test_what_was_typed_is_shown_as_text(staff):
    an_endorsement("approved", name=EVIL)
    request = submissions.submit(a_submission(name=f"{EVIL} Мeморіал"))
    answer = staff.get(f"{LIST}{request.pk}/change/").content.decode()
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons</bdi>" in answer
    Endorsement.objects.filter(pk=request.pk).update(
        evidence=[{"sign": "mixed_letters", "tone": "plain", "about": {"words": ["<b>x</b>"]}}]
    )
    assert "“&lt;b&gt;x&lt;/b&gt;”" in staff.get(f"{LIST}{request.pk}/change/").content.decode()


@pytest.mark.parametrize("path", ["", "{pk}/change/"])
def test_the_style_is_in_a_file(staff, path):
    there = an_endorsement("waiting", name="РАХ", contact_email="a@gmail.com")
    page = page_of(staff, LIST + path.format(pk=there.pk))
    sheets = [link["href"] for link in page.all("link", rel="stylesheet")]
    assert f"{settings.STATIC_URL}admin/people1st/evidence.css" in sheets
    for badge in page.all("span", class_=re.compile("sign ")):
        assert "style" not in badge.attributes


def test_every_tone_has_its_colours_in_both_themes():
    sheet = (Path(settings.BASE_DIR) / "static/admin/people1st/evidence.css").read_text()
    for tone in ("good", "plain", "warning"):
        for part in ("fg", "bg"):
            values = re.findall(rf"--sign-{tone}-{part}: (#\w+);", sheet)
            assert len(values) == 4  # by the system's theme and by the admin's own switch
            assert len(set(values)) == 2
        for ground, ink in zip(
            *(re.findall(rf"--sign-{tone}-{part}: (#\w+);", sheet) for part in ("bg", "fg")), strict=True
        ):
            assert contrast(ground, ink) >= 4.5


def contrast(one, other):
    """The contrast of two colours (WCAG 2.2)."""

    def luminance(colour):
        channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_who_may_not_see_contacts_sees_no_evidence():
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_endorsement"))
    client = Client()
    client.force_login(editor)
    there = an_endorsement("waiting", name="РАХ", contact_email="a@gmail.com")
    for path in (LIST, f"{LIST}{there.pk}/change/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "РАХ" in answer.content.decode()
        assert "free mailbox" not in answer.content.decode()
        assert "anybody may have one" not in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_rows_as_for_one(staff, rows):
    for number in range(rows):
        an_endorsement("waiting", name=f"РАХ {number}", contact_email=f"a{number}@gmail.com")
    staff.get(LIST)  # what is asked once in a process, such as content types
    with CaptureQueriesContext(connection) as queries:
        assert len(badges_of(staff)) == rows
    # Who is asking is another matter: sessions, permissions.
    about_records = [query["sql"] for query in queries if "endorsements_" in query["sql"]]
    assert len(about_records) == 7
