"""The servers that the checks are tested on, and a check that may connect to them."""

import ssl
from collections.abc import Callable, Iterator

import pytest
import trustme

from tests.endorsements.proof.servers import NameServer, Website, name_server


@pytest.fixture
def names() -> Iterator[NameServer]:
    """A DNS server."""
    with name_server() as server:
        yield server


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """Who signs the certificates of the test's websites."""
    return trustme.CA()


@pytest.fixture
def site(ca: trustme.CA) -> Iterator[Website]:
    """The website of the organisation, under its names."""
    website = Website(ca, "organisation.example", "www.organisation.example", "inside.organisation.example")
    with website.running():
        yield website


@pytest.fixture
def check(names: NameServer, site: Website, ca: trustme.CA) -> Callable:
    """A check that may connect to the website on this machine, and to no other address."""
    from endorsements.proof.files import FileCheck  # noqa: PLC0415 - pytest reads this file before Django
    from tests.endorsements.proof.looking import HERE  # noqa: PLC0415

    names.zone = dict.fromkeys(["organisation.example", "www.organisation.example"], HERE)

    def trust():
        context = ssl.create_default_context()
        ca.configure_trust(context)
        return context

    def make(**changed) -> FileCheck:
        given = {"allowed": lambda address: address == "127.0.0.1", "trust": trust, "port": site.port, "seconds": 60}
        return FileCheck(names.resolver(), **{**given, **changed})

    return make


@pytest.fixture
def finding(check) -> Callable:
    """What such a check finds."""
    from tests.endorsements.proof.looking import LINE, PLACE  # noqa: PLC0415 - as above

    return lambda **changed: check(**changed).look(PLACE, LINE).finding
