"""The readers of the environment: a value without sense is answered with the variable's name."""

import base64
import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from people1st import env
from people1st.local.checks import PRODUCTION_LIKE
from people1st.local.configuration import ROOT, new_key

PASSWORD = "pass-word"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p%40@db.example:6543/site", ("u", "p@", "db.example", "6543", "site")),
        ("postgresql://u@/site?host=/run/postgresql", ("u", "", "/run/postgresql", "", "site")),
        ("postgres://u@/site?host=/run/postgresql&port=6543", ("u", "", "/run/postgresql", "6543", "site")),
        ("postgresql://u@[::1]:5432/%D1%81", ("u", "", "::1", "5432", "с")),
    ],
)
def test_the_address_of_a_database(monkeypatch: pytest.MonkeyPatch, url: str, expected: tuple[str, ...]) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    found = env.database("DATABASE_URL")
    assert tuple(found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == expected
    assert found["OPTIONS"] == {}


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://u:{PASSWORD}@db.example:port/site",
        f"postgresql://u:{PASSWORD}@db.example:70000/site",
        f"postgresql://u:{PASSWORD}@db.example:-1/site",
        f"postgresql://u:{PASSWORD}/more@db.example:5432/site",
        f"postgresql://u:{PASSWORD}#more@db.example:5432/site",
        f"postgresql://u:{PASSWORD}@db.example:5432/site#more",
        f"postgresql://u:{PASSWORD}@[::1:5432/site",
        f"postgresql://u:{PASSWORD}@[db.example]/site",
        f"postgresql://u:{PASSWORD}@db\u2100.example/site",
        f"postgresql://u:{PASSWORD}@/site?host=/run&port=many",
        f"mysql://u:{PASSWORD}@db.example/site",
        f"postgresql://u:{PASSWORD}@db.example/",
        "site",
    ],
)
def test_a_senseless_address_of_a_database_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        env.database("DATABASE_URL")
    assert PASSWORD not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    "url",
    [
        f"smtp://u:{PASSWORD}@mail.example:port",
        f"smtp://u:{PASSWORD}@mail.example:70000",
        f"smtp://u:{PASSWORD}#more@mail.example:587",
        f"smtp://u:{PASSWORD}/more@mail.example:587",
        f"smtps://u:{PASSWORD}@[::1:465",
        f"http://u:{PASSWORD}@mail.example",
        "smtp://",
        "mail.example:587",
    ],
)
def test_a_senseless_address_of_a_mail_server_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SMTP_URL", url)
    with pytest.raises(ImproperlyConfigured, match="SMTP_URL") as refused:
        env.smtp("SMTP_URL")
    assert PASSWORD not in str(refused.value)


def test_the_address_of_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL", "smtps://u%40org.example:p%2Fq@mail.example/")
    options = env.smtp("SMTP_URL")["OPTIONS"]
    assert (options["host"], options["port"], options["username"], options["password"]) == (
        "mail.example",
        465,
        "u@org.example",
        "p/q",
    )
    assert (options["use_ssl"], options["use_tls"]) == (True, False)


def test_one_mail_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_REPLY_TO", "people@org.example")
    assert env.mailbox("MAIL_REPLY_TO") == "people@org.example"
    for value in (
        "People <people@org.example>",
        "people",
        "a@org.example, b@org.example",
        "a@org.example\nBcc: b@c.de",
    ):
        monkeypatch.setenv("MAIL_REPLY_TO", value)
        with pytest.raises(ImproperlyConfigured, match="MAIL_REPLY_TO"):
            env.mailbox("MAIL_REPLY_TO")


@pytest.mark.parametrize("value", ["https://people1st.example/", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_an_origin_is_given_back_without_a_slash(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SITE_URL", value)
    assert env.web_address("SITE_URL") == value.rstrip("/")


@pytest.mark.parametrize(
    "value",
    [
        "people1st.example",
        "https://",
        "https://people1st.example:port",
        "https://people1st.example:70000",
        "https://people1st.example:8000:8000",
        "https://[people1st.example",
        "https://[people1st.example]",
        "https://people1st.example/en",
        "https://people1st.example?x",
        "https://people1st.example#x",
        "https://user@people1st.example",
        "ftp://people1st.example",
    ],
)
def test_what_is_no_origin_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        env.web_address("SITE_URL")


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """The settings, loaded by a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", "import people1st.settings"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION_LIKE, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_a_long_secret_alone() -> None:
    refused = start(SECRET_KEY="k" * 49)
    assert refused.returncode
    assert refused.stderr.splitlines()[-1].endswith(
        "SECRET_KEY has 49 characters, but must have 50 or more, at random. See docs/deploying.md."
    )
    assert "k" * 49 not in refused.stderr
    assert start(SECRET_KEY="k" * 50).returncode == 0
    assert start(SECRET_KEY="short", ENVIRONMENT="development").returncode == 0


def test_the_checks_and_the_image_have_secrets_that_production_takes() -> None:
    assert start().returncode == 0
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (key,) = re.findall(r"SECRET_KEY=(\S+)", dockerfile)
    (ring,) = re.findall(r"ENCRYPTION_KEYS=(\S+)", dockerfile)
    assert start(SECRET_KEY=key, ENCRYPTION_KEYS=ring).returncode == 0


def test_earlier_secrets_are_as_long_as_the_present_one() -> None:
    assert start(SECRET_KEY_FALLBACKS="k" * 50 + ", " + "l" * 50).returncode == 0
    refused = start(SECRET_KEY_FALLBACKS="k" * 50 + ",llllll")
    assert refused.stderr.splitlines()[-1].endswith(
        "SECRET_KEY_FALLBACKS holds a secret of fewer than 50 characters. See docs/deploying.md."
    )
    assert "llllll" not in refused.stderr


@pytest.mark.parametrize("environment", ["production", "development"])
def test_without_a_key_for_contact_data_nothing_starts(environment: str) -> None:
    refused = start(ENCRYPTION_KEYS="", ENVIRONMENT=environment)
    assert refused.returncode
    assert refused.stderr.splitlines()[-1].endswith(
        "The environment variable ENCRYPTION_KEYS is not set. See docs/deploying.md for what it holds."
    )


def test_a_ring_of_keys_is_read_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = new_key(), new_key()
    monkeypatch.setenv("ENCRYPTION_KEYS", f"{two}, {one.rstrip('=')} ")
    assert env.key_ring("ENCRYPTION_KEYS") == (base64.urlsafe_b64decode(two), base64.urlsafe_b64decode(one))


def test_openssls_base64_is_a_key_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCRYPTION_KEYS", GOOD)
    key = env.key_ring("ENCRYPTION_KEYS")
    monkeypatch.setenv("ENCRYPTION_KEYS", GOOD.replace("_", "/"))
    assert env.key_ring("ENCRYPTION_KEYS") == key


GOOD = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJ1_JYAbcdEfg="


@pytest.mark.parametrize(
    "value",
    [
        "word",
        GOOD[:-4],
        f"{GOOD[:-1]}AAAA=",
        f"{GOOD},",
        f",{GOOD}",
        f"{GOOD},{GOOD}",
        f"{GOOD};{GOOD}",
        f"{GOOD[:20]} {GOOD[20:]}",
        GOOD.replace("_", "*"),
        "A" * 43 + "=",
        "ключ",
    ],
)
def test_what_is_no_ring_of_keys_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ENCRYPTION_KEYS", GOOD)
    assert len(env.key_ring("ENCRYPTION_KEYS")) == 1
    monkeypatch.setenv("ENCRYPTION_KEYS", value)
    with pytest.raises(ImproperlyConfigured, match=r"^ENCRYPTION_KEYS .*number [12] is not so\.$") as refused:
        env.key_ring("ENCRYPTION_KEYS")
    assert value[:8] not in str(refused.value)
    assert refused.value.__context__ is None or refused.value.__suppress_context__
