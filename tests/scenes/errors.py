"""The error pages, each come by in the way in which a visitor comes by it."""

from collections.abc import Callable

from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Page

from people1st import errors
from tests.scenes.stage import Scene, Stage
from tests.site.journeys import without

# A page of the site sends a form to itself, as no page of ours does.
POST = """([path, text]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path });
  const field = Object.assign(document.createElement("textarea"), { name: "text", value: text });
  form.append(field);
  document.body.append(form);
  form.submit();
}"""


def posted(text: str = "") -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        with page.expect_navigation():
            page.evaluate(POST, [page.url, text])

    return steps


def posted_elsewhere(page: Page) -> None:
    """The site's own form, with its token, sent to a page that takes none."""
    with page.expect_navigation():
        page.evaluate("""() => {
          const form = document.querySelector("main form[method=post]");
          form.action = "../about/";
          form.submit();
        }""")


def forbidden(stage: Stage) -> str:
    """No public page answers so today; what would be shown if one did."""
    with override(stage.language):
        request = RequestFactory().get(f"/{stage.language}/about/")
        stage.page = errors.forbidden(request, PermissionError()).content.decode()
    return "about/"


def broken(stage: Stage) -> str:
    stage.lasts(without("campaign_figure"))
    return "figures/"


def at(path: str) -> Callable[[Stage], str]:
    return lambda _stage: path


SCENES = [
    Scene("error-400", "A request that makes no sense.", at("?q=%00"), status=400),
    Scene("error-403", "A page that is not for this reader.", forbidden, status=403),
    Scene("error-403-csrf", "A form whose cookie is gone.", at("endorse/"), posted(), status=403),
    Scene("error-404", "A page that is not there.", at("no-such-page/"), status=404),
    Scene("error-404-without-language", "A page that is not there, outside the languages.", at("/nothing"), status=404),
    Scene("error-405", "A form sent to a page that takes none.", at("endorse/"), posted_elsewhere, status=405),
    Scene("error-413", "A form that is far too large.", at("endorse/"), posted("long " * 600_000), status=413),
    Scene("error-500", "Something is broken inside.", broken, status=500),
]
