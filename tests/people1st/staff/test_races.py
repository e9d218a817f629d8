"""At the same moment, each with a connection of its own."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from endorsements.models import Count
from people1st.models import EnrolmentLink
from people1st.staff import enrolment, factors, guesses
from tests.endorsements.racing import at_once
from tests.people1st.staff.people import a_member, code, type_password

pytestmark = pytest.mark.django_db(transaction=True)
NEW = {"new_password1": "a new long passphrase", "new_password2": "a new long passphrase"}


def test_an_enrolment_link_opens_one_session(settings):
    link = enrolment.make_link(a_member(), by=None).removeprefix(settings.SITE_URL)
    browsers = [Client() for _number in range(4)]
    answers = at_once(
        *[lambda browser=browser: browser.post(link, NEW).status_code for browser in browsers],
        behind=lambda: EnrolmentLink.objects.select_for_update().get(),
    )
    assert sorted(answers) == [302, 410, 410, 410]


def test_a_code_of_an_app_is_taken_once():
    user = a_member(app=True)
    typed = code()
    answers = at_once(
        *[lambda: factors.check_code(user, typed)] * 4,
        behind=lambda: list(Authenticator.objects.select_for_update()),
    )
    assert sorted(answers) == [False, False, False, True]


def test_a_recovery_code_is_taken_once():
    user = a_member(app=True)
    [typed, *_others] = factors.new_recovery_codes(user)
    answers = at_once(
        *[lambda: factors.check_code(user, typed)] * 4,
        behind=lambda: list(Authenticator.objects.select_for_update()),
    )
    assert sorted(answers) == [False, False, False, True]
    assert factors.codes_left(user) == 9


def test_guesses_at_the_same_moment_are_counted_one_by_one(settings):
    a_member()
    most = guesses.PASSWORDS_OF_A_PAIR.most
    for _try in range(most - 2):
        type_password(Client(), password="a guess")
    before = Count.objects.get(scope=guesses.PASSWORDS_OF_A_PAIR.scope)
    answers = at_once(
        *[lambda: type_password(Client(), password="a guess").status_code] * 6,
        behind=lambda: hold(before),
    )
    assert sorted(answers) == [200, 200, 429, 429, 429, 429]


def hold(count: Count) -> None:
    """The lock that the next hits need: the source's, which is counted first."""
    source = Count.objects.get(scope=guesses.PASSWORDS_OF_A_SOURCE.scope)
    with connection.cursor() as cursor:
        for one in (source, count):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"count:{one.scope}:{one.key}"])
