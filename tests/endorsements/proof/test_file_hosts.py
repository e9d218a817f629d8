"""Where the check of the file connects: to public addresses alone, under a certificate of the host."""

import ssl

import pytest

from endorsements.proof import places
from endorsements.proof.files import FileCheck
from endorsements.proof.findings import Finding
from tests.endorsements.proof.looking import HERE, LINE, PLACE
from tests.endorsements.proof.servers import Website, gives

INNER_V4 = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"]  # noqa: S104
INNER_V6 = [
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "fe80::1",
    "fd00::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "::",
]
INNER_V6 += ["2001:0:808:808:0:0:80ff:fffe"]
INNER = [f"A {address}" for address in INNER_V4] + [f"AAAA {address}" for address in INNER_V6]


@pytest.mark.parametrize("record", INNER)
def test_as_it_is_delivered_it_connects_to_no_inner_address(names, site, record) -> None:
    names.zone = {"www.organisation.example": [record]}
    delivered = FileCheck(names.resolver(), port=site.port)
    assert delivered.look(PLACE, LINE).finding == Finding.NOT_PUBLIC
    assert not site.connections


@pytest.mark.parametrize("records", [
    ["A 127.0.0.1", "A 10.0.0.1"], ["A 10.0.0.1", "A 127.0.0.1"], ["A 127.0.0.1", "AAAA ::1"],
    ["A 127.0.0.1", "AAAA ::ffff:10.0.0.1"],
])  # fmt: skip
def test_one_inner_address_among_public_ones_ends_it(names, site, finding, records) -> None:
    names.zone["www.organisation.example"] = records
    assert finding() == Finding.NOT_PUBLIC
    assert not site.connections


def test_an_alias_to_an_inner_name_ends_it(names, site, finding) -> None:
    names.zone["www.organisation.example"] = ["CNAME inner.organisation.example"]
    names.zone["inner.organisation.example"] = ["A 10.0.0.1"]
    assert finding() == Finding.NOT_PUBLIC


def test_what_dns_says_after_the_check_changes_nothing(names, site, check) -> None:
    names.changing["www.organisation.example"] = [HERE, ["A 10.0.0.1"]]
    site.behave = gives(LINE)
    asked = []
    found = check(allowed=lambda address: asked.append(address) is None and address == "127.0.0.1").look(PLACE, LINE)
    assert found.finding == Finding.FOUND
    assert asked == ["127.0.0.1"]
    assert names.asked == [("www.organisation.example", "A"), ("www.organisation.example", "AAAA")]
    assert site.connections == 1
    assert check().look(PLACE, LINE).finding == Finding.NOT_PUBLIC


def test_an_address_that_does_not_answer_is_followed_by_the_next(names, site, finding) -> None:
    names.zone["www.organisation.example"] = ["A 127.0.0.2", "A 127.0.0.1"]
    site.behave = gives(LINE)
    assert finding(allowed=lambda address: address.startswith("127.")) == Finding.FOUND


def test_a_host_without_an_address(names, finding) -> None:
    names.zone["www.organisation.example"] = ["TXT nothing"]
    assert finding() == Finding.NO_NAME
    del names.zone["www.organisation.example"]
    assert finding() == Finding.NO_NAME
    names.broken = {"www.organisation.example"}
    assert finding() == Finding.NO_ANSWER


def test_no_proxy_of_the_environment_is_asked(finding, site, monkeypatch) -> None:
    for variable in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    site.behave = gives(LINE)
    assert finding() == Finding.FOUND


def test_a_certificate_of_somebody_unknown(site, finding) -> None:
    site.behave = gives(LINE)
    assert finding(trust=ssl.create_default_context) == Finding.CERTIFICATE
    assert not site.requests


def test_a_certificate_for_another_name(site, finding, check, names) -> None:
    site.behave = gives(LINE)
    names.zone["club.organisation.example"] = HERE
    place = places.of("https://club.organisation.example")
    assert check().look(place, LINE).finding == Finding.CERTIFICATE
    assert not site.requests


def test_a_certificate_for_the_address_is_none_for_the_host(ca, names, check) -> None:
    with Website(ca, "127.0.0.1").running() as numeric:
        assert check(port=numeric.port).look(PLACE, LINE).finding == Finding.CERTIFICATE
