"""The web app manifest, one a language (https://www.w3.org/TR/appmanifest/): a name and icons for a home screen.

The site stays a site: it opens in the browser, and nothing works behind it.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from people1st.caching import public

NAME = "People First"
WALL, PAPER = "#0d1420", "#f8f7f3"  # as in static/css/tokens.css
ICONS = (
    ("img/icon.svg", "any", "image/svg+xml", "any"),
    ("img/icon-192.png", "192x192", "image/png", "any"),
    ("img/icon-512.png", "512x512", "image/png", "any"),
    ("img/icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


@require_safe
@public
def manifest(_request: HttpRequest) -> HttpResponse:
    """The manifest of the path's language."""
    content = {
        "id": reverse("demands"),
        "name": NAME,
        "short_name": NAME,
        "description": gettext(
            "An international human-rights campaign for the release of everyone held captive because of Russia’s "
            "invasion of Ukraine."
        ),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": reverse("demands"),
        "scope": reverse("demands"),
        "display": "browser",
        "theme_color": WALL,
        "background_color": PAPER,
        "icons": [
            {"src": static(file), "sizes": sizes, "type": kind, "purpose": purpose}
            for file, sizes, kind, purpose in ICONS
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
