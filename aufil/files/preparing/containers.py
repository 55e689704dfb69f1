"""Reading and writing what has time in it, through PyAV."""

import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, BinaryIO, NoReturn

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from aufil.files.preparing.outcome import Refused

# What phones and browsers record, and what people keep; no other decoder is ever opened.
CODECS = (
    "opus,libopus,vorbis,aac,aac_latm,mp3,mp3float,flac,alac,amrnb,amrwb,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,"
    "pcm_f32le,pcm_u8,pcm_alaw,pcm_mulaw,h264,hevc,vp8,vp9,libvpx,libvpx-vp9,libdav1d,av1,mpeg4,h263"
)
FAULTS_MOST = 20
av.logging.set_level(None)


def opened(source: BinaryIO, form: str) -> InputContainer:
    """Read a file in the format its first bytes announced, and in no other: playlists name other files."""
    source.seek(0)
    options = {"codec_whitelist": CODECS, "format_whitelist": form, "enable_drefs": "0"}
    return av.open(source, mode="r", format=form, container_options=options, io_open=_nothing_else)


def _nothing_else(*_: Any) -> NoReturn:
    raise Refused("broken")


class Written:
    """A container being written, of which nothing is told but what plays it. Its index comes first."""

    def __init__(self, form: str) -> None:
        self.place = io.BytesIO()
        options = (
            {"movflags": "+faststart"}
            if form == "mp4"
            else {"cues_to_front": "1", "cluster_time_limit": "2000"}
        )
        self.container: OutputContainer = av.open(
            self.place, mode="w", format=form, container_options=options, io_open=self._again
        )

    def _again(self, *_: Any) -> BinaryIO:
        """The muxer reads what it wrote, to move it behind the index."""
        return io.BytesIO(self.place.getvalue())

    def finish(self) -> bytes:
        self.container.close()
        return self.place.getvalue()


def decoded(container: InputContainer, streams: list[Any]) -> Iterator[tuple[Packet, list[Any]]]:
    """Each packet with what it decodes to. A few broken ones are passed over, as players do; many are a broken file."""
    faults = 0
    for packet in container.demux(streams):
        try:
            yield packet, packet.decode()
        except (av.error.InvalidDataError, av.error.EOFError):
            faults += 1
            if faults > FAULTS_MOST:
                raise Refused("broken") from None


def film_of(container: InputContainer) -> VideoStream | None:
    """The moving picture, if there is one we know: the cover of a record is none."""
    return next(
        (stream for stream in container.streams.video if _known(stream) and not _is_cover(stream)), None
    )


def sound_of(container: InputContainer) -> AudioStream | None:
    """The sound, if there is one we know."""
    return next((stream for stream in container.streams.audio if _known(stream)), None)


def _known(stream: VideoStream | AudioStream) -> bool:
    return stream.codec_context is not None and stream.codec_context.name in CODECS.split(",")


def _is_cover(stream: Stream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


class Voice:
    """Encodes mono sound; silence where the recording has a hole, so that it stays with its picture."""

    def __init__(self, written: Written, codec: str, *, rate: int, bits: int, fill: bool = False) -> None:
        self.written, self.rate, self.fill, self.samples = written, rate, fill, 0
        self.stream: AudioStream = written.container.add_stream(codec, rate=rate, layout="mono")  # type: ignore[assignment]
        self.stream.bit_rate = bits
        self.form = "flt" if codec == "libopus" else "fltp"
        self.resampler = av.AudioResampler(format=self.form, layout="mono", rate=rate)

    def add(self, frame: AudioFrame, at: float | None = None) -> None:
        """More sound; `at`: seconds since the beginning, when it is known."""
        if self.fill and at is not None and at - self.samples / self.rate > 0.15:
            self._encode(self._silence(at))
        frame.pts = None
        for part in self.resampler.resample(frame):
            self._encode(part)

    def finish(self) -> None:
        for part in self.resampler.resample(None):
            self._encode(part)
        self.written.container.mux(self.stream.encode(None))

    def _silence(self, until: float) -> AudioFrame:
        frame = AudioFrame(format=self.form, layout="mono", samples=round(until * self.rate) - self.samples)
        frame.sample_rate = self.rate
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        return frame

    def _encode(self, frame: AudioFrame) -> None:
        frame.pts, frame.time_base = self.samples, Fraction(1, self.rate)
        self.samples += frame.samples
        self.written.container.mux(self.stream.encode(frame))
