"""Versions of the demands."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection

from campaign import versions
from campaign.models import Demand, DemandsVersion
from tests.campaign import makers


@pytest.mark.django_db
def test_the_first_version_holds_every_word_in_every_language_in_order() -> None:
    makers.demand(2)
    makers.demand(1, text_uk="")
    version = versions.current()
    assert (version.number, version.edition, version.label) == (1, 1, "1")
    assert version.texts["uk"] == [
        {"anchor": "demand-1", "heading": "Heading 1 uk", "text": ""},
        {"anchor": "demand-2", "heading": "Heading 2 uk", "text": "Text 2 uk"},
    ]
    assert set(version.texts) == {"en", "uk", "ru"}


@pytest.mark.django_db
def test_asking_again_gives_the_same_version() -> None:
    makers.demand()
    assert versions.current() == versions.current()
    assert DemandsVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_change_by_any_way_is_a_new_edition() -> None:
    makers.demand()
    versions.current()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE campaign_demand SET text_ru = 'Другой текст'")
    version = versions.current()
    assert (version.number, version.edition, version.label) == (1, 2, "1.2")
    assert version.texts["ru"][0]["text"] == "Другой текст"


@pytest.mark.django_db
def test_a_change_of_order_is_a_new_edition() -> None:
    makers.demand(1)
    makers.demand(2)
    versions.current()
    Demand.objects.filter(anchor="demand-1").update(position=3)
    assert versions.current().label == "1.2"


@pytest.mark.django_db
def test_a_change_of_substance_is_a_new_number_once() -> None:
    actor = User.objects.create_user("editor")
    makers.demand()
    versions.current()
    Demand.objects.update(text_en="Another demand")
    version = versions.make_version(substance=True, note="Why", actor=actor)
    assert (version.number, version.edition, version.note, version.made_by) == (2, 1, "Why", actor)
    assert versions.make_version(substance=True, note="Again", actor=actor) == version
    assert versions.current() == version


@pytest.mark.django_db
def test_an_edition_can_be_declared_one_of_substance_afterwards() -> None:
    makers.demand()
    versions.current()
    Demand.objects.update(text_en="Another demand")
    assert versions.current().label == "1.2"
    assert versions.make_version(substance=True).label == "2"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_version() -> None:
    makers.demand()
    versions.current()
    Demand.objects.update(text_en="Changed")
    gate = threading.Barrier(8)

    def ask() -> None:
        gate.wait()
        versions.current()
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [version.label for version in DemandsVersion.objects.all()] == ["1.2", "1"]
