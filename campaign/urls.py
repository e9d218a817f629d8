"""The campaign's pages, each under the language of its reader. The demands page is people1st's: it names endorsers."""

from django.urls import path

from campaign import demand_views, feeds, structured, views

urlpatterns = [
    path("data.jsonld", structured.campaign, name="campaign_data"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("demands/<slug:anchor>/", demand_views.demand, name="demand"),
    path("leaflet/", demand_views.leaflet, name="leaflet"),
    path("figures/", views.figures, name="figures"),
    path("news/", views.news, name="news"),
    path("news/feed/", feeds.feed, name="feed"),
    path("news/<slug:slug>/", views.article, name="article"),
    path("news/<slug:slug>/data.jsonld", structured.article, name="article_data"),
]
