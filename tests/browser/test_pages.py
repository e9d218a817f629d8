import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from campaign.models import Article, Demand
from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement
from tests.endorsements.visitors import link_to

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "",
    "about/",
    "privacy/",
    "accessibility/",
    "news/",
    "figures/",
    "demands/demand-4/",
    "leaflet/",
    "endorsements/",
    "endorsements/?q=qqqqqq",
    "endorsements/?country=XX",
    "endorse/",
    "endorse/sent/",
    "endorse/confirmed/",
    "endorse/moved/",
    "endorse/withdrawn/",
    "endorse/link/",
    "endorse/link/sent/",
    "no-such-page/",
)
# The colours of the page and of its words, whatever notation the stylesheet uses, as brightness from 0 to 255. An h2:
# the h1 of the first page stands on the wall.
BRIGHTNESS = """() => {
  const ink = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const brightness = (colour) => {
    ink.fillStyle = colour;
    ink.fillRect(0, 0, 1, 1);
    const [red, green, blue] = ink.getImageData(0, 0, 1, 1).data;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const clear = "rgba(0, 0, 0, 0)";
  const grounds = [document.body, document.documentElement].map((one) => getComputedStyle(one).backgroundColor);
  const ground = grounds.find((colour) => colour !== clear) ?? "white";
  return [brightness(ground), brightness(getComputedStyle(document.querySelector("h2")).color)];
}"""


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page_of(visit, address, complaints):
    """Open a page whose every complaint is written down: of the console, of scripts, of what could not be loaded."""

    def make(**kind: object) -> Page:
        page = visit(**kind)

        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and "404 (Not Found)" not in message.text:
                complaints.append(f"{page.url}: {message.text}")

        def answered(response: Response) -> None:
            if response.status >= 400 and response.request.resource_type != "document":
                complaints.append(f"{page.url}: {response.status} {response.url}")

        def asked(request: Request) -> None:
            if not request.url.startswith(address + "/"):
                complaints.append(f"{page.url}: asks {request.url}")

        page.on("console", said)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("response", answered)
        page.on("request", asked)
        return page

    return make


def every_page() -> list[str]:
    pages = [*PAGES, *(f"news/{slug}/" for slug in Article.objects.published().values_list("slug", flat=True))]
    approved = an_endorsement(
        "approved", name="A" + "very" * 40, statement="word" * 150, website=f"https://{'x' * 60}.example"
    )
    unnamed = an_endorsement("approved", visibility="unnamed")
    mailed = [
        link_to(Purpose.MANAGE, approved).removeprefix("/en/"),
        link_to(Purpose.MANAGE, unnamed).removeprefix("/en/"),
        link_to(Purpose.CONFIRM, an_endorsement("unconfirmed")).removeprefix("/en/"),
        link_to(Purpose.MAILBOX, approved).removeprefix("/en/"),
    ]
    return [*pages, *mailed]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_page_fits_a_narrow_screen_and_complains_of_nothing(page_of, complaints, language):
    page = page_of(viewport={"width": 320, "height": 640}, java_script_enabled=True)
    wide = []
    for rest in every_page():
        page.goto(f"/{language}/{rest}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append((rest, width))
    assert not wide
    assert not [line for line in complaints if "400 (Bad Request)" not in line]


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(page_of):
    page = page_of()
    for rest in ("", "endorsements/", "endorse/"):
        page.goto(f"/uk/{rest}")
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_the_whole_form_can_be_sent_with_the_keyboard_alone(page_of):
    page = page_of()
    page.goto("/en/endorse/")
    page.locator("[name=name]").focus()
    visited = []
    for _ in range(12):
        visited.append(
            page.evaluate("document.activeElement.name || document.activeElement.type || document.activeElement.href")
        )
        page.keyboard.press("Tab")
    in_order = [
        "name",
        "country",
        "website",
        "statement",
        "visibility",
        "contact_name",
        "contact_role",
        "contact_email",
        "consent",
    ]
    assert [one for one in visited if one in in_order] == in_order
    assert "submit" in visited


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_readers_scheme(page_of, scheme):
    page = page_of(color_scheme=scheme)
    for rest in ("", "endorse/", "figures/"):
        page.goto(f"/en/{rest}")
        ground, words = page.evaluate(BRIGHTNESS)
        assert abs(ground - words) > 128
        assert (ground < words) == (scheme == "dark")


def test_the_switcher_leads_to_the_same_page_in_the_other_language(page_of):
    page = page_of()
    page.goto("/en/endorsements/?q=memorial")
    page.locator("nav.languages a[hreflang=uk]").click()
    assert page.url.endswith("/uk/endorsements/?q=memorial")
    expect(page.locator("html")).to_have_attribute("lang", "uk")


def test_an_anchor_of_a_demand_leads_to_it(page_of):
    page = page_of()
    page.goto("/ru/#demand-5")
    expect(page.locator("#demand-5")).to_be_in_viewport()


def test_the_admin_complains_of_nothing(page_of, complaints):
    User.objects.create_superuser("root", "root@people1st.example", "correct horse battery staple")
    waiting = an_endorsement("waiting")
    page = page_of()
    page.goto("/admin/")
    page.fill("[name=username]", "root")
    page.fill("[name=password]", "correct horse battery staple")
    page.click("[type=submit]")
    demand = Demand.objects.earliest("position")
    for rest in (
        "",
        "endorsements/endorsement/",
        "endorsements/endorsement/add/",
        f"endorsements/endorsement/{waiting.pk}/change/",
        "campaign/demand/",
        f"campaign/demand/{demand.pk}/change/",
        "campaign/article/add/",
    ):
        response = page.goto(f"/admin/{rest}")
        assert response is not None
        assert response.status == 200
    assert not complaints
    assert Endorsement.objects.get(pk=waiting.pk).status == "waiting"
