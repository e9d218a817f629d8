import hashlib
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.http import QueryDict

from endorsements import machines
from endorsements.forms import EndorseForm
from endorsements.machines import Stamp
from endorsements.models import Count, Endorsement, Mail, Protection
from tests.endorsements.factories import the_demands
from tests.endorsements.racing import at_once
from tests.endorsements.visitors import filled_in, opened
from tests.reading import document

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def hold(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])


def sent(**changed: str) -> EndorseForm:
    data = QueryDict(mutable=True)
    data.update(filled_in(**changed))
    return EndorseForm(data)


def code_of(form: EndorseForm) -> str:
    assert not form.is_valid()
    (error,) = form.non_field_errors().as_data()
    return error.code


@pytest.mark.parametrize("filled", ["x", " ", "0", "\x00", "x" * 100_000, "<script>"])
def test_what_fills_in_the_field_that_nobody_sees_is_a_machine_and_its_form_is_valid(filled):
    form = sent(subject=filled)
    assert form.is_valid()
    assert form.is_machine
    form.submit()
    assert not Endorsement.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("left", [{}, {"subject": ""}])
def test_who_leaves_it_empty_or_never_got_it_is_a_person(left):
    form = sent(**left)
    assert form.is_valid()
    assert not form.is_machine


def test_the_field_is_one_that_neither_browsers_nor_people_fill_in():
    the_demands()
    page = document(f"<form>{EndorseForm()[machines.TRAP]}</form>")
    field = page.one("input")
    assert (field["type"], field["name"], field["autocomplete"], field["tabindex"]) == ("text", "subject", "off", "-1")
    known = "name mail phone tel fax url site address street city state zip post company org user pass search code card"
    assert not [word for word in known.split() if word in field["name"] + field["id"].removeprefix("id_")]


def test_a_stamp_says_when_and_what_was_read_and_no_more():
    version = the_demands()
    stamp = Stamp.made(1_000_000.5, version)
    assert Stamp.read(stamp.text) == stamp
    assert signing.loads(stamp.text, salt=machines.SALT) == {
        "at": 1_000_000.5,
        "version": version.pk,
        "number": version.number,
    }


@pytest.mark.parametrize("forged", ["", "x", "1:2:3", "é", "\x00", "eyJhdCI6MH0:1w:AAAA"])
def test_a_stamp_that_this_site_did_not_make_is_none(forged):
    assert Stamp.read(forged) is None


def test_a_stamp_made_for_something_else_is_none():
    assert Stamp.read(signing.dumps({"at": 0, "version": 1, "number": 1}, salt="endorsements.seen")) is None


@pytest.mark.parametrize(("age", "stale"), [(0, False), (1, False), (1.9, False), (2.1, True), (365, True)])
def test_a_page_may_stay_open_for_two_days(age, stale):
    the_demands()
    form = sent(opened=opened(age * DAY), name="Kept as typed")
    stamp = Stamp.read(form.data["opened"])
    assert stamp
    assert stamp.is_stale is stale
    if not stale:
        assert form.is_valid()
        return
    assert code_of(form) == "stale"
    assert form.data["name"] == "Kept as typed"


def test_a_page_that_was_open_for_too_long_can_be_sent_again_at_once():
    first = sent(opened=opened(3 * DAY))
    assert code_of(first) == "stale"
    again = EndorseForm(first.data)
    assert again.is_valid()
    assert not again.is_machine
    again.submit()
    assert Endorsement.objects.exists()


def test_demands_that_changed_are_told_once_however_long_the_page_was_open():
    first = sent(opened=opened(3 * DAY, number=the_demands().number + 1))
    assert code_of(first) == "demands_changed"
    assert EndorseForm(first.data).is_valid()


@pytest.fixture
def ten_a_page() -> None:
    """One form an hour from a source, so ten from a page."""
    Protection.objects.update_or_create(pk=1, defaults={"forms_an_hour": 1})


def test_one_page_sends_so_many_forms_and_then_a_new_stamp_is_needed(ten_a_page):
    stamp = opened()
    assert [sent(opened=stamp).use_page() for _ in range(10)] == [True] * 10
    one_more = sent(opened=stamp, name="Kept as typed")
    assert one_more.is_valid()
    assert not one_more.use_page()
    assert code_of(one_more) == "worn"
    assert one_more.data["name"] == "Kept as typed"
    again = EndorseForm(one_more.data)
    assert again.is_valid()
    assert again.use_page()
    assert not again.is_machine
    assert not sent(opened=stamp).use_page()


def test_it_is_ten_times_what_a_source_may_send_in_an_hour():
    stamp = Stamp.made(time.time() - 60, the_demands())
    assert sum(stamp.use() for _ in range(310)) == 10 * Protection().forms_an_hour == 300


def test_a_machine_wears_a_page_out_as_a_person_does(ten_a_page):
    stamp = opened()
    assert [sent(opened=stamp, subject="x").use_page() for _ in range(12)] == [True] * 10 + [False] * 2


def test_what_is_counted_of_a_page_is_a_hash():
    stamp = opened()
    assert sent(opened=stamp).use_page()
    count = Count.objects.get(scope="stamp")
    assert (len(count.key), count.hits) == (64, 1)
    assert not stamp.startswith(count.key)


@pytest.mark.django_db(transaction=True)
def test_parallel_forms_of_one_page_are_counted_one_by_one(ten_a_page):
    stamp = Stamp.made(time.time() - 60, the_demands())
    key = hashlib.sha256(stamp.text.encode()).hexdigest()
    used = at_once(*[stamp.use] * 15, behind=lambda: hold(f"count:stamp:{key}"))
    assert sorted(used) == [False] * 5 + [True] * 10
