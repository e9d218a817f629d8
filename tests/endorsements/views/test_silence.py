"""Who sends a form learns nothing from the answer: not by what it says, and not by how long it takes."""

import itertools
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from endorsements import limits, names
from endorsements.models import Endorsement, Event, Mail, Protection
from endorsements.models.mail import CAUSED_BY_VISITORS
from tests.endorsements.factories import a_submission, the_demands, the_jobs
from tests.endorsements.racing import at_once
from tests.endorsements.visitors import filled_in, opened

# As it runs: each answer after its transactions were committed.
committing = pytest.mark.django_db(transaction=True)
# `POSTS=1000 PAIRS=2000` gives the figures of docs/security.md; by themselves the tests stay short.
POSTS = int(os.environ.get("POSTS", "21"))  # to each mailbox
PAIRS = int(os.environ.get("PAIRS", "40"))  # through each form, and again as many while the medians differ
MOST_ROUNDS = 10
WIDE = {"forms_an_hour": 10_000, "domain_mails_an_hour": 100_000, "mails_an_hour": 1_000_000}
# Medians of the same thing, taken in turn, differ by less than this, the sooner the quieter the machine; without the
# work that is undone they differ by half, however many are taken.
NOISE = 1.25

type Forms = list[dict[str, str]]

# The plain spelling first; `tag` becomes another word in each post.
SPELLINGS = {
    "gmail": ["office@gmail.com", "o.ffice@gmail.com", "Of.Fice+tag@googlemail.com", "o.f.f.i.c.e@GMAIL.com"],
    "proton": ["office@proton.me", "of-fice@protonmail.com", "o_ffice+tag@pm.me", "off.ice@protonmail.ch"],
    "yandex": ["civil-circle@yandex.ru", "civil.circle@ya.ru", "Civil-Circle+tag@yandex.com"],
    "icloud": ["office@icloud.com", "office@me.com", "OFFICE+tag@mac.com"],
    "outlook": ["office@outlook.com", "office+tag@outlook.com", "OFFICE@Outlook.Com"],
    "fastmail": ["office@fastmail.com", "tag@office.fastmail.com", "office+tag@fastmail.com"],
    "of its own": ["office@circle.example", "Office@CIRCLE.example", "office+tag@circle.example"],
    "international": ["office@münchen.example", "office@xn--mnchen-3ya.example", "office+tag@MÜNCHEN.example"],
    "wide": ["office@lyzeum.example", "office@ｌｙｚｅｕｍ.example", "office+tag@lyzeum。example"],
}


@pytest.fixture(autouse=True)
def rotating_sources(db, settings) -> None:
    """A botnet: each post comes from elsewhere, so that the limit of a source hides nothing."""
    settings.TRUSTED_PROXIES = 1
    Protection.objects.create(**WIDE)
    the_demands()


sources = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in itertools.count())


def post(client: Client, address: str, data: dict[str, str]):
    return client.post(address, data, headers={"X-Forwarded-For": next(sources)})


def ask(client: Client, email: str):
    return post(client, "/en/endorse/link/", {"email": email})


@pytest.mark.django_db
@pytest.mark.parametrize("which", SPELLINGS)
def test_any_number_of_posts_in_every_spelling_are_three_mails(client, which):
    spellings = SPELLINGS[which]
    stamp, answers = opened(), Counter[int]()
    for n in range(POSTS):
        email = spellings[n % len(spellings)].replace("tag", f"t{n}")
        if n % 10:
            answers[ask(client, email).status_code] += 1
        else:
            stamp = opened() if n % 200 == 0 else stamp
            form = filled_in(name=f"Circle {n % 70}", contact_email=email, opened=stamp)
            answers[post(client, "/en/endorse/", form).status_code] += 1
    assert answers == {302: POSTS}
    assert Mail.objects.filter(kind__in=CAUSED_BY_VISITORS).count() == Mail.objects.count() == 3
    assert {names.mailbox_key(mail.recipient) for mail in Mail.objects.all()} == {names.mailbox_key(spellings[0])}
    named = len(range(0, min(POSTS, 70), 10))
    assert Endorsement.objects.count() == named
    assert Event.objects.filter(verb="submitted").count() == named


@committing
@pytest.mark.usefixtures("empty_queue")
def test_a_hundred_identical_posts_at_once_are_one_row_and_one_mail():
    form = filled_in()
    key = names.mailbox_key(form["contact_email"])
    # Each thread's first post waits for the mailbox, then its other four follow as fast as they can.
    acts = [lambda: [post(Client(), "/en/endorse/", {**form, "opened": opened()}).status_code for _ in range(5)]] * 20
    answers = at_once(*acts, behind=lambda: limits.lock_mailbox(key))
    assert answers == [[302] * 5] * 20
    assert Endorsement.objects.count() == Mail.objects.count() == 1
    assert len(the_jobs("send_mail")) == 1


def known_ones(number: int) -> list[tuple[str, str]]:
    """So many approved organisations, made without the workflow: their names and mailboxes."""
    now, made = timezone.now(), []
    for _ in range(number):
        known = Endorsement(**vars(a_submission()))
        known.status, known.confirmed_at, known.decided_at, known.endorsed_on = "approved", now, now, now.date()
        known.derive_keys()
        made.append(known)
    Endorsement.objects.bulk_create(made)
    return [(known.name, known.contact_email) for known in made]


def unknown_ones(number: int) -> list[tuple[str, str]]:
    """Names and mailboxes of so many others, of the same kind."""
    return [(sent.name, sent.contact_email) for sent in (a_submission() for _ in range(number))]


def forms(organisations: list[tuple[str, str]], **changed: str) -> Forms:
    """An endorsement form of each."""
    return [filled_in(name=name, contact_email=email, **changed) for name, email in organisations]


def compare(some: Callable[[int], tuple[Forms, Forms]], address: str) -> int:
    """Send pairs of what is to look alike, in turn, until their median times do; every answer must be the same.

    `some` gives so many forms of each kind, `known` first. Gives how many pairs were sent.
    """
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    answers = set()
    dice = random.Random(4)  # noqa: S311 - reproducible, not secret
    for _round in range(MOST_ROUNDS):
        for pair in zip(*some(PAIRS), strict=True):
            turn = list(zip(times, pair, strict=True))
            dice.shuffle(turn)
            for which, data in turn:
                client = Client()
                began = time.perf_counter()
                answer = post(client, address, data)
                times[which].append(time.perf_counter() - began)
                answers.add((answer.status_code, answer.content, tuple(sorted(answer.items())), bool(answer.cookies)))
        medians = [statistics.median(taken) for taken in times.values()]
        if 1 / NOISE < medians[0] / medians[1] < NOISE:
            break
    number = len(times["known"])
    told = f"{address}: {number} pairs, known {1000 * medians[0]:.2f} ms, unknown {1000 * medians[1]:.2f} ms"
    print(f"{told}, ratio {medians[0] / medians[1]:.3f}")  # noqa: T201 - the figure of docs/security.md
    assert len(answers) == 1, answers
    assert 1 / NOISE < medians[0] / medians[1] < NOISE, told
    return number


@committing
@pytest.mark.usefixtures("empty_queue")
def test_a_lost_link_takes_as_long_for_an_unknown_address():
    def some(number: int) -> tuple[Forms, Forms]:
        known, unknown = ([{"email": email} for _name, email in ones(number)] for ones in (known_ones, unknown_ones))
        return known, unknown

    assert compare(some, "/en/endorse/link/") == Mail.objects.filter(kind="links").count()


@committing
@pytest.mark.usefixtures("empty_queue")
def test_an_endorsement_takes_as_long_for_an_unknown_address():
    def some(number: int) -> tuple[Forms, Forms]:
        there = known_ones(number)  # anybody reads the name on the list; whose mailbox it is, nobody may learn
        others = [(name, email) for (name, _email), (_name, email) in zip(there, unknown_ones(number), strict=True)]
        return forms(there), forms(others)

    sent = compare(some, "/en/endorse/")
    assert Mail.objects.filter(kind="already_here").count() == Mail.objects.filter(kind="confirm").count() == sent


@committing
@pytest.mark.usefixtures("empty_queue")
def test_a_full_mailbox_takes_as_long_as_another():
    full = "office@full.example"
    for form in forms([(name, full) for name, _email in unknown_ones(3)]):
        post(Client(), "/en/endorse/", form)

    def some(number: int) -> tuple[Forms, Forms]:
        return forms([(name, full) for name, _email in unknown_ones(number)]), forms(unknown_ones(number))

    sent = compare(some, "/en/endorse/")
    assert Mail.objects.count() == 3 + sent


@committing
@pytest.mark.usefixtures("empty_queue")
def test_a_machine_is_told_nothing_by_the_time_of_the_answer():
    def some(number: int) -> tuple[Forms, Forms]:
        return forms(unknown_ones(number), subject="Buy"), forms(unknown_ones(number))

    sent = compare(some, "/en/endorse/")
    assert Endorsement.objects.count() == Mail.objects.count() == sent
