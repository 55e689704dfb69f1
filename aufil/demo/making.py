"""Files people of the demonstration send, drawn, written and sung by code: always the same, none a real person's."""

import io
import math
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import pikepdf
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SAME = {"fflags": "+bitexact"}  # no random number in a file made twice
PAGE = (1240, 1754)  # A4 at 150 dots an inch
INK, PAPER, TABLE = (42, 44, 58), (247, 245, 239), (112, 88, 70)


def paper(title: str, lines: Sequence[str], *, tilt: float = 1.5, quality: int = 85) -> bytes:
    """The photo of a page on a table, as JPEG: a title and lines of text."""
    page = Image.new("RGB", PAGE, PAPER)
    pen = ImageDraw.Draw(page)
    _write(pen, (110, 120), title, 46)
    pen.line((110, 200, PAGE[0] - 110, 200), fill=(150, 150, 160), width=3)
    for number, line in enumerate(lines):
        _write(pen, (110, 260 + 52 * number), line, 28)
    table = Image.new("RGB", (1400, 1900), TABLE)
    mask = Image.new("L", PAGE, 255).rotate(tilt, expand=True)
    table.paste(page.rotate(tilt, Image.Resampling.BICUBIC, expand=True), (50, 40), mask)
    light = Image.radial_gradient("L").resize(table.size).point(lambda value: 255 - value // 4)
    return _jpeg(ImageChops.multiply(table, Image.merge("RGB", [light] * 3)), quality)


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int) -> None:
    """Text in the font Pillow brings, whose letters have no accents: these are drawn."""
    font, (x, y) = ImageFont.load_default(size), at
    u = size / 14
    marks: dict[str, list[tuple[float, float, float, float]]] = {
        "\u0301": [(0.5, -1.2, 2, -3)],
        "\u0300": [(0.5, -1.2, -1, -3)],
        "\u0302": [(-1.5, -1.2, 0, -2.7), (0, -2.7, 1.5, -1.2)],
        "\u0308": [(-1.4, -2, -0.8, -2), (0.8, -2, 1.4, -2)],
        "\u0327": [(0.2, 10.5, -0.6, 12)],
    }
    along = float(x)
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base, over = parts[0], parts[1:]
        pen.text((along, y), base, font=font, fill=INK)
        left, top, right, _bottom = font.getbbox(base)
        middle, line = along + (left + right) / 2, y + top
        for mark in over:
            start = y if mark == "\u0327" else line
            for a, b, c, d in marks.get(mark, []):
                pen.line(
                    (middle + a * u, start + b * u, middle + c * u, start + d * u), fill=INK, width=round(u)
                )
        along += font.getlength(base)


def view(number: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """The photo of a landscape of the valley, one for each number, as JPEG."""
    width, height = size
    skies = [
        ((134, 178, 214), (240, 226, 200)),
        ((90, 120, 170), (250, 190, 150)),
        ((160, 190, 200), (226, 232, 230)),
    ]
    top, bottom = skies[number % len(skies)]
    sky = Image.composite(
        Image.new("RGB", size, bottom), Image.new("RGB", size, top), Image.linear_gradient("L").resize(size)
    )
    pen = ImageDraw.Draw(sky)
    sun = width * (1 + number % 4) // 5
    pen.ellipse((sun - 60, height // 4 - 60, sun + 60, height // 4 + 60), fill=(255, 240, 205))
    for depth, ground in enumerate([(126, 150, 140), (92, 128, 96), (70, 104, 66)]):
        waves = [
            (
                x,
                height * (0.55 + 0.13 * depth)
                + height * 0.05 * math.sin(x / width * 5 + number * 1.7 + depth * 2),
            )
            for x in range(0, width + 20, 20)
        ]
        pen.polygon([*waves, (width, height), (0, height)], fill=ground)
    house = width * (2 + number % 3) // 6
    pen.rectangle((house, height * 0.72, house + 150, height * 0.72 + 110), fill=(228, 214, 192))
    pen.polygon(
        [(house - 15, height * 0.72), (house + 75, height * 0.65), (house + 165, height * 0.72)],
        fill=(150, 72, 52),
    )
    return _jpeg(sky.filter(ImageFilter.GaussianBlur(1.2)), 82)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    place = io.BytesIO()
    picture.save(place, "JPEG", quality=quality)
    return place.getvalue()


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """A page of text as PDF."""
    document = pikepdf.new()
    said = [f"BT /F 18 Tf 60 770 Td ({_quoted(title)}) Tj ET"]
    said += [f"BT /F 11 Tf 60 {735 - 18 * n} Td ({_quoted(line)}) Tj ET" for n, line in enumerate(lines)]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page = document.add_blank_page(page_size=(595, 842))
    page.Contents = document.make_stream("\n".join(said).encode("cp1252", "replace"))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    place = io.BytesIO()
    document.save(place, deterministic_id=True)
    return place.getvalue()


def _quoted(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def voice(seconds: float, number: int = 0, *, form: str = "webm") -> bytes:
    """Somebody who hums, in Opus (`webm`, `ogg`) or AAC (`mp4`), as browsers record it."""
    place = io.BytesIO()
    with av.open(place, "w", format=form, container_options=SAME) as container:
        stream = container.add_stream("aac" if form == "mp4" else "libopus", rate=48_000, layout="mono")
        for frame in _hum(seconds, number):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return place.getvalue()


def _hum(seconds: float, number: int) -> Iterator[AudioFrame]:
    """Syllables and pauses, 48,000 samples a second, 20 ms at a time."""
    rate, size = 48_000, 960
    pitch = 120 + 40 * (number % 4)
    one = [
        math.sin(2 * math.pi * n * pitch / rate) + 0.5 * math.sin(4 * math.pi * n * pitch / rate)
        for n in range(rate)
    ]
    for start in range(0, int(seconds * rate), size):
        beat = start / rate * (2.3 + 0.2 * (number % 3))
        strength = 9_000 * max(0.0, math.sin(beat * math.pi)) * (0.4 + 0.6 * abs(math.sin(beat / 3)))
        sound = array("h", (int(strength * one[(start + n) % rate]) for n in range(size)))
        frame = AudioFrame(format="s16", layout="mono", samples=size)
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        frame.planes[0].update(sound.tobytes())
        yield frame


def film(seconds: float, number: int = 0, size: tuple[int, int] = (640, 360)) -> bytes:
    """A slow look over a landscape, as MP4, without sound."""
    width, height = size
    with Image.open(io.BytesIO(view(number, (width * 2, height)))) as picture:
        wide = picture.convert("RGB")
    place = io.BytesIO()
    with av.open(place, "w", format="mp4", container_options=SAME) as container:
        stream = container.add_stream("libx264", rate=15, options={"preset": "ultrafast", "crf": "32"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        count = max(1, round(seconds * 15))
        for number in range(count):
            left = number * width // count
            frame = VideoFrame.from_image(wide.crop((left, 0, left + width, height)))
            frame.pts, frame.time_base = number, Fraction(1, 15)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return place.getvalue()
