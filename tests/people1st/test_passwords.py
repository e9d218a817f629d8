"""Passwords of staff, as Django's validators and our own judge them."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings


@pytest.mark.parametrize(
    "password",
    [
        "people1st-2026",
        "PeopleFirst!2026",
        "people first 12",
        "Admin-Memorial-7",
        "campaign_moderator",
        "Людипонадусе1",
        "пароль-україна-22",
        "first first first first",
    ],
)
def test_a_password_of_the_campaigns_own_words_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_of_our_words" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "people like herons by the lake",  # words of ours among others are no harm
        "............",
        "жовта тополя біля річки",
        "12 spaces  and  tabs\tin it",
        "\U0001f426" * 12,
        "x7" * 32,
        "long " * 200,
    ],
)
def test_whatever_else_is_long_enough_is_taken(password: str) -> None:
    validate_password(password)


@pytest.mark.django_db
def test_it_is_kept_and_compared_as_it_was_typed() -> None:
    password = " Correct  horse " + "x" * 1000
    user = User.objects.create_user("olena", password=password)
    assert user.check_password(password)
    for other in (password.strip(), password.lower(), password[:-1], password.replace("  ", " ")):
        assert not user.check_password(other)


@pytest.mark.django_db
def test_its_hash_is_slow_enough(settings: Settings, quick_passwords: list[str]) -> None:
    settings.PASSWORD_HASHERS = quick_passwords
    user = User.objects.create_user("olena", password="correct horse battery staple")
    hasher = identify_hasher(user.password)
    assert hasher.algorithm == "pbkdf2_sha256"
    assert hasher.decode(user.password)["iterations"] >= 600_000  # OWASP, Password Storage Cheat Sheet
