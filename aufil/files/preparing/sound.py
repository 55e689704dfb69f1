"""Voice notes and other sound: whole, of bounded length, in two forms that every phone plays from any point."""

import math
from array import array
from itertools import pairwise

import av
from av.audio.frame import AudioFrame
from av.packet import Packet

from aufil.files.preparing.containers import Voice, Written, decoded, opened, sound_of
from aufil.files.preparing.outcome import LOUDNESS_MOST, Refused, Result, Task

VOICE_SECONDS = 195  # three minutes, and what a thumb is late by
SOUND_SECONDS = 3600
OPUS, AAC, MUSIC = 24_000, 32_000, 64_000  # bits a second
KEPT_BYTES = 12_000 * VOICE_SECONDS  # an Opus recording up to this size is kept as it was encoded
LOUDNESS_RATE = 8_000
STEP = LOUDNESS_RATE // 20  # samples one loudness is taken over, at first


def prepare_sound(task: Task, form: str) -> Result:
    """A voice note: versions original (Opus) and light (AAC). Other sound: original (AAC), without drawing."""
    if task.kind == "document":
        return _prepare_music(task, form)
    original, light, loudness = Written("webm"), Written("mp4"), Loudness()
    aac = Voice(light, "aac", rate=24_000, bits=AAC)
    seconds = 0.0
    with opened(task.source, form) as container:
        audio = sound_of(container)
        if audio is None:
            raise Refused("not-a-recording")
        kept: list[Packet] | None = [] if audio.codec.name == "opus" and task.size <= KEPT_BYTES else None
        opus = Voice(original, "libopus", rate=48_000, bits=OPUS) if kept is None else None
        template = audio
        for packet, frames in decoded(container, [audio]):
            if kept is not None and packet.size:
                kept.append(packet)
            for frame in frames:
                seconds = _longer(seconds, frame, VOICE_SECONDS)
                for part in (loudness, aac, opus):
                    if part:
                        part.add(frame)
        if kept is not None:
            _keep(original, template, kept)
    if not seconds:
        raise Refused("broken")
    for voice in (aac, opus):
        if voice:
            voice.finish()
    task.outputs["original"].write(original.finish())
    task.outputs["light"].write(light.finish())
    return Result(
        "audio/webm",
        {"original": "audio/webm", "light": "audio/mp4"},
        milliseconds=round(seconds * 1000),
        loudness=loudness.heights(),
    )


def _longer(seconds: float, frame: AudioFrame, most: int) -> float:
    seconds += frame.samples / frame.sample_rate
    if seconds > most:
        raise Refused("too-long")
    return seconds


def _keep(written: Written, template: av.AudioStream, packets: list[Packet]) -> None:
    """The same packets in a container of ours: with a length, an index, and nothing else."""
    stream = written.container.add_stream_from_template(template)
    stream.metadata.clear()
    start = packets[0].pts or 0
    for packet in packets:
        if packet.pts is None:
            continue
        packet.pts -= start
        packet.dts = packet.pts
        packet.stream = stream
        written.container.mux(packet)


def _prepare_music(task: Task, form: str) -> Result:
    written = Written("mp4")
    aac = Voice(written, "aac", rate=44_100, bits=MUSIC)
    seconds = 0.0
    with opened(task.source, form) as container:
        audio = sound_of(container)
        if audio is None:
            raise Refused("not-that-kind")
        for _packet, frames in decoded(container, [audio]):
            for frame in frames:
                seconds = _longer(seconds, frame, SOUND_SECONDS)
                aac.add(frame)
    if not seconds:
        raise Refused("broken")
    aac.finish()
    task.outputs["original"].write(written.finish())
    return Result("audio/mp4", {"original": "audio/mp4"}, milliseconds=round(seconds * 1000))


class Loudness:
    """How loud a recording is along its length."""

    def __init__(self) -> None:
        self.resampler = av.AudioResampler(format="s16", layout="mono", rate=LOUDNESS_RATE)
        self.left = array("h")
        self.powers: list[float] = []

    def add(self, frame: AudioFrame) -> None:
        frame.pts = None
        for part in self.resampler.resample(frame):
            self.left.frombytes(bytes(part.planes[0])[: part.samples * 2])
        while len(self.left) >= STEP:
            self.powers.append(sum(x * x for x in self.left[:STEP]) / STEP)
            del self.left[:STEP]

    def heights(self) -> list[int]:
        """At most 60, from 0 to 255, the loudest being the highest: a soft voice is drawn as well as a strong one."""
        count = min(LOUDNESS_MOST, len(self.powers))
        if not count:
            return []
        edges = [round(number * len(self.powers) / count) for number in range(count + 1)]
        powers = [sum(self.powers[a:b]) / (b - a) for a, b in pairwise(edges)]
        loudest = max(*powers, 1.0)
        return [round(255 * math.sqrt(math.sqrt(power / loudest))) for power in powers]
