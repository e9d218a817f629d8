"""What holds of every scene that a browser has opened."""

from playwright.sync_api import Page

from tests.scenes.stage import Scene, Seen, Stage

NARROW = {"width": 320, "height": 640}


def assert_opened(scene: Scene, stage: Stage, page: Page, seen: Seen) -> None:
    """The page that was meant is there, and complained of nothing."""
    assert (seen.status, seen.complaints) == (scene.status, [])
    assert not (stage.session and "/login/" in page.url)


def assert_fits_a_narrow_screen(page: Page) -> None:
    """Nothing is wider than the narrowest screen, which the window is from now on."""
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
