from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils.translation import override

from endorsements import consent
from endorsements.forms import EndorseForm
from endorsements.hosts import is_public_host
from endorsements.list_forms import SearchForm
from endorsements.models import Endorsement
from tests.endorsements.factories import the_demands
from tests.endorsements.visitors import filled_in, opened

pytestmark = pytest.mark.django_db


def sent(**changed: str) -> EndorseForm:
    data = QueryDict(mutable=True)
    data.update(filled_in(**changed))
    return EndorseForm(data)


def test_what_a_person_sends_is_kept():
    form = sent()
    assert form.is_valid()
    form.submit()
    assert Endorsement.objects.get().status == "unconfirmed"


@pytest.mark.parametrize("ago", [-60, 0, 60])
def test_who_is_faster_than_a_person_is_a_machine(ago, settings):
    settings.FASTEST_PERSON *= 60  # a busy machine is slower than a person
    form = sent(opened=opened(timedelta(seconds=ago)))
    assert form.is_valid()
    assert form.is_machine
    form.submit()
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("ago", [2.1, 60, 86400 * 365])
def test_who_takes_longer_is_a_person(ago):
    assert not sent(opened=opened(timedelta(seconds=ago))).is_machine


def test_a_form_that_nobody_opened_is_not_valid_and_gets_a_time_of_its_own():
    form = sent(opened="forged")
    assert not form.is_valid()
    assert form.non_field_errors().as_data()[0].code == "not_ours"
    assert EndorseForm(form.data).is_machine


def test_a_form_of_another_version_of_the_demands_is_not_valid():
    form = sent(opened=opened(number=the_demands().number + 1))
    assert not form.is_valid()
    assert form.non_field_errors().as_data()[0].code == "demands_changed"
    assert not EndorseForm(form.data).is_machine


def test_the_consent_is_asked_in_the_language_of_the_page():
    the_demands()
    with override("uk"):
        form = EndorseForm()
    assert form.language == "uk"
    assert form.fields["consent"].label == consent.wording("uk")


def test_countries_are_in_the_alphabetical_order_of_the_language():
    the_demands()
    with override("uk"):
        names = [name for _code, name in EndorseForm().fields["country"].choices][1:]
    order = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    firsts = [order.index(name[0].lower()) for name in names]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize("name", ["Ґрунт", "École", "שלום", "東京", "Ñandú 2", "O’Neill & Sons", "100% Свобода"])
def test_names_of_every_script_are_taken(name):
    assert sent(name=name).is_valid()


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("archive.org", True),
        ("archive.org.ua", True),
        ("громада.укр", True),
        ("xn--80aaac4cd.xn--j1amh", True),
        ("archive.example", True),
        ("archive.org.", True),
        ("org.ua", False),
        ("com", False),
        ("localhost", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("", False),
        (".", False),
        ("archive.internal", False),
        ("archive.test", False),
        ("archive.local", False),
        ("x" * 64 + "ё.org", False),
    ],
)
def test_which_hosts_are_public(host, public):
    assert is_public_host(host) == public


def test_outside_development_no_invented_host_is_public(settings):
    settings.PRODUCTION = True
    assert not is_public_host("archive.example")


@pytest.mark.parametrize(
    ("asked", "valid"),
    [
        ({}, True),
        ({"q": "x" * 100}, True),
        ({"q": "x" * 101}, False),
        ({"country": "UA"}, True),
        ({"country": "XX"}, False),
        ({"q": "\x00"}, True),
    ],
)
def test_what_the_list_may_be_asked(asked, valid):
    assert SearchForm(asked).is_valid() == valid
