"""Staff are told of mails that wait: once an hour, while it goes on."""

import logging
from datetime import timedelta

import pytest
from django.db.models import F

from endorsements import jobs, limits
from endorsements.models import Mail
from endorsements.models.mail import Kind
from tests.endorsements import factories
from tests.endorsements.floods import protect, requests
from tests.endorsements.visitors import deliver, links_in

pytestmark = pytest.mark.django_db


def test_staff_are_told_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    factories.a_moderator("ann")
    factories.a_moderator("bo", email="")
    protect(mails_an_hour=2)
    requests(6)
    assert len(factories.the_jobs("tell_of_breaker")) == 1
    with caplog.at_level(logging.INFO, "people1st.security"):
        jobs.tell_of_breaker()
    [told] = caplog.records
    assert (told.event, told.facts) == ("breaker", {"sent": 2, "breaker": 4, "domain": 0, "hand_check": 0})  # type: ignore[attr-defined]
    assert [mail.recipient for mail in Mail.objects.filter(kind=Kind.BREAKER)] == ["ann@people1st.example"]
    message = next(message for message in deliver() if message.to == ["ann@people1st.example"])
    assert message.subject == "Emails wait: there are too many"
    assert "A limit is reached: 2 emails an hour in all, or 300 to one domain." in message.body
    assert "wait now (4)" in " ".join(message.body.split())
    assert links_in(message)[0].endswith("/admin/endorsements/protection/")


def test_staff_are_told_once_an_hour_of_what_waits_for_its_domain() -> None:
    factories.a_moderator("ann")
    protect(domain_mails_an_hour=1)
    requests(1, "circle.example")
    assert factories.the_jobs("tell_of_breaker") == []
    requests(4, "circle.example")
    assert len(factories.the_jobs("tell_of_breaker")) == 1
    jobs.tell_of_breaker()
    message = next(message for message in deliver() if message.to == ["ann@people1st.example"])
    assert "A limit is reached: 2000 emails an hour in all, or 1 to one domain." in message.body
    assert "wait now (4)" in " ".join(message.body.split())
    limits.Count.objects.filter(scope="breaker").update(starts_at=F("starts_at") - timedelta(minutes=66))
    requests(1, "circle.example")
    assert len(factories.the_jobs("tell_of_breaker")) == 2


def test_staff_are_told_again_while_it_goes_on() -> None:
    protect(mails_an_hour=1)
    requests(3)
    limits.Count.objects.filter(scope="breaker").update(starts_at=F("starts_at") - timedelta(minutes=59))
    requests(3)
    assert len(factories.the_jobs("tell_of_breaker")) == 1
    limits.Count.objects.filter(scope="breaker").update(starts_at=F("starts_at") - timedelta(minutes=6))
    requests(3)
    assert len(factories.the_jobs("tell_of_breaker")) == 2
