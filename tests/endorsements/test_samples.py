"""Invented endorsers."""

from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import transaction

from endorsements import samples
from endorsements.models import Endorsement, Event
from tests.endorsements import factories

pytestmark = pytest.mark.django_db
DIFFERENT = {"id", "submitted_at", "decided_at", "updated_at", "demands_version_id"}


def the_rows() -> list[dict[str, Any]]:
    """Every sample, without what a machine's clock and counters give."""
    rows = Endorsement.objects.filter(website_key__startswith="sample-").order_by("pk").values()
    return [{field: value for field, value in row.items() if field not in DIFFERENT} for row in rows]


def undone(*counts: int) -> list[dict[str, Any]]:
    """The samples that these calls add, added and rolled back."""
    with transaction.atomic():
        for count in counts:
            samples.add(count)
        rows = the_rows()
        transaction.set_rollback(True)
    assert the_rows() == []
    return rows


def test_the_same_numbers_give_the_same_organisations() -> None:
    factories.the_demands()
    rows = undone(60)
    assert len(rows) == 60
    assert undone(60) == rows
    assert undone(25, 35) == rows


def test_they_are_public_under_example_with_a_history_and_without_a_contact() -> None:
    factories.the_demands()
    own = factories.an_endorsement("approved")
    assert samples.add(40) == 40
    assert samples.add(10) == 50
    public = Endorsement.objects.public().exclude(pk=own.pk)
    assert public.count() == 50
    assert all(sample.website.endswith(".example") for sample in public)
    assert not public.exclude(contact_email="", contact_name="", contact_role="", mailbox_key="").exists()
    events = Event.objects.exclude(endorsement=own)
    assert events.count() == 50
    assert set(events.values_list("verb", "by")) == {("entered", "system")}
    for sample in public:
        written = sample.name_key, sample.website_key, sample.search_text
        sample.derive_keys()
        assert (sample.name_key, sample.website_key, sample.search_text) == written


def test_the_command_adds_and_says_how_many() -> None:
    factories.the_demands()
    said = StringIO()
    call_command("sample", count=5, stdout=said)
    assert said.getvalue() == "5 sample endorsers added; there are 5 now.\n"


@pytest.mark.parametrize("environment", ["production", ""])
def test_it_refuses_outside_development(environment: str, settings: LazySettings) -> None:
    settings.ENVIRONMENT = environment
    with pytest.raises(CommandError, match="development only"):
        call_command("sample", count=5)
    assert not Endorsement.objects.exists()


def test_it_refuses_less_than_one() -> None:
    with pytest.raises(CommandError, match="1 or more"):
        call_command("sample", count=0)
