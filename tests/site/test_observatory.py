"""MDN's HTTP Observatory gives every page 150 or more: the rules, then every page as production serves it."""

import sys
from collections import Counter

import pytest
from django.conf import settings
from django.test import Client

from campaign.models import Article
from tests.site.conftest import INDEXED, LANGUAGES, NOT_INDEXED, STORAGES
from tests.site.observatory import score
from tests.site.serving import HOST, Answer, gather_all, serving
from tests.site.staff_pages import a_superuser, signed_in, something_of_everything, staff_pages

FEWEST = 150
GOOD = {
    "content-type": "text/html",
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
# What one header more or less does to an answer that has 150.
DIFFERENCES = [
    ({}, 150),
    ({"content-security-policy": "default-src 'self'; frame-ancestors 'none'"}, 145),
    ({"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}, 140),
    ({"content-security-policy": "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'"}, 80),
    ({"content-security-policy": "default-src 'none'; script-src 'self' https:; frame-ancestors 'none'"}, 80),
    ({"content-security-policy": "default-src 'none'; script-src 'unsafe-eval'; frame-ancestors 'none'"}, 130),
    ({"content-security-policy": "default-src 'none'; default-src 'self'"}, 75 - 20),
    ({"content-security-policy": "default-src 'none'"}, 80),
    ({"content-security-policy": "default-src 'none'", "x-frame-options": "DENY"}, 150),
    ({"content-security-policy": ""}, 55),
    ({"strict-transport-security": ""}, 80),
    ({"strict-transport-security": "max-age=3600"}, 140),
    ({"cross-origin-opener-policy": ""}, 140),
    ({"cross-origin-embedder-policy": "unsafe-none"}, 140),
    ({"cross-origin-embedder-policy": "nonsense"}, 135),
    ({"cross-origin-resource-policy": "cross-origin"}, 140),
    ({"referrer-policy": "no-referrer, unsafe-url"}, 140),
    ({"referrer-policy": ""}, 145),
    ({"x-content-type-options": ""}, 145),
    ({"access-control-allow-origin": "*"}, 150),
    ({"access-control-allow-origin": "https://evil.example", "access-control-allow-credentials": "true"}, 50),
]
COOKIES = [
    ("__Host-csrftoken=x; Path=/; Secure; SameSite=Lax; HttpOnly", 155),
    ("__Host-csrftoken=x; Path=/; Secure", 80),
    ("__Host-sessionid=x; Path=/; Secure; SameSite=Lax", 70),
    ("sessionid=x; Path=/; SameSite=Lax; HttpOnly", 140),
    ("a=b; Secure", 150),
]


@pytest.mark.parametrize(("headers", "expected"), DIFFERENCES)
def test_the_rules_for_headers(headers, expected):
    assert score(Answer(200, {**GOOD, **headers}, (), b"<p>")).total == expected


@pytest.mark.parametrize(("cookie", "expected"), COOKIES)
def test_the_rules_for_cookies(cookie, expected):
    assert score(Answer(200, GOOD, (cookie,), b"<p>")).total == expected


def test_what_more_could_be_earned():
    best = Answer(200, GOOD, (COOKIES[0][0],), b'<script src="/a.js" integrity="sha384-x"></script>')
    assert score(best).total == 160
    assert score(best, preloaded=True).total == 165


def public_addresses() -> list[str]:
    articles = [f"news/{slug}/" for slug in Article.objects.published().values_list("slug", flat=True)]
    pages = [f"/{language}/{rest}" for language in LANGUAGES for rest in (*INDEXED, *NOT_INDEXED, *articles)]
    beside = ("news/feed/", "data.jsonld", "manifest.webmanifest")
    feeds = [f"/{language}/{rest}" for language in LANGUAGES for rest in beside]
    cards = [f"/cards/{language}/campaign-000000000000.png" for language in LANGUAGES]
    unknown = [f"/{language}/{rest}" for language in LANGUAGES for rest in ("none/", "endorse/manage/none/", "?q=%00")]
    programs = ["/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/healthz", "/readyz", "/favicon.ico"]
    return ["/", "/ua/", *pages, *feeds, *cards, *unknown, *programs, "/endorsements.json", "/endorsements.csv"]


@pytest.mark.django_db(transaction=True)
def test_every_page_as_production_serves_it(tmp_path, client: Client):
    links = something_of_everything()
    user = a_superuser()
    signed_in(client, user)
    session = {"Cookie": f"__Host-sessionid={client.cookies[settings.SESSION_COOKIE_NAME].value}"}
    static = gather_all(tmp_path / "static", STORAGES)
    files = [f"/static/{file.relative_to(static)}" for file in static.rglob("*.*.*") if file.suffix != ".gz"]
    with serving(tmp_path, static) as server:
        answers = {f"GET {address}": server.ask(address) for address in (*public_addresses(), *links, "/admin/login/")}
        answers |= {f"GET {address}": server.ask(address) for address in files if not address.endswith(".br")}
        answers |= {f"GET {page} (staff)": server.ask(page, headers=session) for page in staff_pages(user)}
        answers["GET /admin/"] = server.ask("/admin/")
        for method, address in (("POST", "/en/about/"), ("POST", "/en/endorse/"), ("DELETE", "/uk/endorse/")):
            answers[f"{method} {address}"] = server.ask(address, method)
        plain = server.ask("/en/endorse/", headers={"X-Forwarded-Proto": "http"})
        answers["GET /en/ of another host"] = server.ask("/en/", headers={"Host": "evil.example"})
    assert (plain.status, plain.headers["location"]) == (301, f"https://{HOST}/en/endorse/")
    scores = {asked: score(answer) for asked, answer in answers.items()}
    figures = Counter(one.total for one in scores.values())
    sys.stdout.write(f"\n{len(scores)} answers; points: how many have them: {dict(sorted(figures.items()))}\n")
    of_staff = Counter(answer.status for asked, answer in answers.items() if asked.endswith("(staff)"))
    assert of_staff.keys() <= {200, 302}  # a page that leads on to the one row there is, or to the first factor
    assert of_staff[200] > 10 * of_staff[302]
    assert {answers[f"GET {address}"].status for address in links} <= {200, 410}
    assert not {asked: (one.total, one.points) for asked, one in scores.items() if one.total < FEWEST}
