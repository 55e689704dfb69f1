"""Photos: drawn anew, upright, in sRGB, with nothing of the camera left."""

import io
import math
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from aufil.files.preparing.outcome import PIXELS_MOST, Refused, Result, Task

THUMB_SIDE, THUMB_BYTES = 360, 15_000
SHOWN_SIDE, SHOWN_BYTES = 1600, 200_000
# A picture longer than this times its width (a screenshot of a whole conversation) is measured by its pixels.
LONG, SHOWN_PIXELS = 2.4, 1600 * 1200
LONGEST_SIDE = 30_000
ORIGINAL_QUALITY = 88
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
SRGB = ImageCms.createProfile("sRGB")

Image.MAX_IMAGE_PIXELS = None  # we look ourselves, before decoding
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
Image.init()


def prepare_picture(task: Task, form: str) -> Result:
    """Versions thumb, shown and, where it has more to show or came as a document, original."""
    picture = _drawn(task.source, form)
    width, height = picture.size
    result = Result("image/jpeg", width=width, height=height)
    shown = _fitted(picture, _shown_size(picture.size))
    if shown.size != picture.size or task.kind == "document":
        picture.save(task.outputs["original"], "JPEG", quality=ORIGINAL_QUALITY)
        result.versions["original"] = "image/jpeg"
    del picture
    task.outputs["shown"].write(_within(shown, SHOWN_BYTES, best=82))
    result.versions["shown"] = "image/webp"
    thumb = _fitted(shown, _boxed(shown.size, THUMB_SIDE))
    task.outputs["thumb"].write(_within(thumb, THUMB_BYTES, best=75))
    result.versions["thumb"] = "image/webp"
    return result


def _drawn(source: BinaryIO, form: str) -> Image.Image:
    """The first frame, upright, in sRGB, on white, without a word beside its pixels."""
    opened = Image.open(source, formats=[form])
    width, height = opened.size
    if width * height > PIXELS_MOST or max(width, height) > LONGEST_SIDE:
        raise Refused("too-many-pixels")
    opened.load()
    profile = opened.info.get("icc_profile")
    ImageOps.exif_transpose(opened, in_place=True)
    picture = _opaque(_coloured(opened, profile))
    picture.info = {}
    return picture


def _coloured(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB: screens believe that of a picture that says nothing."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, source, SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture  # a profile nobody understands: as other viewers, without it
        return changed or picture
    return picture


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _boxed(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shown_size(size: tuple[int, int]) -> tuple[int, int]:
    if max(size) <= LONG * min(size):
        return _boxed(size, SHOWN_SIDE)
    scale = math.sqrt(SHOWN_PIXELS / (size[0] * size[1]))
    return _boxed(size, round(max(size) * min(1.0, scale)))


def _fitted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _within(picture: Image.Image, most: int, *, best: int) -> bytes:
    """A WebP of at most that many bytes: first coarser, then smaller."""
    while True:
        for quality in range(best, 30, -12):
            place = io.BytesIO()
            picture.save(place, "WEBP", quality=quality, method=4)
            if place.tell() <= most:
                return place.getvalue()
        picture = _fitted(picture, _boxed(picture.size, round(max(picture.size) * 0.8)))
