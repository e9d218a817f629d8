"""A mail scanner with a real browser opens each mailed link and sends each form as it was served."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from endorsements import tokens
from endorsements.models import Endorsement, Event
from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_it_changes_nothing(visit: Callable[..., Page], purpose: Purpose, *, script: bool) -> None:
    endorsement = an_endorsement("unconfirmed" if purpose == Purpose.CONFIRM else "approved")
    if purpose == Purpose.MAILBOX:
        Endorsement.objects.filter(pk=endorsement.pk).update(new_contact_email="new@circle.example")
    address = f"/en/endorse/{purpose}/{tokens.make(endorsement, purpose)}/"
    before, events = Endorsement.objects.values().get(pk=endorsement.pk), Event.objects.count()
    page = visit(java_script_enabled=script)
    page.goto(address)
    buttons = page.locator("main form button")
    count = buttons.count()
    assert count
    for number in range(count):
        page.goto(address)
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            buttons.nth(number).click()
        assert answer.value.status == 422
    assert Endorsement.objects.values().get(pk=endorsement.pk) == before
    assert Event.objects.count() == events
