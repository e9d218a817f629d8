"""The site as it is served, with its launch content: every page once, read by all tests of this folder."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from tests.launched import CONTENT, ENDORSERS, launched
from tests.reading import Element, document

STORAGES = settings.STORAGES  # those of production; each test has plain ones
LANGUAGES = ("en", "uk", "ru")
INDEXED = ("", "about/", "privacy/", "accessibility/", "news/", "figures/", "leaflet/", "endorsements/", "endorse/")
DEMANDS = tuple(f"demands/demand-{number}/" for number in range(1, 8))
NOT_INDEXED = (
    "endorse/sent/",
    "endorse/confirmed/",
    "endorse/moved/",
    "endorse/withdrawn/",
    "endorse/link/",
    "endorse/link/sent/",
)
WITH_A_FORM = ("endorse/", "endorse/link/")
ARTICLES = tuple(f"article-{number}" for number in range(1, 6))
PAGES = [f"/{language}/{page}" for language in LANGUAGES for page in (*INDEXED, *DEMANDS[:2], *NOT_INDEXED, *ARTICLES)]


@dataclass(frozen=True)
class Page:
    """One answer; `compressed` is its length as a browser that takes gzip gets it."""

    address: str
    status: int
    headers: dict[str, str]
    compressed: int
    cookies: tuple[str, ...]
    root: Element

    @property
    def rest(self) -> str:
        return self.address.split("/", 2)[2]


@dataclass(frozen=True)
class Site:
    """A visitor of the site, the static files as they are served, and every page and answer, each asked for once."""

    client: Client
    static: Path
    slugs: tuple[str, ...]
    pages: dict[str, Page] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)

    def page(self, address: str) -> Page:
        """The page at an address of PAGES."""
        if address not in self.pages:
            with override_settings(STORAGES=STORAGES):
                self.pages[address] = self._read(self.real(address))
        return self.pages[address]

    def status(self, address: str) -> int:
        """What any address answers."""
        if address not in self.statuses:
            self.statuses[address] = self.client.get(address).status_code
        return self.statuses[address]

    def real(self, address: str) -> str:
        """The address, with the slug of an article for its number."""
        for article, slug in zip(ARTICLES, self.slugs, strict=True):
            address = address.replace(article, f"news/{slug}/")
        return address

    def _read(self, address: str) -> Page:
        response = self.client.get(address, headers={"Accept-Encoding": "gzip"})
        zipped = response.get("Content-Encoding") == "gzip"
        content = gzip.decompress(response.content) if zipped else response.content
        return Page(
            address,
            response.status_code,
            dict(response.items()),
            len(response.content),
            tuple(response.cookies),
            document(content),
        )


@pytest.fixture(scope="session")
def gathered(tmp_path_factory) -> Path:
    """The static files of the public pages, as `collectstatic` leaves them in production."""
    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=root, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "debug"])
    return root


@pytest.fixture(scope="module")
def site(gathered, django_db_setup, django_db_blocker) -> Iterator[Site]:
    """The launch content and one more endorsement, in a transaction that is rolled back."""
    # pytest reads this file before Django is ready for models when it is asked for this folder alone.
    from campaign.models import Article  # noqa: PLC0415
    from tests.endorsements.factories import an_endorsement  # noqa: PLC0415

    with override_settings(STATIC_ROOT=gathered), django_db_blocker.unblock(), transaction.atomic():
        launched(CONTENT, ENDORSERS)
        an_endorsement("approved", name="Old Town Library")
        slugs = tuple(Article.objects.published().values_list("slug", flat=True))
        assert len(slugs) == len(ARTICLES)
        yield Site(Client(), gathered, slugs)
        transaction.set_rollback(True)


@pytest.fixture(params=PAGES)
def served(request, site) -> Page:
    """Each page in each language."""
    return site.page(request.param)
