"""Pictures that staff upload: taken apart to their pixels and written anew, so that nothing else in the file is kept.

A file is judged by its content, never by its name. Of what came nothing is stored: neither the bytes nor the name.
"""

import io
import warnings
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from people1st.models import Picture
from people1st.uploads import MOST_BYTES

# The most pixels that are read of each, so that none takes more than 150 MB of memory: a JPEG is read at a fraction of
# its size, a PNG whole, and WebP's decoder holds copies of its own.
MOST_PIXELS = {"JPEG": 25_000_000, "PNG": 16_000_000, "WEBP": 8_000_000}
FEWEST = 16  # pixels of a side: less shows nothing
QUALITY = 88


class RefusedPictureError(Exception):
    """A file that is not taken; `str()` of it is a sentence in the active language that says what to do."""


@dataclass(frozen=True)
class Encoded:
    """A picture made anew: WebP without any metadata."""

    data: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """What names the picture: the SHA-256 of its bytes, in hexadecimal digits."""
        return sha256(self.data).hexdigest()


def reencode(upload: IO[bytes], *, longest: int, size: int | None = None) -> Encoded:
    """Make a WebP of a JPEG, PNG or WebP file, upright, in sRGB, no side longer than `longest` pixels.

    Of an animation the first frame is taken. `size` is how long the file was where only its beginning was kept.
    Raises RefusedPictureError.
    """
    upload.seek(0)
    content = upload.read(MOST_BYTES + 1)
    if max(len(content), size or 0) > MOST_BYTES:
        raise RefusedPictureError(
            _("The file is larger than %(most)s MB. Make it smaller, such as 2000 pixels wide, and choose it again.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    try:
        with warnings.catch_warnings():
            # Our own limit is lower and comes with a sentence.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _made_anew(content, longest)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(min(MOST_PIXELS.values())) from error  # of whichever format
    except UnidentifiedImageError as error:
        raise RefusedPictureError(
            _("This is not a picture that can be read here. Save it as JPEG, PNG or WebP, and choose it again.")
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError) as error:
        # What decoders raise for files that are cut off or that lie about themselves.
        raise RefusedPictureError(
            _("The file is damaged or not complete. Open it in a program for pictures, save it anew, and choose that.")
        ) from error


def _made_anew(content: bytes, longest: int) -> Encoded:
    with Image.open(io.BytesIO(content), formats=list(MOST_PIXELS)) as opened:
        most = MOST_PIXELS.get(opened.format or "", MOST_PIXELS["JPEG"])  # a telephone's JPEG may call itself MPO
        if opened.width * opened.height > most:
            raise _too_many_pixels(most)
        if min(opened.size) < FEWEST:
            raise RefusedPictureError(
                _("The picture is only %(width)s × %(height)s pixels. Choose a larger one.")
                % {"width": opened.width, "height": opened.height}
            )
        opened.draft(None, (longest * 2, longest * 2))  # a JPEG is read no larger than needed
        opened.load()
        image = _in_srgb(ImageOps.exif_transpose(_smaller(opened, longest * 2)))
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    # Pixels alone go on: an image that was read carries its metadata with it.
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    return Encoded(_as_webp(bare), *bare.size)


def _smaller(image: Image.Image, longest: int) -> Image.Image:
    """The image at a whole fraction of its size, still as long as asked for, before anything else copies it."""
    if image.mode.startswith("I"):
        image = image.convert("I")
    elif image.mode in {"1", "P", "PA"} or (image.has_transparency_data and image.mode not in {"LA", "RGBA"}):
        # Dots, palettes and a colour that is seen through have nothing between two pixels.
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    factor = max(image.size) // longest
    return image.reduce(min(factor, *image.size)) if factor > 1 else image


def _too_many_pixels(most: int) -> RefusedPictureError:
    return RefusedPictureError(
        _("The picture has more than %(most)s million pixels. Make it smaller, and choose it again.")
        % {"most": most // 1_000_000}
    )


def _in_srgb(image: Image.Image) -> Image.Image:
    """In RGB or RGBA; the colours as the file's own profile means them, where it has a good one."""
    see_through = image.has_transparency_data
    wanted, profile = ("RGBA" if see_through else "RGB"), image.info.get("icc_profile")
    if image.mode.startswith("I"):  # sixteen bits of grey, which `convert` would cut off instead of scaling
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if see_through or image.mode not in {"L", "RGB", "CMYK"}:
        image = image.convert(wanted)
    if profile:
        image = _by_profile(image, profile, wanted)
    return image if image.mode == wanted else image.convert(wanted)


def _by_profile(image: Image.Image, profile: bytes, wanted: str) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a profile that is none, or of another kind of colours: as if there were none
    return converted or image


def _as_webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


@transaction.atomic
def keep(encoded: Encoded, *, made_by: User | None) -> Picture:
    """The picture in the database, once however often it is uploaded; locked until the transaction ends."""
    new = Picture(sha256=encoded.digest, width=encoded.width, height=encoded.height, data=encoded.data, made_by=made_by)
    # Inserted or locked in one step: one that is there may be forgotten by somebody else at any moment before.
    [kept] = Picture.objects.bulk_create(
        [new], update_conflicts=True, unique_fields=["sha256"], update_fields=["width"]
    )
    return Picture.objects.get(pk=kept.pk)


@transaction.atomic
def forget_unused() -> int:
    """Delete the pictures that nothing shows; gives how many. Those that somebody takes up at the moment stay."""
    held = Picture.objects.unused().select_for_update(of=("self",), skip_locked=True)
    chosen = list(held.values_list("pk", flat=True))
    # Looked at again once they are held: somebody may have taken one up before.
    return Picture.objects.unused().filter(pk__in=chosen).delete()[0]
