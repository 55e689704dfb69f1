"""Photographs of a page, made here: as large and as heavy as those of a telephone, the same each time."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

LINE = "Attestation de droits à l’assurance maladie — carte Vitale n° 2 03 04 49 099 123 {n:02}"


@cache
def page(
    width: int = 3000, height: int = 4000, quality: int = 95, orientation: int = 1, noise: int = 12
) -> bytes:
    """A JPEG of a page of text on a table; `orientation` as a camera notes it (its pixels then lie on their side)."""
    picture = Image.new("RGB", (width, height), (108, 84, 62))
    draw = ImageDraw.Draw(picture)
    edge = width // 20
    draw.rectangle((edge, edge, width - edge, height - edge), fill=(246, 243, 236))
    font = ImageFont.load_default(size=width / 52)
    for n in range(40):
        draw.text((edge * 2, edge * 2 + n * height / 46), LINE.format(n=n), fill=(30, 30, 38), font=font)
    grain = Image.effect_noise((width // 2, height // 2), noise * 2).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    picture = Image.blend(picture, Image.merge("RGB", [grain] * 3), 0.08).filter(
        ImageFilter.GaussianBlur(0.6)
    )
    if orientation == 6:  # held upright, written on its side
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Appareil"
    exif.get_ifd(0x8825)[2] = (47.0, 3.0, 36.0)  # where it was taken
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def heavy(size: int, seed: int = 1) -> bytes:
    """Bytes that nothing makes lighter."""
    return random.Random(seed).randbytes(size)
