import socketserver
import struct
import threading
import time
from contextlib import ExitStack

import pytest
from dns.nameserver import Do53Nameserver
from dns.resolver import Resolver

from endorsements.proof import places
from endorsements.proof.findings import Finding, Sighting
from endorsements.proof.records import RecordCheck
from tests.endorsements.proof.servers import LONG, NameServer, Server, mute_server, serve, txt

LINE = places.line("c0de" * 8)
PLACE = places.of("https://www.organisation.example")
CLUB = places.of("https://club.organisation.example")


def look(names: NameServer, place=PLACE, seconds: float = 60) -> Sighting:
    return RecordCheck(names.resolver(), seconds).look(place, LINE)


def finding(names: NameServer, *records: str, **more) -> Finding:
    names.zone = {"organisation.example": list(records)}
    return look(names, **more).finding


def test_the_line_at_the_domain_proves_it(names) -> None:
    names.zone = {"organisation.example": ['TXT "v=spf1 -all"', txt(LINE)]}
    assert look(names) == Sighting(Finding.FOUND, "organisation.example")
    assert names.asked == [("organisation.example", "TXT")]


def test_the_line_at_the_host_proves_the_host_alone(names) -> None:
    names.zone = {"organisation.example": ['TXT "v=spf1 -all"'], "club.organisation.example": [txt(LINE)]}
    assert look(names, CLUB) == Sighting(Finding.FOUND, "club.organisation.example")
    assert look(names).finding == Finding.NO_RECORD


def test_the_line_at_the_domain_proves_its_hosts_too(names) -> None:
    names.zone = {"organisation.example": [txt(LINE)]}
    assert look(names, CLUB) == Sighting(Finding.FOUND, "organisation.example")


@pytest.mark.parametrize("record", [
    f'TXT "{LINE[:20]}" "{LINE[20:]}"', f'TXT "  {LINE}  "', rf'TXT "\"{LINE}\""', f"TXT {LINE}",
])  # fmt: skip
def test_the_line_is_found_in_pieces_and_with_what_forms_add(names, record: str) -> None:
    assert finding(names, record) == Finding.FOUND


@pytest.mark.parametrize(("record", "found"), [
    (txt(f"{LINE}0"), Finding.OTHER_CODE),
    (txt(LINE[:-1]), Finding.OTHER_CODE),
    (txt(LINE.upper()), Finding.NO_RECORD),
    (txt(f"x {LINE}"), Finding.NO_RECORD),
    (f'TXT "{LINE[:30]}"', Finding.OTHER_CODE),
    ("A 127.0.0.1", Finding.NO_RECORD),
    (r'TXT "\000\255\254"', Finding.NO_RECORD),
])  # fmt: skip
def test_nothing_else_is_the_line(names, record: str, found: Finding) -> None:
    assert finding(names, record) == found


def test_pieces_of_two_records_make_no_line(names) -> None:
    assert finding(names, f'TXT "{LINE[:30]}"', f'TXT "{LINE[30:]}"') == Finding.OTHER_CODE


def test_a_name_that_does_not_exist(names) -> None:
    assert look(names).finding == Finding.NO_NAME
    assert look(names, CLUB).finding == Finding.NO_NAME
    names.zone = {"organisation.example": ["A 127.0.0.1"]}
    assert look(names, CLUB).finding == Finding.NO_RECORD


def test_of_two_names_the_more_telling_is_told(names) -> None:
    names.zone = {"club.organisation.example": [txt(f"{places.KEY}another")], "organisation.example": ["A 127.0.0.1"]}
    assert look(names, CLUB).finding == Finding.OTHER_CODE


def aliases(names: NameServer, number: int) -> None:
    names.zone = {f"a{step}.example": [f"CNAME a{step + 1}.example"] for step in range(1, number)}
    names.zone |= {"organisation.example": ["CNAME a1.example"], f"a{number}.example": [txt(LINE)]}


def test_a_few_aliases_are_followed(names) -> None:
    aliases(names, 8)
    assert look(names) == Sighting(Finding.FOUND, "organisation.example")


@pytest.mark.parametrize("number", [9, 14])
def test_a_long_chain_of_aliases_is_not(names, number: int) -> None:
    aliases(names, number)
    assert look(names).finding == Finding.ALIASES


def test_aliases_in_a_circle_end(names) -> None:
    names.zone = {"organisation.example": ["CNAME b.example"], "b.example": ["CNAME organisation.example"]}
    assert look(names).finding in {Finding.NO_ANSWER, Finding.ALIASES}


def test_as_much_as_a_message_holds_is_too_much(names) -> None:
    assert finding(names, txt("x" * 64_000), txt(LINE)) == Finding.TOO_LARGE
    assert finding(names, *[txt(f"{number}") for number in range(200)], txt(LINE)) == Finding.TOO_LARGE


def test_more_than_a_message_holds_is_too_much_too(names) -> None:
    assert finding(names, txt("x" * 50_000), txt("y" * 50_000), txt(LINE)) == Finding.TOO_LARGE


def test_a_large_answer_comes_over_tcp(names) -> None:
    assert finding(names, txt("x" * 9_000), txt(LINE)) == Finding.FOUND
    assert len(names.asked) == 2


def test_a_failure_of_the_server_is_no_answer(names) -> None:
    names.broken = {"organisation.example"}
    assert look(names).finding == Finding.NO_ANSWER


def test_silence_ends_in_time(names) -> None:
    names.silent = {"organisation.example", "club.organisation.example"}
    start = time.monotonic()
    assert look(names, CLUB, seconds=0.3).finding == Finding.TOO_SLOW
    assert time.monotonic() - start < LONG


class Dripping(socketserver.StreamRequestHandler):
    over = threading.Event()

    def handle(self) -> None:
        self.wfile.write(struct.pack("!H", 65_535))
        while not self.over.wait(0.02):
            self.wfile.write(b"x")


class OverTcp(Do53Nameserver):
    def is_always_max_size(self) -> bool:
        return True


def test_a_dripping_answer_ends_in_time() -> None:
    resolver = Resolver(configure=False)
    resolver.lifetime = 60
    with ExitStack() as running:
        server = running.enter_context(Server(("127.0.0.1", 0), Dripping))
        serve(running, server)
        running.callback(Dripping.over.set)
        resolver.nameservers = [OverTcp("127.0.0.1", server.server_address[1])]
        start = time.monotonic()
        assert RecordCheck(resolver, 0.4).look(PLACE, LINE).finding == Finding.TOO_SLOW
        assert time.monotonic() - start < LONG


def test_a_machine_without_dns_says_so() -> None:
    resolver = Resolver(configure=False)
    with mute_server() as port:
        resolver.nameservers = [Do53Nameserver("127.0.0.1", port)]
        assert RecordCheck(resolver, 0.3).look(PLACE, LINE).finding in {Finding.TOO_SLOW, Finding.NO_ANSWER}
    resolver.nameservers = []
    assert RecordCheck(resolver, 0.3).look(PLACE, LINE).finding == Finding.NO_ANSWER


def test_a_name_that_dns_cannot_write(names) -> None:
    names.zone = {"organisation.example": [txt(LINE)]}
    place = places.of(f"https://{'a' * 70}.organisation.example")
    assert place
    assert look(names, place) == Sighting(Finding.FOUND, "organisation.example")
    names.zone = {}
    assert look(names, place).finding == Finding.NO_ANSWER
