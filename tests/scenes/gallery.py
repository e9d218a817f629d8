"""Draws the scenes for `make gallery`: each in every language, width and scheme, with a note of what was wrong.

GALLERY is the folder; SCENE, LANGS and WIDTHS choose some, with commas. Not collected by `make test`.
"""

import base64
import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.scenes.catalogue import SCENES
from tests.scenes.stage import LANGUAGES, Scene

SCHEMES = ("light", "dark")
TALLEST = 6_000  # pixels of a picture; what is below is left out
SIZE = "(one => [one.scrollWidth, one.scrollHeight])(document.documentElement)"


def chosen(name: str, default: str) -> list[str]:
    return [word.strip() for word in (os.environ.get(name) or default).split(",") if word.strip()]


WANTED = chosen("SCENE", ",".join(scene.name for scene in SCENES))
LANGS = chosen("LANGS", ",".join(LANGUAGES))
WIDTHS = [int(width) for width in chosen("WIDTHS", "320,768,1440")]


@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene.name in WANTED], ids=lambda scene: scene.name)
def test_draw(scene, show, new_page):
    folder = Path(os.environ["GALLERY"]) / scene.name
    folder.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    pictures: list[str] = []
    for language in (language for language in scene.languages if language in LANGS):
        page = new_page(viewport={"width": WIDTHS[0], "height": 800})
        seen = show(scene, page, language)
        page.evaluate("document.fonts.ready")
        if seen.status != scene.status:
            wrong.append(f"{language}: answered {seen.status}, not {scene.status}")
        for width in WIDTHS:
            pictures += draw(page, width, folder, language, wrong)
        wrong += [f"{language}: {complaint}" for complaint in seen.complaints]
        page.context.close()
    note(folder, scene, pictures, wrong)


def draw(page: Page, width: int, folder: Path, language: str, wrong: list[str]) -> list[str]:
    """The page at this width in each scheme; gives the names of the pictures."""
    page.set_viewport_size({"width": width, "height": 800})
    wide, high = page.evaluate(SIZE)
    if wide > width:
        wrong.append(f"{language}, {width}: {wide} pixels wide")
    devices = page.context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, "width": width, "height": min(high, TALLEST), "scale": 1}
    how = {"format": "webp", "quality": 80, "captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
    names = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half way to the next
        picture = base64.b64decode(devices.send("Page.captureScreenshot", how)["data"])
        names.append(f"{language}-{width}-{scheme}.webp")
        (folder / names[-1]).write_bytes(picture)
    devices.detach()
    return names


def note(folder: Path, scene: Scene, pictures: list[str], wrong: list[str]) -> None:
    """What `make gallery` writes its index from."""
    told = {
        "place": SCENES.index(scene),
        "name": scene.name,
        "shows": scene.shows,
        "status": scene.status,
        "pictures": pictures,
        "wrong": wrong,
    }
    (folder / "scene.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
