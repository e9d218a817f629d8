"""The index of the gallery, from what the scenes have left in its folder."""

import json
from pathlib import Path

from people1st.local import gallery
from tests.reading import document


def left(folder: Path, place: int, name: str, **more: object) -> None:
    told = {"place": place, "name": name, "shows": "A <state>.", "status": 200, "pictures": [], "wrong": [], **more}
    (folder / name).mkdir()
    (folder / name / "scene.json").write_text(json.dumps(told), encoding="utf-8")


def test_the_index_shows_each_scene_in_order_with_its_pictures_and_what_is_wrong(tmp_path):
    left(tmp_path, 2, "second", wrong=["en, 320: 400 pixels <wide>"])
    left(tmp_path, 1, "first", pictures=["en-320-light.webp", "en-320-dark.webp"])
    assert [scene["name"] for scene in gallery.write_index(tmp_path)] == ["first", "second"]
    page = document((tmp_path / "index.html").read_text(encoding="utf-8"), strict=False)
    first, second = page.all("section")
    assert [link["href"] for link in first.all("a")] == ["first/en-320-light.webp", "first/en-320-dark.webp"]
    assert [picture["src"] for picture in first.all("img")] == [link["href"] for link in first.all("a")]
    assert "A <state>. Status 200." in second.text
    assert second.one("ul", class_="wrong").text == "en, 320: 400 pixels <wide>"
    assert not page.all("script")
    assert (tmp_path / page.one("link", rel="stylesheet")["href"]).exists()
