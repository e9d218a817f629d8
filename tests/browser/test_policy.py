"""Every page under its own policy in Chromium: nothing is stopped, because nothing asks for what the policy forbids."""

import pytest
from playwright.sync_api import expect

from campaign.models import Article, Demand
from endorsements.models import Endorsement
from tests.browser.hostile import watched
from tests.browser.test_xss import as_staff
from tests.site.conftest import INDEXED, LANGUAGES, NOT_INDEXED
from tests.site.staff_pages import a_superuser, something_of_everything, staff_pages

pytestmark = pytest.mark.django_db(transaction=True)
FOR_PROGRAMS = ("/endorsements.json", "/endorsements.csv", "/robots.txt", "/sitemap.xml", "/healthz", "/en/news/feed/")


@pytest.fixture
def links(address) -> list[str]:
    return something_of_everything()


def test_no_public_page_asks_for_what_its_policy_forbids(chromium, address, links):
    visitor = watched(chromium, policy=True, base_url=address)
    slugs = Article.objects.published().values_list("slug", flat=True)
    pages = [f"/{language}/{rest}" for language in LANGUAGES for rest in (*INDEXED, *NOT_INDEXED, "none/", "?q=%00")]
    for page in (*pages, *links, *(f"/uk/news/{slug}/" for slug in slugs)):
        visitor.open(page)
    for page in FOR_PROGRAMS:
        if not page.endswith(".csv"):  # it is downloaded
            visitor.page.goto(page)
    assert not visitor.stopped
    assert not visitor.suspects


def test_no_page_of_staff_asks_for_what_its_policy_forbids(chromium, address, links, client):
    user = a_superuser()
    visitor = watched(chromium, policy=True, base_url=address)
    for page in ("/admin/login/", "/admin/none/"):
        visitor.open(page)
    as_staff(visitor, client, address)
    for page in staff_pages(user):
        visitor.open(page)
        assert "/login/" not in visitor.page.url
    assert not visitor.stopped


def test_the_admin_works_under_its_policy(chromium, address, links, client):
    a_superuser()
    visitor = as_staff(watched(chromium, policy=True, base_url=address), client, address)
    page = visitor.page
    page.goto(f"/admin/campaign/demand/{Demand.objects.earliest('position').pk}/change/")
    page.locator("[role=tab]").nth(1).click()
    expect(page.locator("#id_heading_uk")).to_be_visible()
    page.goto("/admin/campaign/article/add/")
    page.locator("[role=tab]").first.click()
    page.locator("#id_title_en").press_sequentially("A new article")
    expect(page.locator("#id_slug")).to_have_value("a-new-article")
    page.locator(".datetimeshortcuts a").first.click()
    page.locator("#calendarlink0, [id^=calendarlink]").first.click()
    expect(page.locator(".calendarbox").first).to_be_visible()
    page.goto("/admin/auth/group/add/")
    page.locator("#id_permissions_from option").first.dblclick()
    expect(page.locator("#id_permissions_to option")).to_have_count(1)
    page.goto("/admin/endorsements/endorsement/")
    page.check("#action-toggle")
    expect(page.locator("#result_list tbody input.action-select").first).to_be_checked()
    waiting = Endorsement.objects.filter(status="waiting").earliest("pk")
    page.goto(f"/admin/endorsements/endorsement/{waiting.pk}/change/")
    page.locator(".theme-toggle").first.click()
    assert not visitor.stopped
