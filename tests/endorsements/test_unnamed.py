"""Nothing public lets anyone infer an unnamed endorsement."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from endorsements import changes, workflow
from endorsements.models import Endorsement
from tests.endorsements import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_a_step")]  # and so within a day
PUBLIC_PAGES = (
    "/en/", "/en/endorsements/", "/en/endorsements/?country=UA", "/en/endorsements/?q=quiet", "/endorsements.json",
    "/endorsements.csv", "/sitemap.xml",
)  # fmt: skip


def everything_public(client: Client) -> list[bytes]:
    """What a visitor may read, byte for byte."""
    return [client.get(address).content for address in PUBLIC_PAGES]


def approved_yesterday(endorsement: Endorsement) -> None:
    """Let the decision be a day old."""
    Endorsement.objects.filter(pk=endorsement.pk).update(decided_at=timezone.now() - timedelta(days=1))


def test_nothing_public_changes_by_a_byte_on_the_day_it_is_approved(client: Client, settings: LazySettings) -> None:
    settings.UNNAMED_COUNTED_LATER = True
    factories.an_endorsement("approved", name="Named Circle")
    before = everything_public(client)
    quiet = factories.an_endorsement("approved", name="Quiet Circle", visibility="unnamed")
    assert everything_public(client) == before
    approved_yesterday(quiet)
    assert client.get("/endorsements.json").json()["total"] == 2


def test_those_of_one_day_enter_the_total_together(client: Client, settings: LazySettings) -> None:
    settings.UNNAMED_COUNTED_LATER = True
    quiet = [factories.an_endorsement("approved", visibility="unnamed") for _ in range(3)]
    assert client.get("/endorsements.json").json()["total"] == 0
    for endorsement in quiet:
        approved_yesterday(endorsement)
    assert client.get("/endorsements.json").json()["total"] == 3


def test_switched_off_it_is_counted_at_once(client: Client, settings: LazySettings) -> None:
    settings.UNNAMED_COUNTED_LATER = False
    factories.an_endorsement("approved", visibility="unnamed")
    assert client.get("/endorsements.json").json()["total"] == 1


def test_only_the_total_tells_of_them(client: Client) -> None:
    factories.an_endorsement("approved", name="Named Circle")
    quiet = factories.an_endorsement("approved", name="Quiet Circle", visibility="unnamed", statement="Quiet words.")
    pages = b"".join(everything_public(client))
    for trace in (quiet.name, quiet.website, quiet.statement, str(quiet.public_id)):
        assert trace.encode() not in pages
    assert b"Named Circle" in pages


def test_who_goes_unnamed_has_no_proof_of_a_domain_any_more() -> None:
    known = factories.an_endorsement("approved")
    Endorsement.objects.filter(pk=known.pk).update(proof_code="code", proven_domain="circle.example")
    changes.hide(known)
    kept = Endorsement.objects.get(pk=known.pk)
    assert (kept.proof_code, kept.proven_domain) == ("", "")


def test_a_withdrawn_one_leaves_the_total_at_once(client: Client, settings: LazySettings) -> None:
    settings.UNNAMED_COUNTED_LATER = True
    quiet = factories.an_endorsement("approved", visibility="unnamed")
    approved_yesterday(quiet)
    workflow.withdraw(quiet)
    assert client.get("/endorsements.json").json()["total"] == 0
