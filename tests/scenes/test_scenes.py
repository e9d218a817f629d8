"""Every scene opens on the narrowest screen without anything wrong: the gallery and the tests of access stand on it."""

import pytest

from tests.scenes.catalogue import SCENES

NARROW = {"width": 320, "height": 640}


def test_each_scene_has_a_name_of_its_own():
    assert len({scene.name for scene in SCENES}) == len(SCENES)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_scene_fits_a_narrow_screen_and_complains_of_nothing(scene, show, new_page, stage):
    page = new_page(viewport=NARROW)
    seen = show(scene, page, "en")
    assert (seen.status, seen.complaints) == (scene.status, [])
    assert not (stage.session and "/login/" in page.url)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
