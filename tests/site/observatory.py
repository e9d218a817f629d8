"""MDN's HTTP Observatory, its rules as published in August 2026 (mdn/mdn-http-observatory, src/grader and
src/analyzer), for one answer of a site that is reached by https alone.

A scan starts at 100. Credit counts only when what was deducted leaves 90 or more. What can be earned: policy 10, each
of the three cross-origin headers 10, referrer 5, frames 5: 150 for a page without scripts and cookies; then cookies 5,
integrity of scripts 5, HSTS preloaded 5: 165 at most.
"""

import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

from tests.reading import document
from tests.site.serving import Answer

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
UNSAFE_INLINE = {"'unsafe-inline'", "data:"}
PASSIVE = ("img-src", "media-src")
SIX_MONTHS = 15_552_000
PRIVATE_REFERRER = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
KNOWN_REFERRER = {*PRIVATE_REFERRER, "origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
ENOUGH_FOR_CREDIT = 90


@dataclass(frozen=True)
class Score:
    """The points of each test that gave or took some, and their sum."""

    points: dict[str, int]

    @property
    def total(self) -> int:
        deducted = 100 + sum(points for points in self.points.values() if points < 0)
        return 100 + sum(self.points.values()) if deducted >= ENOUGH_FOR_CREDIT else deducted


def score(answer: Answer, *, preloaded: bool = False) -> Score:
    """What the Observatory would say; `preloaded` when the host is on the browsers' HSTS list."""
    points = {
        "policy": policy(answer),
        "cookies": cookies(answer),
        "sharing": sharing(answer),
        "opener": cross_origin(
            answer, "opener", {"same-origin": 10, "same-origin-allow-popups": 10, "noopener-allow-popups": 10}
        ),
        "embedder": cross_origin(answer, "embedder", {"require-corp": 10, "credentialless": 10}),
        "resource": cross_origin(
            answer, "resource", {"same-origin": 10, "same-site": 10, "cross-origin": 0}, neutral=""
        ),
        "referrer": referrer(answer),
        "transport": 5 if preloaded else transport(answer),
        "integrity": integrity(answer),
        "sniffing": 0 if answer.headers.get("x-content-type-options", "").strip().lower() == "nosniff" else -5,
        "frames": frames(answer),
    }
    return Score({name: value for name, value in points.items() if value})


def directives(header: str) -> dict[str, set[str]]:
    """A policy of one header; a directive that is there twice is an error (ValueError)."""
    found: dict[str, set[str]] = {}
    for part in header.split(";"):
        name, *sources = part.split()
        if name.lower() in found:
            raise ValueError(name)
        found[name.lower()] = {source.lower() for source in sources} or ({"'none'"} if name.endswith("-src") else set())
    return found


def policy(answer: Answer) -> int:
    header = answer.headers.get("content-security-policy", "")
    if not header:
        return -25
    try:
        found = directives(header)
    except ValueError:
        return -25
    return sources(found)


def sources(found: dict[str, set[str]]) -> int:
    """The points of a policy that can be read: the worst that it allows decides."""
    default = found.get("default-src", {"*"})
    script, objects, style = (found.get(name, default) for name in ("script-src", "object-src", "style-src"))
    if any(source.startswith(("'nonce-", "'sha")) for source in script):
        script = script - {"'unsafe-inline'"}
    active = script.union(*(of for name, of in found.items() if name not in {*PASSIVE, "script-src"}))
    passive = set().union(*(found.get(name, default) for name in PASSIVE))
    verdicts = (
        (bool(script & (BROAD | UNSAFE_INLINE) or objects & BROAD), -20),
        (any(source.startswith(("http:", "ftp:")) for source in active), -20),
        ("'unsafe-eval'" in script | style, -10),
        (any(source.startswith(("http:", "ftp:")) for source in passive), -10),
        (bool(style & (BROAD | UNSAFE_INLINE)), 0),
        (found.get("default-src") == {"'none'"}, 10),
    )
    return next((points for applies, points in verdicts if applies), 5)


def cookies(answer: Answer) -> int:
    """All cookies of the answer together: 5 when each has Secure and SameSite, and a session's HttpOnly."""
    if not answer.cookies:
        return 0
    worst = 5
    safe = transport(answer) == 0
    for line in answer.cookies:
        for name, morsel in SimpleCookie(line).items():
            is_session = any(word in name.lower() for word in ("login", "sess"))
            if morsel["samesite"].lower() not in {"lax", "strict", "none", ""}:
                worst = min(worst, -20)
            if not morsel["secure"]:
                worst = min(worst, (-10 if is_session else -5) if safe else (-40 if is_session else -20))
            if "csrf" in name.lower() and not morsel["samesite"]:
                worst = min(worst, -20)
            if is_session and not morsel["httponly"]:
                worst = min(worst, -30)
            if not morsel["samesite"]:
                worst = min(worst, 0)
    return worst


def sharing(answer: Answer) -> int:
    """Only an origin that is repeated together with credentials is punished."""
    allowed = answer.headers.get("access-control-allow-origin", "")
    credentials = answer.headers.get("access-control-allow-credentials", "").strip().lower() == "true"
    return -50 if credentials and allowed not in {"", "*"} else 0


def cross_origin(answer: Answer, which: str, earns: dict[str, int], neutral: str = "unsafe-none") -> int:
    value = answer.headers.get(f"cross-origin-{which}-policy", "").strip().lower()
    return 0 if value in {"", neutral} else earns.get(value, -5)


def referrer(answer: Answer) -> int:
    header = answer.headers.get("referrer-policy", "")
    if not header:
        return 0
    known = [word.strip().lower() for word in header.split(",") if word.strip().lower() in KNOWN_REFERRER]
    return 5 if known and known[-1] in PRIVATE_REFERRER else -5


def transport(answer: Answer) -> int:
    header = answer.headers.get("strict-transport-security", "")
    age = re.search(r"(?:^|;)\s*max-age=(\d+)", header, re.IGNORECASE)
    if not age or "," in header:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def integrity(answer: Answer) -> int:
    """5 when a script of one's own has its hash, 0 when none is loaded from elsewhere, less otherwise."""
    if not answer.headers.get("content-type", "").startswith(("text/html", "application/xhtml+xml")):
        return 0
    scripts = [script for script in document(answer.body, strict=False).all("script") if script.get("src")]
    foreign = [script for script in scripts if re.match(r"(https?:)?//", script["src"])]
    assert not foreign, "a script from another host has rules that are not written here"
    return 5 if any(script.get("integrity") for script in scripts) else 0


def frames(answer: Answer) -> int:
    if "frame-ancestors" in answer.headers.get("content-security-policy", ""):
        return 5
    value = answer.headers.get("x-frame-options", "").strip().lower()
    if value in {"deny", "sameorigin"}:
        return 5
    return 0 if value.startswith("allow-from") else -20
