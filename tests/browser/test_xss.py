"""Five hundred payloads, kept as if every check had let them in and shown wherever they are shown: none of them runs.

First the detector is shown to detect: raw, they do run, and the site's policy alone stops each of them. Then the site
is read by a browser that obeys no policy, so that escaping has to hold by itself, and by one that does.
"""

import re
import sys
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.csp import build_policy

from campaign.models import Article, Question
from endorsements import evidence, tokens
from endorsements.forms import EndorseForm
from endorsements.models import Change, Endorsement, Event
from endorsements.models.token import Purpose
from people1st import policies
from tests.browser.hostile import Watched, payloads, watched
from tests.endorsements.factories import an_endorsement
from tests.site.staff_pages import a_superuser, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PAYLOADS = payloads()
RAW = "https://raw.example/"
A_BATCH = 50
IN_A_RECORD = 5  # so many payloads stand in the fields of one record


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


@dataclass(frozen=True)
class Places:
    """Where the payloads are shown."""

    public: list[str]
    search: list[str]
    staff: list[str]
    behind_links: list[str]


@pytest.fixture
def places(address) -> Places:
    """Every payload in every text that visitors and editors write, and the pages that show them."""
    records = endorsements()
    content()
    noted = history(records[0])
    shown = records[::IN_A_RECORD]
    for one in shown[::4]:
        evidence.gather(one)
        Endorsement.objects.filter(pk=one.pk).update(evidence=one.evidence)
    assert any(one.evidence for one in shown)
    record = "/admin/endorsements/endorsement"
    return Places(
        public=[
            *(f"/en/endorsements/?page={page}" for page in range(1, 1 + len(records) // 100)),
            *("/en/", "/uk/", "/en/about/", "/en/news/", "/en/endorse/"),
            *(f"/en/news/a-{number}/" for number in range(0, len(PAYLOADS), IN_A_RECORD)),
        ],
        search=[f"/en/endorsements/?{urlencode({'q': payload})}" for payload in PAYLOADS],
        staff=[
            "/admin/",
            *(f"{record}/?p={page}" for page in range(1, 1 + len(records) // 50)),
            *(f"{record}/{one.pk}/change/" for one in shown),
            *(f"{record}/{records[0].pk}/history/?p={page}" for page in range(1, 1 + noted // 100)),
            *(f"/admin/campaign/{model}/?p={page}" for model in ("question", "article") for page in range(1, 6)),
            *(f"/admin/campaign/question/{row.pk}/change/" for row in Question.objects.filter(position__gte=500)[:20]),
            *(
                f"/admin/campaign/article/{row.pk}/change/"
                for row in Article.objects.filter(slug__startswith="a-")[:20]
            ),
        ],
        behind_links=[f"/en/endorse/manage/{tokens.make(one, Purpose.MANAGE)}/" for one in shown],
    )


def at(number: int) -> str:
    return PAYLOADS[number % len(PAYLOADS)]


def endorsements() -> list[Endorsement]:
    """An approved one for each payload: its texts begin where those of the next end."""
    model = an_endorsement("approved")
    same = {
        field.name: getattr(model, field.name)
        for field in Endorsement._meta.fields
        if field.name not in {"id", "public_id", "mailbox_key"}
    }
    made = [
        Endorsement(
            **same
            | {
                "name": f"{number} {at(number)}",
                "name_key": f"name-{number}",
                "search_text": at(number),
                "statement": at(number + 1),
                "website": website(at(number)),
                "website_key": f"site-{number}",
                "contact_name": at(number + 2),
                "contact_role": at(number + 3),
                "contact_email": f"office-{number}@organisation.example",
            }
        )
        for number in range(len(PAYLOADS))
    ]
    Endorsement.objects.bulk_create(made)
    Change.objects.bulk_create([Change(endorsement=one, statement=at(number + 4)) for number, one in enumerate(made)])
    Event.objects.bulk_create(
        [
            Event(endorsement=one, verb="approve", by="staff", to_status="approved", reason=at(number + 5))
            for number, one in enumerate(made)
        ]
    )
    return made


def website(payload: str) -> str:
    """The payload as the form takes it for a website; another one when it does not."""
    field = EndorseForm.base_fields["website"]
    for attempt in (payload, f"https://x.example/{payload}", f"https://x.example/?q={payload}"):
        try:
            return str(field.clean(attempt))
        except ValidationError:
            continue
    return "https://x.example/"


def content() -> None:
    """A question and an article for each payload, in plain text and in Markdown."""
    Question.objects.bulk_create(
        [
            Question(position=500 + number, anchor=f"q-{number}", question_en=payload, answer_en=payload)
            for number, payload in enumerate(PAYLOADS)
        ]
    )
    Article.objects.bulk_create(
        [
            Article(
                slug=f"a-{number}",
                kind="press",
                title_en=payload,
                summary_en=at(number + 1),
                body_en="\n\n".join(at(number + more) for more in range(IN_A_RECORD)),
                author_en=at(number + 2),
                publisher_en=at(number + 3),
                date=timezone.localdate(),
                status="published",
            )
            for number, payload in enumerate(PAYLOADS)
        ]
    )


def history(endorsement: Endorsement) -> int:
    """What Django's admin remembers: each payload as a name and as a message. Gives how many lines there are."""
    user, kind = a_superuser(), ContentType.objects.get_for_model(Endorsement)
    LogEntry.objects.bulk_create(
        [
            LogEntry(
                user=user,
                content_type=kind,
                object_id=str(endorsement.pk),
                object_repr=payload[:200],
                action_flag=CHANGE,
                change_message=at(number + 1),
            )
            for number, payload in enumerate(PAYLOADS)
        ]
    )
    return len(PAYLOADS)


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
