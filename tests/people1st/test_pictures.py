"""What becomes of a file that staff upload: pixels and nothing else, or a sentence."""

import io
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from people1st import pictures
from people1st.models import Picture
from people1st.pictures import RefusedPictureError, reencode
from people1st.uploads import MOST_BYTES
from tests.images import BLUE, GREEN, RED, a_bomb, a_picture, encoded, is_near, opened, two_halves, written

ORIENTATION, GPS = 0x0112, 0x8825


def made_of(data: bytes, longest: int = 480) -> Image.Image:
    return opened(reencode(io.BytesIO(data), longest=longest).data)


def refusal_of(data: bytes) -> str:
    with pytest.raises(RefusedPictureError) as refused:
        reencode(io.BytesIO(data), longest=480)
    return str(refused.value)


def with_coordinates(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Camera of a witness"
    exif.get_ifd(GPS)[2] = (50.0, 27.0, 0.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_is_left(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    how: dict[str, Any] = {"exif": with_coordinates(), "icc_profile": profile}
    if kind == "PNG":
        how["pnginfo"] = PngImagePlugin.PngInfo()
        how["pnginfo"].add_text("Comment", "Camera of a witness")
        how["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Camera of a witness</x:xmpmeta>")
    else:
        how["xmp"] = b"<x:xmpmeta>Camera of a witness</x:xmpmeta>"
    if kind == "JPEG":
        how["comment"] = b"Camera of a witness"
    sent = written(two_halves(), kind, **how)
    assert b"Camera of a witness" in sent
    assert dict(opened(sent).getexif().get_ifd(GPS))
    kept = reencode(io.BytesIO(sent), longest=480)
    made = opened(kept.data)
    assert not dict(made.getexif())
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(made.info)
    assert {chunk for chunk in (b"EXIF", b"XMP ", b"ICCP", b"witness") if chunk in kept.data} == set()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_stands_upright(kind: str) -> None:
    made = made_of(written(two_halves((400, 200)), kind, exif=with_coordinates(orientation=6)))
    assert made.size == (200, 400)  # a quarter turn clockwise: what was left is above
    assert is_near(made.convert("RGB").getpixel((100, 50)), RED)
    assert is_near(made.convert("RGB").getpixel((100, 350)), BLUE)


def test_it_is_no_larger_than_needed_and_never_made_larger() -> None:
    assert made_of(written(two_halves((3000, 1500)), "JPEG"), longest=640).size == (640, 320)
    assert made_of(written(two_halves((100, 50)), "JPEG"), longest=640).size == (100, 50)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "L", "LA", "1"])
def test_every_way_of_writing_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = two_halves(mode="L" if mode == "LA" else "RGB").convert(mode, palette=Image.Palette.ADAPTIVE)
    made = made_of(written(image, kind))
    assert made.size == (400, 300)
    left, right = (made.convert("RGB").getpixel((x, 150)) for x in (100, 300))
    assert left != right
    if mode in {"RGB", "RGBA", "P"}:
        assert is_near(left, RED)
        assert is_near(right, BLUE)


def test_sixteen_bits_of_grey_keep_their_middle() -> None:
    grey = Image.new("I;16", (40, 40), 32768)
    assert is_near(made_of(written(grey)).convert("RGB").getpixel((20, 20)), (128, 128, 128), most=3)


def test_what_one_can_see_through_stays_so() -> None:
    image = Image.new("RGBA", (40, 40), (*RED, 0))
    assert made_of(written(image)).convert("RGBA").getpixel((20, 20))[3] == 0
    palette = Image.new("P", (40, 40), 0)
    assert made_of(written(palette, transparency=0)).convert("RGBA").getpixel((20, 20))[3] == 0


def test_colours_of_another_profile_become_those_that_browsers_show() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    assert is_near(made_of(written(two_halves(), icc_profile=swapped)).convert("RGB").getpixel((100, 150)), BLUE, 40)


def test_a_profile_that_is_none_counts_for_nothing() -> None:
    of_another_kind = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    for profile in (of_another_kind, b"no profile at all"):
        assert is_near(made_of(written(two_halves(), icc_profile=profile)).convert("RGB").getpixel((100, 150)), RED)


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (GREEN, RED)]
    for kind in ("WEBP", "PNG"):
        made = made_of(written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100))
        assert getattr(made, "n_frames", 1) == 1
        assert is_near(made.convert("RGB").getpixel((20, 20)), GREEN)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("html", b"<!doctype html><title>picture.png</title>"),
        ("gif", written(two_halves(mode="P"), "GIF")),
        ("bmp", written(two_halves(), "BMP")),
        ("tiff", written(two_halves(), "TIFF")),
        ("empty", b""),
        ("pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_none_of_the_three_is_refused_with_a_sentence(name: str, data: bytes) -> None:
    assert refusal_of(data).startswith("This is not a picture that can be read here. Save it as JPEG"), name


@pytest.mark.parametrize("size", [(4001, 4000), (30_000, 30_000), (2**31 - 1, 1), (65_535, 65_535)])
def test_a_bomb_is_refused_unread(size: tuple[int, int]) -> None:
    most = 16 if size == (4001, 4000) else 8  # the least, where Pillow does not even say which format it is
    assert refusal_of(a_bomb(*size)).startswith(f"The picture has more than {most} million pixels.")


# Run by itself, since the most memory that a process ever had never shrinks. What it prints is in megabytes.
MEASURED = """
import re, sys
import django; django.setup()
from people1st.pictures import reencode
def most(): return int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) / 1024
before = most()
for path in sys.argv[1:]: reencode(open(path, "rb"), longest=640)
print(most() - before)
"""


def test_no_picture_takes_more_than_150_megabytes_of_memory(tmp_path: Path) -> None:
    largest = {"PNG": ("RGBA", (4000, 4000)), "WEBP": ("RGBA", (4000, 2000)), "JPEG": ("CMYK", (5000, 5000))}
    for kind, (mode, size) in largest.items():
        (tmp_path / kind).write_bytes(written(Image.new(mode, size), kind))
    files = [str(tmp_path / kind) for kind in largest]
    told = subprocess.run([sys.executable, "-c", MEASURED, *files], check=True, capture_output=True, text=True).stdout
    assert 20 < float(told) < 150


def test_a_bomb_in_the_texts_of_a_png_is_refused() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "x" * 3_000_000, zip=True)
    assert refusal_of(written(two_halves(), pnginfo=texts)).startswith("The file is damaged")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_is_cut_off_is_refused(kind: str) -> None:
    noise = Image.frombytes("RGB", (120, 120), random.Random(1).randbytes(120 * 120 * 3))  # noqa: S311 - a picture
    data = written(noise, kind)
    for share in (0.3, 0.9):
        assert refusal_of(data[: int(len(data) * share)]), share


def test_what_hangs_behind_the_picture_or_hides_in_it_is_gone() -> None:
    polyglot = written(two_halves(), "JPEG", comment=b"<script>alert(1)</script>") + b"PK\x03\x04 <?php system() ?>"
    kept = reencode(io.BytesIO(polyglot), longest=480).data
    assert b"script" not in kept
    assert b"php" not in kept
    assert kept[:4] + kept[8:12] == b"RIFFWEBP"
    assert int.from_bytes(kept[4:8], "little") + 8 == len(kept)


def test_five_megabytes_are_the_most() -> None:
    data = written(two_halves(), "JPEG")
    assert reencode(io.BytesIO(data + bytes(MOST_BYTES - len(data))), longest=480)
    assert refusal_of(data + bytes(MOST_BYTES - len(data) + 1)).startswith("The file is larger than 5 MB.")
    with pytest.raises(RefusedPictureError, match="larger than 5 MB"):
        reencode(io.BytesIO(data), longest=480, size=MOST_BYTES + 1)


def test_a_dot_is_no_picture() -> None:
    assert refusal_of(written(Image.new("RGB", (1, 1)))).startswith("The picture is only 1 × 1 pixels.")


@pytest.mark.django_db
def test_the_same_picture_is_kept_once() -> None:
    assert a_picture() == a_picture()
    assert a_picture(BLUE) != a_picture(RED)
    kept = Picture.objects.get(sha256=encoded(RED).digest)
    assert (kept.width, kept.height) == opened(bytes(kept.data)).size


@pytest.mark.django_db
def test_what_nothing_shows_is_forgotten() -> None:
    a_picture()
    assert pictures.forget_unused() == 1
    assert not Picture.objects.exists()
