"""Voice notes, other sound and films: whatever a phone records, what goes out plays from any point on any phone."""

import io
import struct
from fractions import Fraction
from typing import Any

import av
import pytest
from av.video.frame import VideoFrame
from PIL import Image

from aufil.demo.making import film, voice
from aufil.files.preparing.film import FILM_SECONDS, SHORT_SIDE
from aufil.files.preparing.outcome import Refused
from aufil.files.preparing.sound import VOICE_SECONDS
from aufil.files.tests.examining import Prepared, fate, in_child, prepared, refusal

TELLING = {"location": "+47.0600-000.8800/", "title": "pris chez moi", "comment": "Cholet", "make": "Untel"}


def opened(done: Prepared, version: str) -> Any:
    return av.open(io.BytesIO(done.versions[version]))


def length(done: Prepared, version: str) -> float:
    """What a player shows before it has read the whole, in seconds."""
    with opened(done, version) as container:
        return container.duration / 1_000_000


def boxes(data: bytes) -> list[str]:
    found, at = [], 0
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        found.append(name.decode())
        at += size
    return found


def recorded(codec: str, form: str, seconds: float, rate: int = 48_000, **told: str) -> bytes:
    """The same humming in another codec and container, as other phones record it."""
    place = io.BytesIO()
    with av.open(io.BytesIO(voice(seconds))) as source, av.open(place, "w", format=form) as container:
        container.metadata.update(told)
        stream = container.add_stream(codec, rate=rate, layout="mono")
        for frame in source.decode(audio=0):
            frame.pts = None
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return place.getvalue()


def streamed(seconds: float) -> bytes:
    """As a browser's recorder gives it: written on, never gone back to, so without length or index."""
    place = io.BytesIO()
    with av.open(io.BytesIO(voice(seconds))) as source:
        options = {"live": "1"}
        with av.open(place, "w", format="webm", container_options=options) as container:
            stream = container.add_stream_from_template(source.streams.audio[0])
            for packet in source.demux(audio=0):
                if packet.size:
                    packet.stream = stream
                    container.mux(packet)
    return place.getvalue()


@pytest.mark.parametrize(
    "sent",
    [
        voice(4),
        streamed(4),
        voice(4, form="ogg"),
        voice(4, form="mp4"),
        recorded("pcm_s16le", "wav", 4),
        recorded("libmp3lame", "mp3", 4),
        recorded("aac", "adts", 4),
        recorded("flac", "flac", 4),
    ],
    ids=["webm", "browser", "ogg", "mp4", "wav", "mp3", "aac", "flac"],
)
def test_a_voice_note_is_heard_on_every_phone_from_any_point(sent: bytes):
    done = prepared(sent, "voice")
    assert done.result.versions == {"original": "audio/webm", "light": "audio/mp4"}
    assert done.result.milliseconds == pytest.approx(4000, abs=120)
    assert len(done.result.loudness) == 60
    assert max(done.result.loudness) == 255
    for version, codec in (("original", "opus"), ("light", "aac")):
        assert length(done, version) == pytest.approx(4, abs=0.15)
        with opened(done, version) as container:
            assert container.streams.audio[0].codec.name == codec
            container.seek(2_500_000)
            assert next(container.decode(audio=0)).time <= 2.6
    assert boxes(done.versions["light"])[:2] == ["ftyp", "moov"], "it plays before it is all there"
    original = done.versions["original"]
    assert original.index(b"\x1c\x53\xbb\x6b") < original.index(b"\x1f\x43\xb6\x75"), "the index comes first"


def test_a_voice_note_weighs_what_it_should():
    done = prepared(voice(20), "voice")
    assert len(done.versions["light"]) / 20 < 5_000
    assert len(done.versions["original"]) <= len(voice(20)) * 1.1
    other = prepared(recorded("pcm_s16le", "wav", 20), "voice")
    assert len(other.versions["original"]) / 20 < 4_500


def test_an_opus_recording_is_not_encoded_twice():
    def packets(data: bytes) -> list[bytes]:
        with av.open(io.BytesIO(data)) as container:
            return [bytes(packet) for packet in container.demux(audio=0) if packet.size]

    sent = streamed(3)
    assert packets(prepared(sent, "voice").versions["original"]) == packets(sent)


def test_what_is_loud_is_drawn_high_and_silence_low():
    quiet_then_loud = bytearray(recorded("pcm_s16le", "wav", 4))
    middle = len(quiet_then_loud) // 2
    quiet_then_loud[100:middle] = bytes(middle - 100)
    drawn = prepared(bytes(quiet_then_loud), "voice").result.loudness
    assert max(drawn[:28]) < 30 < 200 < max(drawn[32:])


@pytest.mark.parametrize("form", ["webm", "mp4", "ogg"])
def test_a_voice_note_tells_nothing_of_where_it_was_made(form: str):
    sent = recorded("aac" if form == "mp4" else "libopus", form, 2, **TELLING)
    assert b"chez moi" in sent, "the test would prove nothing"
    for data in prepared(sent, "voice").versions.values():
        for word in TELLING.values():
            assert word.encode() not in data


def test_three_minutes_are_taken_and_not_much_more():
    long = silence(VOICE_SECONDS + 1)
    assert refusal(long, "voice") == "too-long"
    assert not refusal(silence(181), "voice")
    assert not refusal(long, "document"), "as a document it may be longer"


def silence(seconds: int) -> bytes:
    """A WAV of so many seconds, 8,000 samples each."""
    size = 8_000 * seconds
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + size,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        8_000,
        8_000,
        1,
        8,
        b"data",
        size,
    )
    return head + b"\x80" * size


def test_music_sent_as_a_document_keeps_one_version():
    done = prepared(recorded("libmp3lame", "mp3", 3, **TELLING), "document", "air.mp3")
    assert done.result.versions == {"original": "audio/mp4"}
    assert done.result.milliseconds == pytest.approx(3000, abs=120)
    assert b"chez moi" not in done.versions["original"]


def turned(sent: bytes, degrees: int) -> bytes:
    """The same film, to be shown turned clockwise: what a phone held upright writes."""
    one = 0x10000
    matrix = {90: (0, one, -one, 0), 180: (-one, 0, 0, -one), 270: (0, -one, one, 0)}[degrees]
    a, b, c, d = matrix
    at = sent.index(b"tkhd") + 4 + 40
    said = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    return sent[:at] + said + sent[at + 36 :]


def filmed(
    size: tuple[int, int],
    seconds: float,
    *,
    fps: int = 30,
    codec: str = "libx264",
    form: str = "mp4",
    heard: bool = True,
    sound_codec: str = "",
    **told: str,
) -> bytes:
    """A film with humming (or without): red at its top left, blue elsewhere."""
    drawn = Image.new("RGB", size, (30, 30, 220))
    drawn.paste((220, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    place = io.BytesIO()
    with (
        av.open(io.BytesIO(voice(seconds if heard else 0.1))) as source,
        av.open(place, "w", format=form) as container,
    ):
        container.metadata.update(told)
        fast = {"preset": "ultrafast"} if codec == "libx264" else {"deadline": "realtime", "cpu-used": "8"}
        pictures = container.add_stream(codec, rate=fps, options=fast)
        pictures.width, pictures.height, pictures.pix_fmt = *size, "yuv420p"
        sound = container.add_stream(
            sound_codec or ("libopus" if form == "webm" else "aac"), rate=48_000, layout="mono"
        )
        frame = VideoFrame.from_image(drawn).reformat(format="yuv420p")
        for number in range(round(seconds * fps)):
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(pictures.encode(frame))
        for heard in source.decode(audio=0):
            heard.pts = None
            container.mux(sound.encode(heard))
        container.mux([*pictures.encode(None), *sound.encode(None)])
    return place.getvalue()


@pytest.mark.parametrize(
    ("codec", "form"), [("libx264", "mp4"), ("libx264", "mov"), ("libvpx", "webm"), ("libvpx-vp9", "webm")]
)
def test_a_film_becomes_light_and_has_a_first_picture(codec: str, form: str):
    size = (1280, 720) if codec == "libx264" else (640, 360)
    done = prepared(filmed(size, 3, codec=codec, form=form, **TELLING), "video")
    assert done.result.versions == {"light": "video/mp4", "poster": "image/jpeg"}
    assert (done.result.width, done.result.height) == (640, SHORT_SIDE)
    assert done.result.milliseconds == pytest.approx(3000, abs=150)
    assert boxes(done.versions["light"])[:2] == ["ftyp", "moov"]
    with opened(done, "light") as container:
        assert [stream.codec.name for stream in container.streams] == ["h264", "aac"]
        assert container.streams.video[0].profile == "Main"
        assert container.streams.audio[0].channels == 1
        assert container.streams.video[0].frames <= 73
    assert length(done, "light") == pytest.approx(3, abs=0.15)
    for data in done.versions.values():
        for word in TELLING.values():
            assert word.encode() not in data


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_film_stands_upright_however_the_phone_was_held(degrees: int):
    """Held by its sender so that red was at the top left; the red corner has to be where it was."""
    sent = filmed((640, 360), 1)
    done = prepared(turned(sent, degrees) if degrees else sent, "video")
    poster = Image.open(io.BytesIO(done.versions["poster"])).convert("RGB")
    assert poster.size == ((640, 360) if degrees % 180 == 0 else (360, 640))
    assert (done.result.width, done.result.height) == poster.size
    width, height = poster.size
    x, y = {0: (0.2, 0.2), 90: (0.8, 0.2), 180: (0.8, 0.8), 270: (0.2, 0.8)}[degrees]
    assert poster.getpixel((int(x * width), int(y * height)))[0] > 150


def test_a_film_that_grows_on_its_way_stays_in_its_frame():
    """What a recorder does when the network of a call gets better: the pictures change size."""
    place = io.BytesIO()
    with av.open(place, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        packets = [p for size in ((320, 240), (640, 480)) for p in still_packets(size, 10)]
        for number, packet in enumerate(packets):
            packet.pts = packet.dts = number
            packet.time_base, packet.stream = Fraction(1, 10), stream
            container.mux(packet)
    done = prepared(place.getvalue(), "video")
    assert (done.result.width, done.result.height) == (320, 240)
    assert done.result.milliseconds == pytest.approx(2000, abs=150)


def still_packets(size: tuple[int, int], count: int) -> list[Any]:
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = *size, "yuv420p", Fraction(1, 10)
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    packets = []
    for number in range(count):
        frame = VideoFrame(*size, "yuv420p")
        frame.pts = number
        packets += encoder.encode(frame)
    return packets + encoder.encode(None)


def test_a_film_without_sound_and_one_without_pictures():
    assert prepared(film(2), "video").result.versions == {"light": "video/mp4", "poster": "image/jpeg"}
    assert refusal(voice(2), "video") == "not-a-recording"
    assert prepared(filmed((320, 240), 2), "voice").result.media_type == "audio/webm", "its sound alone"


def test_decoders_of_what_nobody_records_are_never_opened():
    """The library knows five hundred; each is a door."""
    assert refusal(recorded("ac3", "mp4", 1), "voice") == "not-a-recording"
    assert refusal(recorded("ac3", "mp4", 1), "document") == "not-that-kind"
    drawn = VideoFrame.from_image(Image.new("RGB", (64, 48))).reformat(format="yuv420p")
    place = io.BytesIO()
    with av.open(place, "w", format="mov") as container:
        stream = container.add_stream("mpeg2video", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(10):
            drawn.pts, drawn.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(drawn))
        container.mux(stream.encode(None))
    assert refusal(place.getvalue(), "video") == "not-a-recording"


def test_a_film_whose_sound_nobody_knows_is_taken_without_it():
    silent = prepared(filmed((320, 240), 1, sound_codec="ac3"), "video")
    with opened(silent, "light") as container:
        assert not container.streams.audio


def test_a_film_sent_as_a_document_keeps_one_version():
    assert prepared(film(2), "document", "film.mov").result.versions == {"original": "video/mp4"}


def test_a_minute_and_a_half_is_taken_and_not_much_more():
    assert fate(filmed((64, 48), FILM_SECONDS + 2, fps=2, heard=False), "video") == "too-long"
    assert fate(filmed((64, 48), 90, fps=2, heard=False), "video") == "video/mp4"


def test_a_film_of_too_many_pixels_is_told_by_its_header():
    sent = filmed((64, 48), 1)
    at = sent.index(b"avc1") + 4 + 24
    assert fate(sent[:at] + struct.pack(">HH", 16_000, 12_000) + sent[at + 4 :], "video") in (
        "too-many-pixels",
        "video/mp4",
    )


@pytest.mark.parametrize(
    "data", [b"bonjour", b"%PDF-1.4", b"\x1a\x45\xdf\xa3" + bytes(50), b"OggS" + bytes(100)]
)
@pytest.mark.parametrize("kind", ["voice", "video"])
def test_what_is_no_recording_is_said_to_be_none(data: bytes, kind: str):
    assert fate(data, kind) in ("not-a-recording", "broken")


def test_a_playlist_reaches_for_nothing():
    """FFmpeg would fetch what such files name, on this machine or elsewhere."""
    for text in (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n"):
        assert fate(text, "voice") == "not-a-recording"
        assert fate(text, "video") == "not-a-recording"


@pytest.mark.parametrize("form", ["webm", "mp4", "ogg"])
def test_a_recording_cut_at_any_tenth_ends_well(form: str):
    """What was said before the cut may be kept; nothing else may happen."""
    whole = voice(3, form=form)
    for tenth in range(1, 10):
        try:
            done = prepared(whole[: len(whole) * tenth // 10], "voice")
        except Refused as refused:
            assert refused.code in ("broken", "not-a-recording")
        except av.error.FFmpegError:
            pass  # a child makes of it a broken file
        else:
            assert done.result.milliseconds <= 3100
    assert fate(whole[: len(whole) // 2], "voice") in ("broken", "audio/webm")


def test_a_film_is_made_in_a_child_that_says_how_far_it_is():
    done = in_child(filmed((640, 360), 2), "video")
    assert done.result.media_type == "video/mp4"
