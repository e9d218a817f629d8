"""Redirects that the check of the file follows, and those that it does not."""

import time

import pytest

from endorsements.proof import places
from endorsements.proof.findings import Finding, Sighting
from tests.endorsements.proof.looking import HERE, LINE, PLACE
from tests.endorsements.proof.servers import LONG, Website, gives, leads_to


def by_host(site: Website, **behaviours) -> None:
    """Let the website behave differently under each of its names; `at` in a redirect stands for its address."""

    def behave(request, write) -> None:
        name = request.split("Host: ", 1)[1].split(".", 1)[0]
        behaviours[name](request, write)

    site.behave = behave


def file_at(site: Website, host: str) -> str:
    return f"https://{host}:{site.port}{places.PATH}"


def test_a_redirect_within_the_domain_is_followed(site, check) -> None:
    by_host(site, www=leads_to(file_at(site, "organisation.example")), organisation=gives(LINE))
    assert check().look(PLACE, LINE) == Sighting(Finding.FOUND, "organisation.example")
    assert site.sni == ["www.organisation.example", "organisation.example"]


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_every_kind_of_redirect_is_one(site, finding, status) -> None:
    by_host(site, www=leads_to(file_at(site, "organisation.example"), status), organisation=gives(LINE))
    assert finding() == Finding.FOUND


@pytest.mark.parametrize("address", [
    "https://evil.example:{port}/.well-known/people1st.txt", "https://organisation.example.evil.example:{port}{path}",
    "https://evilorganisation.example:{port}{path}", "https://127.0.0.1:{port}{path}", "https://[::1]:{port}{path}",
    "https://2130706433:{port}{path}", "http://organisation.example:{port}{path}", "https://organisation.example{path}",
    "https://organisation.example:8443{path}", "https://organisation.example:{port}/other.txt",
    "https://organisation.example:{port}{path}?a=b", "https://user@organisation.example:{port}{path}",
    "https://organisation.example:{port}@127.0.0.1{path}", "//evil.example:{port}{path}", "file:///etc/passwd",
    "gopher://organisation.example:{port}{path}", "/else", "", "javascript:1", "https:///{path}",
])  # fmt: skip
def test_any_other_redirect_is_not(names, site, finding, address) -> None:
    names.zone |= dict.fromkeys(["evil.example", "evilorganisation.example"], HERE)
    by_host(site, www=leads_to(address.format(port=site.port, path=places.PATH)), organisation=gives(LINE))
    assert finding() == Finding.ELSEWHERE
    assert site.connections == 1


def test_a_redirect_to_an_inner_address_ends_it(names, site, finding) -> None:
    names.zone["inside.organisation.example"] = ["A 10.0.0.1"]
    by_host(site, www=leads_to(file_at(site, "inside.organisation.example")))
    assert finding() == Finding.NOT_PUBLIC
    names.zone["inside.organisation.example"] = ["AAAA ::1"]
    assert finding() == Finding.NOT_PUBLIC


def test_redirects_in_a_circle_end(site, finding) -> None:
    www, bare = file_at(site, "www.organisation.example"), file_at(site, "organisation.example")
    by_host(site, www=leads_to(bare), organisation=leads_to(www))
    assert finding() == Finding.ELSEWHERE
    assert site.connections == 3


def test_a_port_that_is_none_is_unreadable(site, finding) -> None:
    site.behave = leads_to("https://organisation.example:99999999/")
    assert finding() == Finding.UNREADABLE


def test_redirects_share_one_limit_of_time(site, finding) -> None:
    www, bare = file_at(site, "www.organisation.example"), file_at(site, "organisation.example")

    def after_a_while(address: str):
        return lambda request, write: site.over.wait(0.4) or leads_to(address)(request, write)

    by_host(site, www=after_a_while(bare), organisation=after_a_while(www))
    start = time.monotonic()
    assert finding(seconds=0.6) == Finding.TOO_SLOW
    assert time.monotonic() - start < LONG
