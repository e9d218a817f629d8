"""What an organisation may prove with its website, and where it leaves the line that proves it. Pure functions."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from endorsements import hosts, names

# RFC 8615 keeps this folder for such files.
PATH = "/.well-known/people1st.txt"
KEY = "people1st-verification="


@dataclass(frozen=True)
class Place:
    """A website that can be proven: its host without `www.`, as its address names it, and its registrable domain."""

    host: str
    web_host: str
    domain: str

    @property
    def record_names(self) -> tuple[str, ...]:
        """The names at which a TXT record counts, the most particular first."""
        return (self.host,) if self.host == self.domain else (self.host, self.domain)

    @property
    def file_address(self) -> str:
        """Where the file is looked for."""
        return f"https://{self.web_host}{PATH}"


def line(code: str) -> str:
    """The line that a TXT record or the file holds."""
    return f"{KEY}{code}"


def of(website: str) -> Place | None:
    """Where the owner of this website can leave the line; None where a page belongs to others than its host.

    On facebook.com nobody who has a page there can show anything; organisation.github.io belongs to whoever has its
    files, since the list of public suffixes counts github.io among them.
    """
    host = names.host_of(website)
    domain = hosts.registered_domain(host) if hosts.is_public_host(host) else ""
    if not domain or any(host == shared or host.endswith(f".{shared}") for shared in names.SHARED_HOSTS):
        return None
    return Place(host, names.ascii_host((urlsplit(website).hostname or "").rstrip(".")), domain)


def covers(proven: str, website: str) -> bool:
    """Whether the proof of the name `proven` holds for this website too: it is that host, or one below it."""
    host = names.host_of(website)
    return bool(proven) and (host == proven or host.endswith(f".{proven}"))
