"""Without a key that is needed nothing starts, and what is lost is erased only when staff say so."""

import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import connection
from django.test import Client

from endorsements import contacts
from endorsements.models import Mail
from people1st import keys
from tests.endorsements import factories
from tests.endorsements.rings import ID_A, ID_B, OFFICE, A, B, Ring, told
from tests.endorsements.visitors import deliver, links_in, path_of


def url_safe(key: bytes) -> str:
    """As ENCRYPTION_KEYS has it."""
    return urlsafe_b64encode(key).decode()


COMMANDS = {
    "web": [sys.executable, "-c", "import people1st.wsgi; print('started')"],
    "worker": [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
    "prepare": [sys.executable, "manage.py", "migrate"],
    "make run": [sys.executable, "manage.py", "prepare_site", "--login-file", "/nowhere/login"],
    "rotation": [sys.executable, "manage.py", "rotate_keys"],
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue", "ring")
@pytest.mark.parametrize("program", COMMANDS)
def test_without_a_key_that_is_needed_nothing_starts(program: str) -> None:
    factories.an_endorsement("waiting")
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "people1st.settings"}

    def start(*ring: bytes) -> subprocess.CompletedProcess[str]:
        variables = environment | {"ENCRYPTION_KEYS": ",".join(url_safe(key) for key in ring)}
        return subprocess.run(
            COMMANDS[program], cwd=site.BASE_DIR, env=variables, capture_output=True, text=True, check=False
        )

    refused = start(B)
    assert refused.returncode
    assert f"ENCRYPTION_KEYS lacks the key {ID_A}, which contact data is kept under." in refused.stderr
    assert url_safe(B)[:-1] not in refused.stderr
    if program in {"web", "worker"}:
        assert start(B, A).returncode == 0


@pytest.mark.django_db
def test_readyz_says_so(ring: Ring, client: Client) -> None:
    factories.an_endorsement("waiting")
    assert client.get("/readyz").status_code == 200
    ring(B)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (
        503,
        b"a key that contact data is kept under is not in ENCRYPTION_KEYS\n",
    )


@pytest.mark.django_db
def test_a_key_is_needed_as_long_as_anything_is_under_it(ring: Ring) -> None:
    assert keys.lost() == []
    one = factories.an_endorsement("approved")
    Mail.objects.update(recipient="")
    ring(B)
    assert keys.lost() == [ID_A]
    with pytest.raises(ImproperlyConfigured, match=f"lacks the key {ID_A}, "):
        keys.demand()
    ring(B, A)
    keys.rotate()
    ring(B)
    assert keys.lost() == []
    ring(A)
    mail = Mail.objects.filter(endorsement=one).latest("queued_at")
    Mail.objects.filter(pk=mail.pk).update(recipient=OFFICE)
    assert keys.lost() == [ID_B]
    ring(B)
    assert keys.lost() == [ID_A]


@pytest.mark.django_db
def test_a_text_in_clear_is_told_without_repeating_it(ring: Ring) -> None:
    factories.an_endorsement("approved")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE endorsements_mail SET recipient = %s", [OFFICE])
    with pytest.raises(ImproperlyConfigured, match=r"lacks the key \(none\), ") as refused:
        keys.demand()
    assert "office" not in str(refused.value)


@pytest.mark.django_db
def test_what_is_under_a_lost_key_is_erased_when_staff_say_so(ring: Ring, client: Client) -> None:
    there = factories.an_endorsement("approved", contact_email=OFFICE)
    quiet = factories.an_endorsement("approved", visibility="unnamed")
    factories.a_change(quiet, statement="Quiet")
    manage = path_of(links_in(deliver()[-2])[0])
    contacts.send_links(OFFICE, "en")
    ring(B)
    kept = factories.an_endorsement("waiting")
    with pytest.raises(CommandError, match=f"lacks the key {ID_A}"):
        told()
    assert f"{ID_A} (LOST)" in told("--erase-lost", "--dry-run")
    assert keys.lost() == [ID_A]
    assert "LOST" not in told("--erase-lost")
    assert keys.lost() == []
    there.refresh_from_db()
    assert (there.status, there.contact_name, there.contact_email, there.mailbox_key) == ("approved", "", "", "")
    assert factories.the_events(there)[-1] == "contact_erased"
    kept.refresh_from_db()
    assert kept.contact_name == "Olena Example"
    assert client.get(manage).status_code == 200
    assert not deliver()[1:]
