"""From what is measured to what is sent: sound before picture, down fast, up slowly.

The table is data: the page's script reads the same one (`TABLE`, plain JSON) and climbs by the same steps, written
out in `climb`. A measure is taken each `TABLE["every"]` seconds.
"""

from typing import NamedTuple, TypedDict


class Rung(TypedDict):
    """What is sent, and what the network must bear for it: the share lost (0 to 1), the round trip (ms), what goes
    through (kbit/s, headers included). `packet`: ms of sound in one, for headers cost more than words."""

    mode: str
    width: int
    height: int
    frames: int
    picture: int  # kbit/s
    sound: int  # kbit/s
    packet: int
    needs: int  # kbit/s
    loss: float
    round_trip: int


class Table(TypedDict):
    """The rungs from the best to the last, and how one goes from one to another."""

    every: int  # s between two measures
    down_after: int  # measures in a row that ask for less
    fall: int  # so many rungs at once are gone down without waiting
    up_after: int  # measures in a row that would bear more
    up_most: int  # … after climbs that failed
    headroom: float  # how much better than needed it must be to go up
    rungs: list[Rung]


def _rung(
    mode: str,
    size: tuple[int, int],
    frames: int,
    picture: int,
    sound: tuple[int, int],
    limits: tuple[float, int],
) -> Rung:
    kbit, packet = sound
    loss, round_trip = limits
    headers = 1000 / packet * 8 * 60 / 1000  # IP, UDP, RTP and its seal: about 60 bytes a packet
    return {
        "mode": mode,
        "width": size[0],
        "height": size[1],
        "frames": frames,
        "picture": picture,
        "sound": kbit,
        "packet": packet,
        "needs": round(kbit + headers + picture * 1.08),
        "loss": loss,
        "round_trip": round_trip,
    }


NO_PICTURE = (0, 0)
TABLE: Table = {
    "every": 2,
    "down_after": 2,
    "fall": 2,
    "up_after": 5,
    "up_most": 40,
    "headroom": 1.3,
    "rungs": [
        _rung("picture", (640, 360), 24, 500, (32, 20), (0.03, 500)),
        _rung("smaller", (320, 180), 15, 150, (32, 20), (0.06, 800)),
        _rung("slower", (320, 180), 5, 60, (24, 40), (0.10, 1200)),
        _rung("sound", NO_PICTURE, 0, 0, (24, 40), (0.15, 2000)),
        # Nothing is below: whatever the network, this is what is tried.
        _rung("thin", NO_PICTURE, 0, 0, (16, 60), (1.0, 60_000)),
    ],
}
MODES = tuple(rung["mode"] for rung in TABLE["rungs"])
LAST = len(MODES) - 1
START = MODES.index("sound")  # rooms open in sound
HEARD_EVERY = 10  # s: how often a page says that it is there
WORDS = ("good", "fair", "poor", "lost")


class Measure(NamedTuple):
    """One look at the network; `rate` is what it would bear (kbit/s), None where the browser cannot tell."""

    loss: float
    round_trip: float
    rate: float | None = None


class Place(NamedTuple):
    """Where somebody stands on the ladder; `climbed`: the last step was up, and not yet proved."""

    rung: int = START
    worse: int = 0
    better: int = 0
    up_after: int = TABLE["up_after"]
    climbed: int = 0


def bears(measure: Measure, rung: Rung, headroom: float = 1.0) -> bool:
    """Does the network bear a rung, with so much to spare?"""
    enough = measure.rate is None or measure.rate >= rung["needs"] * headroom
    return (
        enough
        and measure.loss * headroom <= rung["loss"]
        and measure.round_trip * headroom <= rung["round_trip"]
    )


def best_for(measure: Measure) -> int:
    """The highest rung the network bears; the last, if none."""
    return next((n for n, rung in enumerate(TABLE["rungs"]) if bears(measure, rung)), LAST)


def climb(place: Place, measure: Measure, *, top: int = 0) -> Place:
    """Where to stand after one more measure. `top`: the highest rung wanted (a camera that is off: sound).

    Down at once when it is far below, after two measures when it is one rung; up one rung at a time after five good
    ones with headroom. A climb that did not hold makes the next wait twice as long; one that held makes it short again.
    """
    if place.rung < top:
        return Place(top)
    wanted = max(best_for(measure), top)
    if wanted > place.rung:
        worse = place.worse + 1
        if worse < TABLE["down_after"] and wanted - place.rung < TABLE["fall"]:
            return place._replace(worse=worse, better=0)
        patience = min(place.up_after * 2, TABLE["up_most"]) if place.climbed else place.up_after
        return Place(wanted, up_after=patience)
    climbed = max(place.climbed - 1, 0)
    settled = TABLE["up_after"] if place.climbed == 1 else place.up_after
    place = place._replace(worse=0, climbed=climbed, up_after=settled)
    if place.rung == top or not bears(measure, TABLE["rungs"][place.rung - 1], TABLE["headroom"]):
        return place._replace(better=0)
    if place.better + 1 < place.up_after:
        return place._replace(better=place.better + 1)
    return Place(place.rung - 1, up_after=place.up_after, climbed=TABLE["up_after"] * 2)


def word_for(measure: Measure) -> str:
    """One word for the connection, for both sides to read (`WORDS`)."""
    if measure.loss >= 0.5:
        return "lost"
    return ("good", "good", "fair", "fair", "poor")[best_for(measure)]


def data_a_minute(mode: str) -> int:
    """Kilobytes a minute of a mode, what is sent and what comes together."""
    rung = TABLE["rungs"][MODES.index(mode)]
    return round(rung["needs"] * 2 * 60 / 8)
