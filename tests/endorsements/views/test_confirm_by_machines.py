"""Mail scanners, link previews and prefetching browsers open a confirm link; none of them confirms."""

import os
from itertools import cycle, islice

import pytest
from django.test import Client

from endorsements import tokens
from endorsements.models import Endorsement, Event
from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement
from tests.endorsements.visitors import link_to
from tests.reading import as_served, document

pytestmark = pytest.mark.django_db
# VISITS=10000 for the figure in docs/security.md; the suite takes every visitor in every way twice.
TIMES = int(os.environ.get("VISITS", "72"))
# What prefetchers, previews and scanners say of themselves, as browsers and vendors document it.
VISITORS: tuple[dict[str, str], ...] = (
    {},
    {"HTTP_SEC_PURPOSE": "prefetch"},
    {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
    {"HTTP_PURPOSE": "prefetch"},
    {"HTTP_X_MOZ": "prefetch"},
    {"HTTP_X_PURPOSE": "preview"},
    {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; LinkScanner)", "HTTP_ACCEPT": "*/*"},
    {"HTTP_RANGE": "bytes=0-1023"},
    {"QUERY_STRING": "confirm=1&confirm-agree=on"},
)


def test_any_number_of_visits_confirms_nothing(client: Client) -> None:
    unconfirmed = an_endorsement("unconfirmed")
    address = link_to(Purpose.CONFIRM, unconfirmed)
    before = Event.objects.count()
    statuses = set()
    visits = zip(cycle((client.head, client.head, client.head, client.get)), cycle(VISITORS), strict=False)
    for ask, says in islice(visits, TIMES):
        statuses.add(ask(address, **says).status_code)
    assert statuses <= {200, 206}
    assert Endorsement.objects.get(pk=unconfirmed.pk).status == "unconfirmed"
    assert Event.objects.count() == before


@pytest.mark.parametrize("ask", ["put", "patch", "delete", "options", "trace"])
def test_no_other_method_confirms(client: Client, ask: str) -> None:
    unconfirmed = an_endorsement("unconfirmed")
    getattr(client, ask)(link_to(Purpose.CONFIRM, unconfirmed))
    assert Endorsement.objects.get(pk=unconfirmed.pk).status == "unconfirmed"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_form_behind_a_link_acts_when_a_machine_sends_it(client: Client, purpose: Purpose, language: str) -> None:
    status = "unconfirmed" if purpose == Purpose.CONFIRM else "approved"
    endorsement = an_endorsement(status)
    if purpose == Purpose.MAILBOX:
        Endorsement.objects.filter(pk=endorsement.pk).update(new_contact_email="new@circle.example")
    address = f"/{language}/endorse/{purpose}/{tokens.make(endorsement, purpose)}/"
    events = Event.objects.count()
    forms = document(client.get(address).content).one("main").all("form")
    assert forms
    for form in forms:
        button = form.one("button")["name"]
        assert client.post(address, as_served(form, button)).status_code == 422
    assert Event.objects.count() == events
    assert Endorsement.objects.get(pk=endorsement.pk).status == status
