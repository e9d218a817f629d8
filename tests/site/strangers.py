"""Somebody far away who uses the site through a proxy: over the wire, with cookies, reading what is served."""

from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.reading import Element, as_served, document, form_with


class Stranger:
    """A browser without scripts; `came_from` is the address that the proxy wrote down."""

    def __init__(self, site: str, came_from: str) -> None:
        self.site, self.came_from = site, came_from
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.status, self.text = 0, ""

    def ask(self, path: str, data: bytes | None = None, method: str | None = None, **headers: str) -> int:
        """Send a request and keep the answer; gives its status."""
        sent = {"X-Forwarded-For": f"{self.came_from}", "Referer": self.site + "/", **headers}
        request = Request(self.site + path, data, sent, method=method)  # noqa: S310 - the test's own http address
        try:
            response = self.opener.open(request, timeout=60)
        except HTTPError as error:
            response = error
        with response:
            self.status, self.text = response.status, response.read().decode(errors="replace")
        return self.status

    def read(self, path: str) -> Element:
        """The page."""
        self.ask(path)
        return document(self.text, strict=False)

    def send(self, path: str, field: str, button: str = "", **typed: str) -> int:
        """Fill in the page's form that has the field, and send it."""
        form = form_with(self.read(path), field)
        return self.post(path, as_served(form, button) | typed)

    def press(self, path: str, button: str, **typed: str) -> int:
        """Tick the box of the button's form, type, and press it."""
        named = {f"{button}-{field}": words for field, words in typed.items()}
        return self.send(path, button, button, **{f"{button}-agree": "on"}, **named)

    def post(self, path: str, data: dict[str, str]) -> int:
        """Send these fields."""
        return self.ask(path, urlencode(data).encode())
