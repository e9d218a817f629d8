"""Every mail opens on the narrowest screen without anything wrong; tests/access/test_axe.py sees it of every page."""

import pytest

from tests.scenes.catalogue import LETTERS, SCENES
from tests.scenes.gallery import draw
from tests.scenes.opening import NARROW, assert_fits_a_narrow_screen, assert_opened


def test_each_scene_has_a_name_of_its_own():
    assert len({scene.name for scene in SCENES}) == len(SCENES)


@pytest.mark.parametrize("scene", LETTERS, ids=lambda scene: scene.name)
def test_the_mail_fits_a_narrow_screen_and_complains_of_nothing(scene, show, new_page, stage):
    page = new_page(viewport=NARROW)
    assert_opened(scene, stage, page, show(scene, page, "en"))
    assert_fits_a_narrow_screen(page)


def test_a_picture_is_drawn_in_each_scheme_and_what_is_too_wide_is_noted(show, new_page, tmp_path):
    page = new_page(viewport=NARROW)
    [scene] = [scene for scene in SCENES if scene.name == "error-404"]
    show(scene, page, "uk")
    wrong = []
    pictures = draw(page, 320, tmp_path, "uk", wrong)
    assert (pictures, wrong) == (["uk-320-light.webp", "uk-320-dark.webp"], [])
    light, dark = ((tmp_path / name).read_bytes() for name in pictures)
    assert (light[8:12], dark[8:12]) == (b"WEBP", b"WEBP")
    assert light != dark
    page.evaluate("document.body.style.width = '500px'")
    draw(page, 320, tmp_path, "uk", wrong)
    assert wrong == ["uk, 320: 500 pixels wide"]
