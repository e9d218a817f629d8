"""What nginx keeps of the public pages, for how long, and what it never keeps."""

import gzip
import time
from email.utils import parsedate_to_datetime

import brotli
import pytest
from django.utils import timezone

from campaign.models import Article
from endorsements import workflow
from people1st.caching import PUBLIC
from tests.campaign import makers
from tests.endorsements.factories import an_endorsement, the_demands
from tests.local.runs import until

pytestmark = pytest.mark.django_db(transaction=True)
GONE_WITHIN = 5.0  # seconds; contract.md


def test_a_page_is_asked_for_once(served):
    the_demands()
    first = served.get("/en/")
    assert served.get("/en/") == first
    assert (first[0], first[1]["cache-control"]) == (200, PUBLIC)
    assert served.asked == 1


def test_each_encoding_is_kept_once_and_holds_the_same(served):
    the_demands()
    plain = served.get("/en/")[2]
    for accepted in ("gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8", "BR"):
        status, headers, body = served.get("/en/", Accept_Encoding=accepted)
        assert (status, headers["content-encoding"], brotli.decompress(body)) == (200, "br", plain)
    for accepted in ("gzip, deflate", "gzip;q=0.5, br;q=0", "deflate, gzip"):
        status, headers, body = served.get("/en/", Accept_Encoding=accepted)
        assert (status, headers["content-encoding"], gzip.decompress(body)) == (200, "gzip", plain)
    for accepted in ("", "identity", "br;q=0", "brotli, gzippy", "*"):
        assert served.get("/en/", Accept_Encoding=accepted)[2] == plain
    assert served.asked == 3


def test_each_encoding_has_a_tag_of_its_own_and_what_is_known_is_not_sent_again(served):
    the_demands()
    tags = [served.get("/en/", Accept_Encoding=encoding)[1]["etag"] for encoding in ("br", "gzip", "identity")]
    assert len(set(tags)) == 3
    assert not any(tag.startswith("W/") for tag in tags)
    status, headers, body = served.get("/en/", Accept_Encoding="br", If_None_Match=tags[0])
    assert (status, headers["etag"], body) == (304, tags[0], b"")
    assert served.asked == 3


def test_parameters_that_a_page_does_not_read_do_not_reach_the_application(served):
    the_demands()
    for number in range(20):
        assert served.get(f"/en/?utm_source={number}&q={number}&page=2")[0] == 200
        assert served.get(f"/en/endorsements/?fbclid={number}")[0] == 200
    assert sorted(served.paths) == ["/en/", "/en/endorsements/"]


def test_the_list_and_the_news_read_theirs(served):
    the_demands()
    an_endorsement("approved", name="Kharkiv Group")
    an_endorsement("approved", name="Dnipro Circle")
    found = served.get("/en/endorsements/?x=1&q=%D1%85%D0%B0%D1%80%D0%BA%D1%96%D0%B2&y=2")[2].decode()
    assert "Kharkiv Group" in found
    assert "Dnipro Circle" not in found
    assert served.get("/en/news/?year=1999")[0] == 404
    assert served.paths == ["/en/endorsements/?q=%D1%85%D0%B0%D1%80%D0%BA%D1%96%D0%B2", "/en/news/?year=1999"]


def test_who_withdraws_is_gone_within_five_seconds_while_readers_come(served):
    the_demands()
    endorsement = an_endorsement("approved", name="Kharkiv Group")
    assert b"Kharkiv Group" in served.get("/en/endorsements/")[2]
    workflow.withdraw(endorsement)
    withdrawn = time.monotonic()
    until(lambda: b"Kharkiv Group" not in served.get("/en/endorsements/")[2], GONE_WITHIN, "the name is gone")
    assert time.monotonic() - withdrawn < GONE_WITHIN
    assert served.asked <= 4


def test_readers_are_served_while_the_application_is_dead(served):
    the_demands()
    kept = served.get("/en/", Accept_Encoding="br")
    served.lose_the_application()
    until_it_is_old(kept[1]["date"])
    assert served.get("/en/", Accept_Encoding="br")[2] == kept[2]
    assert served.get("/en/about/")[0] == 502


def test_an_article_that_was_withdrawn_is_not_served_as_old(served):
    article = makers.article(slug="one")
    assert served.get("/en/news/one/")[0] == 200
    Article.objects.filter(pk=article.pk).update(status="draft")
    until(lambda: served.get("/en/news/one/")[0] == 404, GONE_WITHIN, "the article is gone")
    assert served.get("/en/news/one/")[0] == 404


@pytest.mark.parametrize(
    "path", ["/en/endorse/", "/en/endorse/confirm/x/", "/admin/login/", "/healthz", "/", "/about/"]
)
def test_what_is_not_public_is_asked_for_each_time(served, path):
    the_demands()
    served.get(path, Accept_Language="uk")
    served.get(path, Accept_Language="ru")
    assert served.asked == 2


def test_each_reader_of_the_bare_address_is_led_to_their_own_language(served):
    led = [served.get("/", Accept_Language=language)[1]["location"] for language in ("uk", "ru", "de")]
    assert led == ["/uk/", "/ru/", "/en/"]


def test_the_application_learns_who_asks_and_not_what_they_say_of_it(served, monkeypatch):
    told = []
    monkeypatch.setattr("django.core.handlers.wsgi.get_path_info", lambda environ: told.append(environ) or "/healthz")
    served.get("/", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https")
    assert [environ["HTTP_X_FORWARDED_FOR"] for environ in told] == ["203.0.113.9, 127.0.0.1"]
    assert {environ["HTTP_X_FORWARDED_PROTO"] for environ in told} == {"http"}


def until_it_is_old(date: str) -> None:
    """Returns once what was kept then may not be shown by a living application any more."""
    then = parsedate_to_datetime(date)
    until(lambda: (timezone.now() - then).total_seconds() > GONE_WITHIN, 2 * GONE_WITHIN, "it is old")
