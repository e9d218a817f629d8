"""The check on the website: a file under /.well-known/, fetched over HTTPS from public addresses alone."""

import ssl
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from dns.resolver import Resolver

from endorsements.models.states import ProvenBy
from endorsements.proof import addresses, places
from endorsements.proof.deadlines import Deadline
from endorsements.proof.findings import Finding, Sighting, Unseen
from endorsements.proof.lookups import addresses_of
from endorsements.proof.pinned import PinnedConnection
from endorsements.proof.places import Place

SECONDS = 10.0
MOST_BYTES = 4_096
MOST_REDIRECTS = 2
MOST_ADDRESSES = 4
HTTPS_PORT = 443
REDIRECTS = {301, 302, 303, 307, 308}


class FileCheck:
    """Looks for the line in the file. The arguments are for tests, on servers of their own; nothing else sets them.

    `allowed` says which addresses may be connected to. It is asked about every address that the host has, and one
    that is refused ends the check: a host that is half public and half private is not believed.
    """

    by = ProvenBy.FILE

    def __init__(
        self,
        resolver: Resolver | None = None,
        *,
        allowed: Callable[[str], bool] = addresses.is_public,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        port: int = HTTPS_PORT,
        seconds: float = SECONDS,
    ) -> None:
        self.resolver, self.allowed, self.trust, self.port, self.seconds = resolver, allowed, trust, port, seconds

    def look(self, place: Place, line: str) -> Sighting:
        """Fetch the file. What is proven is the website's host, without `www.`."""
        try:
            lines = self._file_of(place).decode("utf-8-sig", "replace").splitlines()
        except Unseen as unseen:
            return Sighting(unseen.finding)
        except TimeoutError:
            return Sighting(Finding.TOO_SLOW)
        except ssl.SSLCertVerificationError:
            return Sighting(Finding.CERTIFICATE)
        except OSError:
            return Sighting(Finding.NO_ANSWER)
        except (HTTPException, ValueError):  # ValueError: numbers in the answer's head that are none
            return Sighting(Finding.UNREADABLE)
        found = line in [text.strip() for text in lines]
        return Sighting(Finding.FOUND, place.host) if found else Sighting(Finding.NO_LINE)

    def _file_of(self, place: Place) -> bytes:
        deadline = Deadline(self.seconds)
        host = place.web_host
        for _hop in range(1 + MOST_REDIRECTS):
            with closing(self._connect(host, deadline)) as connection:
                connection.request("GET", places.PATH, headers=_headers())
                with connection.getresponse() as answer:
                    if answer.status not in REDIRECTS:
                        return _body(answer)
                    host = self._next(host, answer.headers.get("Location", ""), place)
        raise Unseen(Finding.ELSEWHERE)

    def _connect(self, host: str, deadline: Deadline) -> PinnedConnection:
        """A connection to the first address that answers. Raises Unseen when one of them is not public."""
        found = addresses_of(host, deadline, self.resolver)
        if not all(self.allowed(address) for address in found):
            raise Unseen(Finding.NOT_PUBLIC)
        refusal: OSError = ConnectionRefusedError()
        for address in found[:MOST_ADDRESSES]:
            connection = PinnedConnection(host, address, self.port, deadline, self.trust())
            try:
                connection.connect()
            except ssl.SSLCertVerificationError:
                raise
            except OSError as error:
                deadline.left()
                refusal = error
            else:
                return connection
        raise refusal

    def _next(self, host: str, location: str, place: Place) -> str:
        """The host that a redirect leads to: the same file over HTTPS, within the same domain. Raises Unseen."""
        there = urlsplit(urljoin(f"https://{host}:{self.port}{places.PATH}", location))
        same_file = (there.scheme, there.path, there.query) == ("https", places.PATH, "")
        same_port = (there.port or HTTPS_PORT) == self.port
        new = (there.hostname or "").rstrip(".")
        within = new == place.domain or new.endswith(f".{place.domain}")
        if not (location and same_file and same_port and within) or "@" in there.netloc:
            raise Unseen(Finding.ELSEWHERE)
        return new


def _headers() -> dict[str, str]:
    """Says who asks, and asks for the plain text of the file, never packed."""
    return {
        "User-Agent": f"People First domain check (+{settings.SITE_URL})",
        "Accept": "text/plain",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _body(answer: HTTPResponse) -> bytes:
    """The file's bytes. Raises Unseen for anything but a small file that comes as it is."""
    if answer.status != HTTPStatus.OK:
        raise Unseen(Finding.NO_FILE)
    if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Unseen(Finding.UNREADABLE)
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Unseen(Finding.TOO_LARGE)
    return body
