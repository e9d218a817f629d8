"""The servers that the checks are tested on."""

from collections.abc import Iterator

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
