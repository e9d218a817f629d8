import pytest

from endorsements.proof import places


@pytest.mark.parametrize(("website", "host", "domain", "web_host"), [
    ("https://organisation.org", "organisation.org", "organisation.org", "organisation.org"),
    ("https://www.organisation.org/about", "organisation.org", "organisation.org", "www.organisation.org"),
    ("http://Club.University.ac.uk/", "club.university.ac.uk", "university.ac.uk", "club.university.ac.uk"),
    ("https://громада.укр", "xn--80aahf2bln.xn--j1amh", "xn--80aahf2bln.xn--j1amh", "xn--80aahf2bln.xn--j1amh"),
    ("https://organisation.github.io", "organisation.github.io", "organisation.github.io", "organisation.github.io"),
    ("https://a.library.github.io", "a.library.github.io", "library.github.io", "a.library.github.io"),
    ("https://a.b.people.example", "a.b.people.example", "people.example", "a.b.people.example"),
])  # fmt: skip
def test_a_website_has_its_place(website: str, host: str, domain: str, web_host: str) -> None:
    place = places.of(website)
    assert place is not None
    assert (place.host, place.domain, place.file_address) == (
        host,
        domain,
        f"https://{web_host}/.well-known/people1st.txt",
    )
    assert set(place.record_names) == {host, domain}


@pytest.mark.parametrize("website", [
    "", "https://facebook.com/organisation", "https://www.facebook.com/organisation", "https://uk-ua.facebook.com/x",
    "https://organisation.medium.com", "https://t.me/organisation", "https://sites.google.com/view/organisation",
    "https://github.io", "https://www.github.io", "https://co.uk", "https://localhost", "https://127.0.0.1",
    "https://[::1]/", "https://organisation.local", "https://example", "https://www.example",
    "mailto:x@organisation.org", "https://organisation.internal", "https://[broken",
])  # fmt: skip
def test_what_is_not_ones_own_cannot_be_proven(website: str) -> None:
    assert places.of(website) is None


def test_invented_domains_are_none_in_production(settings) -> None:
    settings.PRODUCTION = True
    assert places.of("https://organisation.example") is None


@pytest.mark.parametrize(("proven", "website", "holds"), [
    ("organisation.org", "https://organisation.org/new-page", True),
    ("organisation.org", "https://www.organisation.org", True),
    ("organisation.org", "https://club.organisation.org", True),
    ("club.organisation.org", "https://organisation.org", False),
    ("organisation.org", "https://another-organisation.org", False),
    ("organisation.org", "https://organisation.org.evil.org", False),
    ("organisation.org", "", False),
    ("", "https://organisation.org", False),
    ("", "", False),
])  # fmt: skip
def test_a_proof_holds_for_its_host_and_below(proven: str, website: str, holds: bool) -> None:  # noqa: FBT001
    assert places.covers(proven, website) is holds
