"""Reads the written conversations: one file a young person, a header and dated lines.

    nom: Léa Baron            S1 mar 09:12 > what the referent says
    referent: camille         S1 mar 18:04 < what the young person answers
    …                         -3h05 < said three hours and five minutes before now
    ---                         (two spaces: the text goes on, on a new line)

`S1` to `S10` are the ten whole weeks before the present one. Marks in braces after the arrow: `{modifié}`,
`{supprimé}`, `{écrit 07:10}` (arrived later than written), `{répond à 3}` (three entries before).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

NNBSP = "\u202f"
FOLDER = Path(__file__).resolve().parent / "conversations"
WEEKDAYS = ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"]
# A time is not cut at the end of a line: `9 h 15` with narrow no-break spaces.
HOUR, MINUTES = re.compile(r"(?<=\d) h\b"), re.compile(rf"(?<={NNBSP})h (?=\d\d\b)")
WEEKS = 10
A_MINUTE = timedelta(minutes=1)
LINE = re.compile(
    r"^(?:S(?P<week>\d+) (?P<day>\w{3}) (?P<time>\d\d:\d\d)|-(?P<hours>\d+)h(?P<minutes>\d\d)?)"
    r" (?P<who>\w*)(?P<side>[<>]) ?(?P<marks>(?:\{[^}]*\} ?)*)(?P<text>.*)$"
)
MARK = re.compile(r"\{(modifié|supprimé|écrit|répond à) ?([\d:]*)\}")


@dataclass
class Said:
    """One written line, placed in time."""

    at: datetime
    young: bool
    who: str
    text: str
    edited: bool = False
    deleted: bool = False
    written: datetime | None = None
    answers: int | None = None
    recent: bool = False


@dataclass
class Script:
    """One young person and all that was said with them."""

    structure: str
    username: str
    header: dict[str, str]
    said: list[Said] = field(default_factory=list)

    @property
    def unread(self) -> tuple[str, int]:
        """Who has not read the end, and how many entries: `("conseiller", 2)`, `("", 0)`."""
        who, _, count = self.header["non_lus"].partition(" ")
        return ("", 0) if who == "aucun" else (who, int(count))


class ScriptError(ValueError):
    """A line that cannot be read, with its file and number."""


def all_scripts(now: datetime, zone: ZoneInfo) -> Iterator[Script]:
    """Every young person of the demonstration, in a fixed order, ending at `now`."""
    for path in sorted(FOLDER.glob("*/*.txt")):
        yield read_script(path, now, zone)


def read_script(path: Path, now: datetime, zone: ZoneInfo) -> Script:
    """One file. Times never go back, and staff do not write at night (see `settle`)."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    header = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    script = Script(path.parent.name, path.stem, header)
    local = now.astimezone(zone)
    for number, line in enumerate(body.splitlines(), start=head.count("\n") + 3):
        if line.startswith("  ") and script.said:
            script.said[-1].text += "\n" + line[2:]
        elif line.strip():
            match = LINE.match(line)
            if match is None:
                raise ScriptError(f"{path.name}:{number}: {line[:60]}")
            script.said.append(_said(match, local))
    for said in script.said:
        said.text = HOUR.sub(NNBSP + "h", said.text)
        said.text = MINUTES.sub("h" + NNBSP, said.text)
    settle(script.said)
    return script


def settle(said: list[Said]) -> None:
    """Put the lines of the present week where they can be, whenever the demonstration is made.

    Backwards: what staff said at night or on a Sunday moves to the end of the working day before, and pushes
    what was said earlier. Then forwards: what would go back in time is put a minute after what came before.
    """
    for number in range(len(said) - 1, -1, -1):
        line = said[number]
        if line.recent:
            if not line.young:
                line.at = _working(line.at)
            if number + 1 < len(said):
                line.at = min(line.at, said[number + 1].at - A_MINUTE)
    for before, line in pairwise(said):
        line.at = max(line.at, before.at + A_MINUTE)


def _working(at: datetime) -> datetime:
    """`at`, or the end of the last working day before it."""
    while at.weekday() > 4 or at.hour < 9:
        at = (at - timedelta(days=1)).replace(hour=17)
    return at if at.hour < 18 else at.replace(hour=17)


def _said(match: re.Match[str], now: datetime) -> Said:
    recent = match["week"] is None
    said = Said(_moment(match, now), match["side"] == "<", match["who"], match["text"], recent=recent)
    for name, value in MARK.findall(match["marks"]):
        if name == "modifié":
            said.edited = True
        elif name == "supprimé":
            said.deleted = True
        elif name == "écrit":
            said.written = datetime.combine(said.at.date(), time.fromisoformat(value), tzinfo=said.at.tzinfo)
        else:
            said.answers = int(value)
    return said


def _moment(match: re.Match[str], now: datetime) -> datetime:
    if match["week"] is None:
        return now - timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    monday = now.date() - timedelta(days=now.weekday())
    day = (
        monday
        - timedelta(weeks=WEEKS + 1 - int(match["week"]))
        + timedelta(days=WEEKDAYS.index(match["day"]))
    )
    return datetime.combine(day, time.fromisoformat(match["time"]), tzinfo=now.tzinfo)


def birthday(age: int, month_day: str, today: date) -> date:
    """The birth date of somebody who is `age` on `today`, with a birthday on `MM-DD`."""
    month, day = (int(part) for part in month_day.split("-"))
    if month > 12:
        month, day = day, month
    year = today.year - age - ((today.month, today.day) < (month, day))
    return date(year, month, day)
