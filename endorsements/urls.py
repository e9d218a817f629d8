"""The addresses of the endorsements; contract of the site."""

from django.urls import path, re_path

from endorsements.views import confirm, endorse, listing, manage

urlpatterns = [
    path("endorsements/", listing.endorsers, name="endorsers"),
    path("endorse/", endorse.endorse, name="endorse"),
    path("endorse/sent/", endorse.sent, name="sent"),
    path("endorse/confirm/<str:token>/", confirm.confirm, name="confirm"),
    path("endorse/confirmed/", confirm.confirmed, name="confirmed"),
    path("endorse/manage/<str:token>/", manage.manage, name="manage"),
    path("endorse/manage/<str:token>/people1st.json", manage.everything_kept, name="everything_kept"),
    path("endorse/mailbox/<str:token>/", confirm.mailbox, name="mailbox"),
    path("endorse/moved/", confirm.mailbox_moved, name="mailbox_moved"),
    path("endorse/withdrawn/", manage.withdrawn, name="withdrawn"),
    path("endorse/erased/", manage.erased, name="erased"),
    path("endorse/link/", endorse.lost_link, name="lost_link"),
    path("endorse/link/sent/", endorse.lost_link_sent, name="lost_link_sent"),
]
# Open data and pictures have one address for all languages.
data_urlpatterns = [
    path("endorsements.json", listing.endorsements_json, name="endorsements_json"),
    path("endorsements.csv", listing.endorsements_csv, name="endorsements_csv"),
    re_path(r"^pictures/logos-(?P<digest>[0-9a-f]{32})\.webp$", listing.logos_sheet, name="logos"),
]
