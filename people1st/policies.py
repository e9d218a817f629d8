"""What the headers of an answer say: a Content-Security-Policy for each kind of page, and the headers that all carry.

Plain values, so that the settings can read them. `people1st/headers.py` puts them onto answers.
"""

from collections.abc import Mapping

from django.utils.csp import CSP

type Policy = Mapping[str, list[str]]

# What a page for readers needs: a stylesheet, pictures and typefaces of our own, and a form that comes back to us. No
# script runs there that could connect to anything; Lighthouse asks for robots.txt in the page's name (its issue 16597).
PUBLIC: Policy = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# A page for readers with a script of our own, while there is a reason for one; it connects to nothing.
WITH_SCRIPT: Policy = {**PUBLIC, "connect-src": [CSP.NONE], "script-src": [CSP.SELF]}
# Django's admin, which asks for lists as one types. All its scripts are files, so that no nonce is needed.
STAFF: Policy = {**PUBLIC, "script-src": [CSP.SELF]}
# What others put into their own pages: as bare as the first one, it sends no form, and anybody may frame it.
EMBEDDED: Policy = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": ["*"],
}

# Every feature that Chromium 156 has a permission for (https://www.w3.org/TR/permissions-policy/, and
# `document.featurePolicy.features()` without the client hints). It warns of names that it does not know.
FEATURES = (
    "accelerometer", "aria-notify", "autoplay", "browsing-topics", "camera", "captured-surface-control",
    "clipboard-read", "clipboard-write", "compute-pressure", "cross-origin-isolated", "deferred-fetch",
    "deferred-fetch-minimal", "digital-credentials-create", "digital-credentials-get", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "interest-cohort", "keyboard-map", "language-detector", "language-model", "local-fonts",
    "local-network-access", "magnetometer", "microphone", "midi", "on-device-speech-recognition", "otp-credentials",
    "payment", "picture-in-picture", "private-state-token-issuance", "private-state-token-redemption",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial", "speaker-selection",
    "storage-access", "summarizer", "sync-xhr", "translator", "unload", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
# Staff sign in with passkeys.
STAFF_FEATURES = frozenset({"publickey-credentials-create", "publickey-credentials-get"})


def permissions_policy(allowed: frozenset[str] = frozenset()) -> str:
    """The Permissions-Policy header: this origin may use what is `allowed`, nobody anything else."""
    return ", ".join(f"{feature}={'(self)' if feature in allowed else '()'}" for feature in FEATURES)


# `same-origin` sends no other site anything. `no-referrer`, as on pages behind a mailed link, would make browsers send
# `Origin: null` with a form, which Django's check against forged forms refuses.
REFERRER = "same-origin"
FRAMES = "DENY"
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": permissions_policy(),
    "Referrer-Policy": REFERRER,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": FRAMES,
}
STAFF_HEADERS = {**HEADERS, "Permissions-Policy": permissions_policy(STAFF_FEATURES)}
