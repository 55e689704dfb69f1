"""Short films: upright, small enough for a poor network, with nothing told of where and by what they were made."""

from fractions import Fraction

from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from aufil.files.preparing.containers import Voice, Written, decoded, film_of, opened, sound_of
from aufil.files.preparing.outcome import Refused, Result, Task

FILM_SECONDS = 92  # a minute and a half, and what a thumb is late by
SHORT_SIDE, LONG_SIDE = 360, 1280
FRAMES_A_SECOND = 24
PIXELS_MOST = 4096 * 2304
POSTER_AT = 1.0  # seconds: the first frame is often black
X264 = {
    "preset": "veryfast",
    "profile": "main",
    "crf": "30",
    "maxrate": "350k",
    "bufsize": "700k",
    "threads": "2",
}
_TURNS: dict[int, list[tuple[str, str]]] = {
    0: [],
    90: [("transpose", "cclock")],
    180: [("hflip", ""), ("vflip", "")],
    270: [("transpose", "clock")],
}


def prepare_film(task: Task, form: str) -> Result:
    """Versions light and poster; of a document, the light one is its original."""
    size = _upright_size(task, form)
    written = Written("mp4")
    with opened(task.source, form) as container:
        film, sound = film_of(container), sound_of(container)
        assert film is not None
        reel = Reel(written, film, size)
        voice = Voice(written, "aac", rate=44_100, bits=48_000, fill=True) if sound else None
        start = (container.start_time or 0) / 1_000_000
        for packet, frames in decoded(container, [film, sound] if sound else [film]):
            for frame in frames:
                at = frame.time - start if frame.pts is not None else None
                if (at or 0) > FILM_SECONDS:
                    raise Refused("too-long")
                if isinstance(frame, VideoFrame):
                    reel.add(frame, at)
                elif voice:
                    voice.add(frame, at)
            if packet.pos:
                task.moved(min(99, 100 * packet.pos // task.size))
    reel.finish()
    if voice:
        voice.finish()
    version = "original" if task.kind == "document" else "light"
    task.outputs[version].write(written.finish())
    result = Result("video/mp4", {version: "video/mp4"}, width=size[0], height=size[1])
    result.milliseconds = round(1000 * max(reel.seconds, voice.samples / voice.rate if voice else 0))
    if task.kind != "document":
        reel.poster.save(task.outputs["poster"], "JPEG", quality=72)
        result.versions["poster"] = "image/jpeg"
    return result


def _upright_size(task: Task, form: str) -> tuple[int, int]:
    """How large it will be, once turned and made small; looked up in the first frame."""
    with opened(task.source, form) as container:
        film = film_of(container)
        if film is None:
            raise Refused("not-a-recording")
        if film.width * film.height > PIXELS_MOST:
            raise Refused("too-many-pixels")
        frame = next((frame for _, frames in decoded(container, [film]) for frame in frames), None)
        if frame is None:
            raise Refused("broken")
        stretch = film.sample_aspect_ratio or 1
        width, height = float(frame.width * stretch), float(frame.height)
        if frame.rotation % 180:
            width, height = height, width
    scale = min(1.0, SHORT_SIDE / min(width, height), LONG_SIDE / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


class Reel:
    """Encodes the pictures: turned, made small, at most 24 a second, the last one kept for a poster."""

    def __init__(self, written: Written, film: VideoStream, size: tuple[int, int]) -> None:
        self.written, self.film, self.size = written, film, size
        film.thread_type = "AUTO"
        self.stream = written.container.add_stream("libx264", rate=FRAMES_A_SECOND, options=X264)
        self.stream.width, self.stream.height = size
        self.stream.pix_fmt = "yuv420p"
        self.last = -1
        self.graph: Graph | None = None
        self.shape: tuple[object, ...] = ()
        self.seconds = 0.0

    def add(self, frame: VideoFrame, at: float | None) -> None:
        """One more picture, `at` so many seconds after the beginning."""
        at = self.seconds if at is None else at
        number = round(at * FRAMES_A_SECOND)
        if number <= self.last:
            return
        if frame.width * frame.height > PIXELS_MOST:  # a recording may grow on its way
            raise Refused("too-many-pixels")
        small = self._small(frame)
        if self.last < POSTER_AT * FRAMES_A_SECOND:
            self.poster = small.to_image()
        self.last, self.seconds = number, (number + 1) / FRAMES_A_SECOND
        small.pts, small.time_base = number, Fraction(1, FRAMES_A_SECOND)
        self.written.container.mux(self.stream.encode(small))

    def finish(self) -> None:
        if self.last < 0:
            raise Refused("broken")
        self.written.container.mux(self.stream.encode(None))

    def _small(self, frame: VideoFrame) -> VideoFrame:
        shape = (frame.width, frame.height, frame.format.name, frame.rotation)
        if shape != self.shape:
            self.graph, self.shape = self._graph(frame), shape
        assert self.graph
        frame.pts = None
        self.graph.vpush(frame)
        return self.graph.vpull()

    def _graph(self, frame: VideoFrame) -> Graph:
        width, height = self.size
        graph = Graph()
        steps = [
            *_TURNS.get(frame.rotation % 360, []),
            ("scale", f"{width}:{height}"),
            ("format", "yuv420p"),
            ("buffersink", ""),
        ]
        entry = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=self.film.time_base
        )
        graph.link_nodes(entry, *(graph.add(name, arguments or None) for name, arguments in steps))
        graph.configure()
        return graph
