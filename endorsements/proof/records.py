"""The check in DNS: a TXT record at the website's host, or at the domain that it belongs to."""

from dns.resolver import Resolver

from endorsements.models.states import ProvenBy
from endorsements.proof.deadlines import Deadline
from endorsements.proof.findings import Finding, Sighting, Unseen
from endorsements.proof.lookups import ask
from endorsements.proof.places import KEY, Place

SECONDS = 6.0
MOST_BYTES = 16_384
# What says least, when two names were looked at.
LEAST_TELLING = (Finding.NO_NAME, Finding.NO_RECORD)


class RecordCheck:
    """Looks for the line among the TXT records. `resolver` is the machine's own unless another is given."""

    by = ProvenBy.DNS

    def __init__(self, resolver: Resolver | None = None, seconds: float = SECONDS) -> None:
        self.resolver, self.seconds = resolver, seconds

    def look(self, place: Place, line: str) -> Sighting:
        """Look at the host first, then at its domain; the proven name is the one that has the line."""
        deadline = Deadline(self.seconds)
        sightings = []
        for name in place.record_names:
            sightings.append(Sighting(self._at(name, line, deadline), name))
            if sightings[-1].finding == Finding.FOUND:
                return sightings[-1]
        telling = [sighting.finding for sighting in sightings if sighting.finding not in LEAST_TELLING]
        return Sighting(telling[0] if telling else sightings[-1].finding)

    def _at(self, name: str, line: str, deadline: Deadline) -> Finding:
        try:
            records = ask(name, "TXT", deadline, self.resolver)
        except Unseen as unseen:
            return unseen.finding
        except TimeoutError:
            return Finding.TOO_SLOW
        # One text comes in pieces of at most 255 bytes (RFC 7208, section 3.3, says how they are joined).
        texts = [b"".join(record.strings) for record in records]
        if sum(map(len, texts)) > MOST_BYTES:
            return Finding.TOO_LARGE
        # Some providers' forms keep quotation marks that were typed.
        texts = [text.strip(b' \t"') for text in texts]
        if line.encode() in texts:
            return Finding.FOUND
        ours = any(text.startswith(KEY.encode()) for text in texts)
        return Finding.OTHER_CODE if ours else Finding.NO_RECORD
