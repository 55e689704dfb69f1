"""What calls about rooms bring and get."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from ninja import Schema
from pydantic import AfterValidator, Field

from aufil.kernel.words import unprintable
from aufil.video.models import Line, Question, Rehearsal

LONGEST_SIGNAL = 32 * 1024  # bytes of JSON: a description of a page with a camera and a screen takes 8
FACTS_MOST = 2_000
RETAINED_MOST = 300


def _readable(text: str) -> str:
    said = text.strip()
    if not said or unprintable(said):
        raise ValueError("Écrivez quelque chose de lisible.")
    return said


def _short(data: dict[str, Any]) -> dict[str, Any]:
    if len(orjson.dumps(data)) > LONGEST_SIGNAL:
        raise ValueError("C’est trop long.")
    return data


def _few(facts: dict[str, Any]) -> dict[str, Any]:
    if len(orjson.dumps(facts)) > FACTS_MOST:
        raise ValueError("C’est trop long.")
    return facts


Fact = str | float | bool | None


def _kept(text: str) -> str:
    """As typed, but for what no database keeps."""
    if "\x00" in text or unprintable(text.replace("\n", "").replace("\r", "").replace("\t", "")):
        raise ValueError("Ce texte contient un caractère qui ne peut pas être enregistré. Retirez-le.")
    return text


Noted = Annotated[str, Field(max_length=Rehearsal.NOTES_MOST), AfterValidator(_kept)]
Words = Annotated[str, Field(max_length=Line.LONGEST), AfterValidator(_readable)]


class NewStay(Schema):
    """`id`: the page's own name for its stay, one a load; `tab`: kept through reloads. `offer`: the signal that is sent
    at once to the one other inside, if there is just one."""

    id: UUID
    tab: UUID
    take_over: bool = False
    offer: Annotated[dict[str, Any] | None, AfterValidator(_short)] = None


class StayOut(Schema):
    """`ticket` goes with every further call, in `Aufil-Stay`. `room`: as the stream's `room`. `way`: what the page
    needs to hear the others, by provider; ask again (the same `id`) once inside, and before `until`. `offered`: the
    stay its `offer` was handed to."""

    stay: UUID
    ticket: str
    guest: UUID
    is_host: bool
    inside: bool
    every: int
    phone: str
    room: dict[str, Any]
    way: dict[str, Any]
    offered: UUID | None


class NewSignal(Schema):
    id: UUID
    to: UUID
    kind: Literal["offer", "answer", "candidate", "mute"]
    data: Annotated[dict[str, Any], AfterValidator(_short)] = {}


class SignalOut(Schema):
    number: int


class SeenIn(Schema):
    """How a page stands, and what it measured since the last time; see `actions.Seen`."""

    mode: Literal["", "picture", "smaller", "slower", "sound", "thin"] = ""
    word: Literal["", "good", "fair", "poor", "lost"] = ""
    sound: bool = False
    picture: bool = False
    screen: bool = False
    hand: bool = False
    help: bool = False
    cuts: Annotated[int, Field(ge=0, le=1000)] = 0
    loss: Annotated[float | None, Field(ge=0, le=1)] = None
    round_trip: Annotated[float | None, Field(ge=0, le=60_000)] = None
    rate: Annotated[float | None, Field(ge=0, le=1_000_000)] = None


class StandingOut(Schema):
    rev: int
    signals: int
    lines: int


class NewLine(Schema):
    id: UUID
    text: Words
    kind: Literal["chat", "caption"] = "chat"
    to: UUID | None = None
    everywhere: bool = False


class NewParts(Schema):
    """`guests`: who is in which small room; or `count` of them, filled by chance with whoever is there."""

    guests: Annotated[list[list[UUID]] | None, Field(max_length=10)] = None
    count: Annotated[int | None, Field(ge=2, le=10)] = None
    minutes: Annotated[int, Field(ge=1, le=120)] = 10


class PartIn(Schema):
    part: Annotated[int, Field(ge=0, le=10)]


class LineOut(Schema):
    number: int
    id: UUID
    kind: str
    text: str
    said_at: datetime
    guest: UUID
    name: str
    part: int | None
    aside: UUID | None


class OpinionIn(Schema):
    answer: Literal["good", "fair", "bad"]


class NewCheck(Schema):
    """`facts`: figures and short words about microphone, camera and network."""

    result: Literal["ready", "audio", "phone"]
    facts: Annotated[dict[str, Fact], AfterValidator(_few)] = {}


class CheckOut(Schema):
    id: UUID
    result: str
    made_at: datetime


class StepIn(Schema):
    """From the number one's page shows to the one before or after."""

    from_: Annotated[int, Field(alias="from", ge=0, le=Rehearsal.QUESTIONS_MOST)]
    to: Annotated[int, Field(ge=1, le=Rehearsal.QUESTIONS_MOST)]


class EmployerIn(Schema):
    employer: Literal["staff", "young"]


class AdviceIn(Schema):
    number: Annotated[int, Field(ge=1, le=Rehearsal.QUESTIONS_MOST)]


class OwnQuestion(Schema):
    id: UUID
    text: Annotated[str, Field(max_length=Question.LONGEST), AfterValidator(_readable)]


class NotesIn(Schema):
    well: Noted = ""
    work: Noted = ""


class RetainedIn(Schema):
    text: Annotated[str, Field(max_length=RETAINED_MOST), AfterValidator(_readable)]


class RehearsalOut(Schema):
    """A rehearsal as one side sees it: `asks`, does it play the employer; `since`, seconds since the question was
    asked; `notes`, of the current question, for the team alone."""

    id: UUID
    rev: int
    ended: bool
    position: int
    count: int
    place: str
    roles: str
    asks: bool
    employer: Literal["staff", "young"]
    question: dict[str, Any] | None
    advice: str
    advised: bool
    may_advise: bool
    since: int
    retained: bool
    notes: dict[str, str] | None = None
