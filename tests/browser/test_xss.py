"""Five hundred payloads, kept as if every check had let them in and shown wherever they are shown: none of them runs.

First the detector is shown to detect: raw, they do run, and the site's policy alone stops each of them. Then the site
is read by a browser that obeys no policy, so that escaping has to hold by itself, and by one that does.
"""

import re
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.csp import build_policy

from people1st import policies
from tests.browser.everywhere import PAYLOADS, Places, fill
from tests.browser.hostile import Watched, watched
from tests.site.staff_pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
RAW = "https://raw.example/"
A_BATCH = 50


def test_there_are_five_hundred():
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 500


def as_page(payload: str) -> str:
    return f"<!doctype html><title>x</title><body>{payload}"


def raw_pages(visitor: Watched) -> None:
    """Open every payload as a page of its own that shows it as it is, under the policy of our public pages."""
    framed = build_policy({name: value for name, value in policies.PUBLIC.items() if name != "frame-ancestors"})

    def answer(route) -> None:
        name = route.request.url.removeprefix(RAW)
        if name.startswith("batch"):
            first = int(name.removeprefix("batch"))
            frames = "".join(f"<iframe src=/{number}></iframe>" for number in range(first, first + A_BATCH))
            route.fulfill(body=f"<!doctype html>{frames}", content_type="text/html")
        elif name.isdigit():
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": framed}
            route.fulfill(body=as_page(PAYLOADS[int(name)]), headers=headers)
        else:
            route.abort()

    visitor.page.context.route("**/*", answer)
    for first in range(0, len(PAYLOADS), A_BATCH):
        visitor.page.goto(f"{RAW}batch{first}")


def numbers(told: list[str]) -> set[str]:
    """Which of the raw pages something was told of."""
    return {found[1] for line in told if (found := re.search(re.escape(RAW) + r"(\d+)", line))}


def test_the_detector_detects_and_the_policy_stops_what_is_not_escaped(chromium, address):
    careless, careful = watched(chromium, policy=False, base_url=address), watched(chromium, policy=True)
    pages = {f"{RAW}{number}": as_page(payload) for number, payload in enumerate(PAYLOADS)}
    careless.open_all(pages, "/healthz")
    raw_pages(careful)
    ran, stopped, seen = numbers(careless.ran), numbers(careful.stopped), numbers(careless.suspects)
    sys.stdout.write(
        f"\nraw: of {len(PAYLOADS)}, {len(ran)} run without a policy and {len(seen)} are seen in the page;"
    )
    sys.stdout.write(f" with our policy {len(careful.ran)} run, and it stops {len(stopped)}\n")
    assert len(ran) > 150
    assert len(seen) > 300
    assert not careful.ran
    assert len(stopped) > 200


@pytest.fixture
def places(address) -> Places:
    """The pages that show the payloads."""
    return fill()


def as_staff(visitor: Watched, client, address: str) -> Watched:
    """The same browser, signed in."""
    session = signed_in(client, User.objects.get(username="root")).cookies[settings.SESSION_COOKIE_NAME].value
    visitor.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return visitor


def test_no_payload_runs_anywhere(chromium, places, address, client):
    careless = watched(chromium, policy=False, base_url=address)
    public = [*places.public, *places.search, *places.behind_links]
    careless.open_all(dict.fromkeys(public), "/healthz")
    as_staff(careless, client, address).open_all(dict.fromkeys(places.staff), "/healthz")
    sys.stdout.write(f"\n{len(public)} public pages and {len(places.staff)} of staff, read without a policy: ")
    sys.stdout.write(f"{len(careless.ran)} ran, {len(careless.suspects)} suspicious elements\n")
    assert not careless.ran
    assert not careless.suspects


def test_pages_full_of_payloads_break_no_policy(chromium, places, address, client):
    visitor = watched(chromium, policy=True, base_url=address)
    for page in (*places.public[:12], *places.search[::50], *places.behind_links[::20]):
        visitor.open(page)
    as_staff(visitor, client, address)
    for page in places.staff[::10]:
        visitor.open(page)
        assert "/login/" not in visitor.page.url
    assert not visitor.ran
    assert not visitor.stopped
    assert not visitor.suspects
