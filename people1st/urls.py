"""Every address of the site. Pages for readers carry their language; what programs read does not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from campaign.portraits import portraits
from endorsements.urls import data_urlpatterns, urlpatterns as endorsement_pages
from people1st import languages, sitemaps, views
from people1st.cards.views import card
from people1st.manifest import manifest

handler400 = "people1st.errors.bad_request"
handler403 = "people1st.errors.forbidden"
handler404 = "people1st.errors.not_found"
handler500 = "people1st.errors.server_error"

urlpatterns = [
    path("", languages.root, name="root"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
    re_path(
        r"^cards/(?P<language>en|uk|ru)/(?P<name>[-a-zA-Z0-9_]+)-(?P<digest>[0-9a-f]{12})\.png$", card, name="card"
    ),
    re_path(r"^pictures/portraits-(?P<digest>[0-9a-f]{32})\.webp$", portraits, name="portraits"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    *data_urlpatterns,
]

urlpatterns += i18n_patterns(
    path("", views.demands, name="demands"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("", include("campaign.urls")),
    *endorsement_pages,
)
