from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from people1st import jobs
from people1st.models import EnrolmentLink
from people1st.staff import enrolment

pytestmark = pytest.mark.django_db


def a_session(key: str, ends_in: timedelta) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + ends_in)


def test_sessions_that_have_run_out_go() -> None:
    a_session("over", -timedelta(seconds=1))
    a_session("lives", timedelta(minutes=1))
    jobs.forget(0)
    assert [session.session_key for session in Session.objects.all()] == ["lives"]


def test_a_row_that_asking_for_a_passkey_left_goes_too(client) -> None:
    client.get("/admin/account/passkey/")
    Session.objects.update(expire_date=F("expire_date") - settings.STAFF_SESSION_LONGEST - timedelta(seconds=1))
    assert Session.objects.count() == 1
    jobs.forget(0)
    assert Session.objects.count() == 0


def test_the_worker_does_it_every_night() -> None:
    periodic = app.periodic_registry.periodic_tasks
    assert [task.cron for (name, _id), task in periodic.items() if name == "people1st.jobs.forget"] == ["47 3 * * *"]


def test_enrolment_links_go_after_a_quarter() -> None:
    for name, days in (("old", 91), ("young", 89)):
        user = User.objects.create_user(name, is_staff=True)
        enrolment.make_link(user, by=None)
        user.enrolment_links.update(made_at=timezone.now() - timedelta(days=days))
    jobs.forget(0)
    assert [str(link.user) for link in EnrolmentLink.objects.all()] == ["young"]
