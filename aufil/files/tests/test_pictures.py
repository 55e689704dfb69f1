"""Photos: whatever comes in, what goes out is a plain picture, upright, small enough, that tells nothing."""

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from aufil.demo.making import paper
from aufil.files.preparing.bench import GIGA, STILL, examined
from aufil.files.preparing.outcome import Refused
from aufil.files.preparing.pictures import SHOWN_BYTES, SHOWN_SIDE, THUMB_BYTES, THUMB_SIDE
from aufil.files.tests.awful import (
    EXECUTABLE,
    PROFILE_SAYS,
    encoded,
    exif,
    heic,
    heic_that_says,
    jpeg,
    picture,
    png_bomb,
    zipped,
)
from aufil.files.tests.examining import Prepared, fate, in_child, prepared, refusal

TELLING = (
    b"Exif",
    b"EXIF",
    b"ns.adobe.com",
    b"Photoshop 3.0",
    b"ICC_PROFILE",
    b"ICCP",
    b"XMP ",
    b"iCCP",
    b"eXIf",
)


def opened(done: Prepared, version: str) -> Image.Image:
    return Image.open(io.BytesIO(done.versions[version]))


def is_red(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 180 and pixel[1] < 80 and pixel[2] < 80


def corner(drawn: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """The colour near a corner: (0, 0) is the top left one, (1, 1) the bottom right one."""
    width, height = drawn.size
    return drawn.convert("RGB").getpixel((10 + x * (width - 20), 10 + y * (height - 20)))


def test_a_large_photo_has_a_thumbnail_a_version_for_the_screen_and_its_original():
    done = prepared(jpeg(picture((3000, 2000))), "photo")
    assert (done.result.width, done.result.height, done.result.media_type) == (3000, 2000, "image/jpeg")
    assert {name: opened(done, name).size for name in done.versions} == {
        "thumb": (360, 240),
        "shown": (1600, 1067),
        "original": (3000, 2000),
    }
    assert done.result.versions == {"thumb": "image/webp", "shown": "image/webp", "original": "image/jpeg"}


def test_a_photo_shrunk_on_the_phone_has_no_larger_original():
    done = prepared(jpeg(picture((1600, 1200))), "photo")
    assert set(done.versions) == {"thumb", "shown"}


def test_a_page_stays_legible_within_what_a_poor_network_carries():
    """Every line can still be told from the paper it is on, and from its neighbours."""
    page = Image.open(
        io.BytesIO(paper("Attestation", ["le petit texte d’un formulaire, ligne après ligne"] * 20))
    )
    done = prepared(jpeg(page.resize((3000, 4071))), "photo")
    shown = opened(done, "shown").convert("L")
    assert len(done.versions["shown"]) <= SHOWN_BYTES
    assert len(done.versions["thumb"]) <= THUMB_BYTES
    assert max(shown.size) == SHOWN_SIDE
    written = shown.crop((150, 260, 600, 1050))
    darkest = [min(written.crop((0, y, 450, y + 1)).tobytes()) for y in range(written.height)]
    lines = sum(1 for above, here in pairwise(darkest) if above > 120 >= here)
    assert 17 <= lines <= 24


def test_noise_is_made_to_fit_too():
    done = prepared(jpeg(Image.effect_noise((2400, 1800), 120).convert("RGB")), "photo")
    assert len(done.versions["shown"]) <= SHOWN_BYTES
    assert len(done.versions["thumb"]) <= THUMB_BYTES
    assert max(opened(done, "thumb").size) <= THUMB_SIDE


def test_the_screenshot_of_a_long_conversation_keeps_its_width():
    done = prepared(encoded(picture((1080, 9000)), "PNG"), "photo")
    assert opened(done, "shown").width >= 450


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(turned: int):
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = picture((600, 800))
    held = upright.transpose(turns[turned]) if turned > 1 else upright
    done = prepared(jpeg(held, exif=exif(turned)), "photo")
    shown = opened(done, "shown")
    assert (shown.size, done.result.width, done.result.height) == ((600, 800), 600, 800)
    assert is_red(corner(shown, 0, 0))
    assert corner(shown, 1, 1)[2] > 180


def marked(form: str) -> bytes:
    """A picture of 2,000 × 1,500 with all that such a picture can tell about its maker."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    drawn = picture((2000, 1500))
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>http://ns.adobe.com/xap/1.0/ Cholet</x:xmpmeta>"
    if form == "HEIF":
        return heic((640, 480))
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "pris chez moi", zip=True)
        words.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return encoded(drawn, form, exif=exif(), icc_profile=profile, pnginfo=words)
    more = {"comment": b"pris chez moi"} if form == "JPEG" else {}
    return encoded(drawn, form, exif=exif(), icc_profile=profile, xmp=xmp, **more)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_is_left_of_where_and_by_what_a_photo_was_taken(form: str):
    sent = marked(form)
    assert PROFILE_SAYS in sent, "the test would prove nothing"
    with Image.open(io.BytesIO(sent)) as told:
        assert told.getexif().get_ifd(0x8825), "the test would prove nothing"
    done = prepared(sent, "photo")
    for version, data in done.versions.items():
        shown = opened(done, version)
        assert not shown.getexif(), version
        assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(shown.info), version
        for word in (*TELLING, PROFILE_SAYS, b"Untel", b"Cholet", b"chez moi"):
            assert word not in data, (version, word)


def test_a_heic_of_a_phone_is_read_upright_in_a_child():
    done = in_child(heic((320, 240), turned=6), "photo", "IMG_0001.HEIC")
    assert done.result.media_type == "image/jpeg"
    assert set(done.versions) == {"thumb", "shown"}


def test_colours_of_a_wider_space_are_brought_into_that_of_screens():
    """The same number is another red: without a conversion it would be shown as it is."""
    linear = ImageCms.ImageCmsProfile(io.BytesIO(wide_profile())).tobytes()
    done = prepared(jpeg(Image.new("RGB", (400, 300), (120, 120, 120)), icc_profile=linear), "photo")
    assert corner(opened(done, "shown"), 0, 0)[0] > 150


def wide_profile() -> bytes:
    """sRGB's profile with the curves of light itself (gamma 1)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = data.index(b"para", 200)
    data[at + 8 : at + 10] = b"\x00\x00"  # a plain power…
    data[at + 12 : at + 16] = b"\x00\x01\x00\x00"  # … of one
    return bytes(data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_sort_of_picture_becomes_a_plain_one(mode: str):
    form = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    drawn = Image.new("I;16", (400, 300), 0x8000) if mode == "I;16" else picture((400, 300), mode)
    shown = opened(prepared(encoded(drawn, form), "photo"), "shown")
    assert (shown.mode, shown.size) == ("RGB", (400, 300))
    if mode == "I;16":
        assert 110 < corner(shown, 0, 0)[0] < 145
    elif mode not in ("1", "L", "LA"):
        assert is_red(corner(shown, 0, 0))


def test_what_shows_through_is_on_white_paper():
    drawn = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    assert corner(opened(prepared(encoded(drawn, "PNG"), "photo"), "shown"), 0, 0) == (255, 255, 255)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_a_picture_that_moves_the_first_is_kept(form: str):
    moving = encoded(
        picture(),
        form,
        save_all=True,
        append_images=[Image.new("RGB", (800, 600), "black")] * 3,
        duration=100,
    )
    shown = opened(prepared(moving, "photo"), "shown")
    assert getattr(shown, "n_frames", 1) == 1
    assert is_red(corner(shown, 0, 0))


def test_a_photo_sent_as_a_document_is_drawn_anew_as_well():
    done = prepared(jpeg(exif=exif()), "document", "scan.pdf")
    assert done.result.media_type == "image/jpeg"
    assert set(done.versions) == {"thumb", "shown", "original"}, "a document always has its original"
    assert all(PROFILE_SAYS not in data for data in done.versions.values())


def test_what_hides_behind_a_photo_is_left_behind():
    archive = zipped({"a.class": b"\xca\xfe\xba\xbe"})
    for hidden in (archive, b"<script>alert(1)</script>", EXECUTABLE, b"%PDF-1.7"):
        done = prepared(jpeg(comment=b"<?php echo 1 ?>") + hidden, "photo")
        for data in done.versions.values():
            assert hidden not in data
            assert b"<?php" not in data


def test_pixels_are_counted_before_a_single_one_is_decoded():
    """200 megapixels of a phone, and a bomb: told by their header, where the pixels themselves would not fit."""
    narrow = replace(STILL, memory=GIGA // 2)
    for data in (heic_that_says(16_320, 12_240), png_bomb(30_000, 30_000), png_bomb(40_000, 100)):
        with (
            pytest.raises(Refused, match="too-many-pixels"),
            examined(narrow, kind="photo", extension="", chunks=[data], moved=lambda _n: None),
        ):
            pass


def test_a_header_that_says_less_than_there_is_gains_nothing():
    assert fate(heic_that_says(64, 48, truth=(1280, 960)), "photo") in ("broken", "image/jpeg")


def test_as_many_pixels_as_are_taken_fit_in_the_memory_of_a_child():
    assert fate(encoded(Image.new("RGBA", (7000, 7000), (9, 9, 9, 200)), "PNG"), "photo") == "image/jpeg"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_cut_at_any_tenth_is_broken(form: str):
    whole = heic() if form == "HEIF" else encoded(Image.effect_noise((300, 200), 60).convert("RGB"), form)
    assert prepared(whole, "photo")
    for tenth in range(1, 10):
        with pytest.raises(Exception) as raised:  # noqa: PT011 - a child makes of any exception a broken file
            prepared(whole[: len(whole) * tenth // 10], "photo")
        assert not isinstance(raised.value, Refused) or raised.value.code in ("broken", "not-a-photo")
    assert fate(whole[: len(whole) // 2], "photo") == "broken"


@pytest.mark.parametrize(
    "data", [b"bonjour", EXECUTABLE, b"%PDF-1.4 ...", b"PK\x03\x04", b"GIF89a" + bytes(50), b"\x00"]
)
def test_what_is_no_photo_is_said_to_be_none(data: bytes):
    assert refusal(data, "photo", "photo.jpg") == "not-a-photo"
