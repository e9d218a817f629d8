"""`make gallery`: every scene of tests/scenes/ as pictures under VAR_DIR/gallery/, and a page to look through them."""

import html
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from people1st.local import browser
from people1st.local.configuration import ROOT, Site
from people1st.local.console import say

STYLE = """:root { color-scheme: light dark; font: 1rem/1.5 "Source Serif 4", Georgia, serif; }
body { margin: 0 auto; max-width: 90rem; padding: 2rem 1rem; }
h1 { font-size: 2.5rem; line-height: 1.1; }
section { border-block-start: 1px solid; margin-block-start: 2rem; }
.pictures { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; }
.pictures a { display: block; font-size: 0.875rem; width: 9rem; }
img { border: 1px solid; display: block; height: 14rem; object-fit: cover; object-position: top; width: 100%; }
.wrong { border-inline-start: 0.25rem solid; padding-inline-start: 2rem; }
"""
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>People First: the gallery</title>
<link rel="stylesheet" href="gallery.css">
<h1>The gallery</h1>
<p>{number} scenes, drawn on {day}. A picture is cut off below 6,000 pixels.</p>
<ul>{contents}</ul>
{scenes}
</html>
"""


def main() -> int:
    """Draws the scenes, or those that SCENE names (LANGS, WIDTHS: some of the pictures), and writes the index.

    0 when every scene could be drawn; what looks wrong in one is told, and is for a person to judge.
    """
    started = time.monotonic()
    folder = Site.from_environment(os.environ).folder / "gallery"
    if not os.environ.get("SCENE"):
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--tb", "short", "-p", "no:cacheprovider"]
    variables = {**os.environ, "CHROMIUM": browser.path(), "GALLERY": str(folder)}
    variables.pop("DJANGO_SETTINGS_MODULE", None)  # as for the tests
    status = subprocess.run([*command, "tests/scenes/gallery.py"], check=False, cwd=ROOT, env=variables).returncode
    scenes = write_index(folder)
    for scene in scenes:
        for fault in scene["wrong"]:
            say(f"{scene['name']}: {fault}")
    pictures = sum(len(scene["pictures"]) for scene in scenes)
    say(f"{len(scenes)} scenes, {pictures} pictures, {(time.monotonic() - started) / 60:.1f} minutes.")
    say(f"Look through them: {(folder / 'index.html').as_uri()}")
    return status


def write_index(folder: Path) -> list[dict[str, Any]]:
    """Write index.html from what the scenes have left in the folder; gives their notes in order."""
    notes = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*/scene.json")]
    notes.sort(key=lambda scene: scene["place"])
    links = (f'<li><a href="#{name}">{name}</a></li>' for name in (html.escape(scene["name"]) for scene in notes))
    page = PAGE.format(
        number=len(notes), day=time.strftime("%Y-%m-%d"), contents="".join(links), scenes="".join(map(_section, notes))
    )
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / "gallery.css").write_text(STYLE, encoding="utf-8")
    return notes


def _section(scene: dict[str, Any]) -> str:
    name = html.escape(scene["name"])
    wrong = "".join(f"<li>{html.escape(fault)}</li>" for fault in scene["wrong"])
    pictures = "".join(
        f'<li><a href="{name}/{picture}"><img src="{name}/{picture}" alt="" loading="lazy">'
        f"{picture.removesuffix('.webp').replace('-', ', ')}</a></li>"
        for picture in map(html.escape, scene["pictures"])
    )
    return (
        f'<section id="{name}"><h2>{name}</h2><p>{html.escape(scene["shows"])} Status {scene["status"]}.</p>'
        f'{f"<ul class=wrong>{wrong}</ul>" if wrong else ""}<ul class="pictures">{pictures}</ul></section>\n'
    )
