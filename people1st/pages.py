"""Public pages as they were made, in this process's memory, until what they show changes."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.utils.http import http_date

from people1st.compression import compressed, is_worth_it
from people1st.revision import Revision

MOST_BYTES = 24 * 2**20
STARTED = datetime.now(UTC)  # a page is never older than the templates that made it

type Key = tuple[Any, ...]


@dataclass
class Page:
    """One answer of a public view: what is sent for it in each encoding, made when first asked for."""

    response: HttpResponse
    revision: Revision | None
    bodies: dict[str, tuple[bytes, str]] = field(default_factory=dict)  # encoding → body, strong ETag

    def answer(self, encoding: str) -> HttpResponse:
        """A fresh response, in this encoding if it is worth it (RFC 9110: each encoding has an ETag of its own)."""
        varies = is_worth_it(self.response)
        encoding = encoding if varies else ""
        body, tag = self.bodies.get(encoding) or self._encode(encoding)
        answer = HttpResponse(body, status=self.response.status_code, headers=dict(self.response.headers))
        vars(answer).update({name: value for name, value in vars(self.response).items() if name not in vars(answer)})
        answer.headers["ETag"] = tag
        if varies:
            answer.headers["Vary"] = "Accept-Encoding"
        if encoding:
            answer.headers["Content-Encoding"] = encoding
        if self.revision:
            answer.headers["Last-Modified"] = http_date(max(self.revision.changed_at, STARTED).timestamp())
        return answer

    @property
    def weight(self) -> int:
        """Bytes that are kept of it."""
        return len(self.response.content) + sum(len(body) for body, _tag in self.bodies.values())

    def _encode(self, encoding: str) -> tuple[bytes, str]:
        body = compressed(self.response.content, encoding)
        self.bodies[encoding] = body, f'"{sha256(body).hexdigest()[:20]}"'
        return self.bodies[encoding]


class Pages:
    """The pages that were asked for last, MOST_BYTES of them at most."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, revision: Revision) -> Page | None:
        """The page of this key, if it shows this revision."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.revision != revision:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        """Keep it, and forget those that were asked for longest ago."""
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            weight = sum(kept.weight for kept in self._pages.values())
            while weight > MOST_BYTES:
                _key, dropped = self._pages.popitem(last=False)
                weight -= dropped.weight

    def forget(self) -> None:
        """Keep none of them."""
        with self._lock:
            self._pages.clear()


pages = Pages()
