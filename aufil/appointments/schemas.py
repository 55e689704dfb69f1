"""What requests about appointments may contain, and the shapes of the answers. Times carry their offset."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, Field

from aufil.web.lines import Line


def _with_offset(at: datetime | None) -> datetime | None:
    if at is not None and at.tzinfo is None:
        raise ValueError(_("Écrivez l’heure avec son décalage. Exemple : 2026-11-24T10:00:00+01:00."))
    return at


Instant = Annotated[datetime, AfterValidator(_with_offset)]
MaybeInstant = Annotated[datetime | None, AfterValidator(_with_offset)]
Modes = Literal["site", "phone", "video", "home", "chosen", "partner", "stop"]
Answers = Literal["comes", "cannot", "call"]
Outcomes = Literal["", "present", "late", "shortened", "cut", "excused", "absent"]


class Named(Schema):
    id: UUID
    name: str


class KindOut(Schema):
    """What a structure offers. `modes`: the usual one first."""

    id: UUID
    name: str
    nature: str
    modes: list[str]
    minutes: int
    is_collective: bool
    for_young: bool
    for_public: bool


class KindPage(Schema):
    results: list[KindOut]
    next: str | None


class SlotOut(Schema):
    starts_at: datetime
    ends_at: datetime
    counsellor: Named
    place: Named | None


class SlotPage(Schema):
    results: list[SlotOut]
    next: str | None


class SeatOut(Schema):
    """Somebody in an appointment: a young person, or a visitor (`young` null). Outcomes: staff alone."""

    young: UUID | None
    name: str
    state: str
    answer: str
    held_until: datetime | None
    outcome: str | None = None
    is_legitimate: bool | None = None


class AppointmentOut(Schema):
    """`seats_taken` and `people`: a young person is shown no seat but their own."""

    id: UUID
    kind: Named
    nature: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    state: Literal["standing", "cancelled"]
    title: str
    note: str
    counsellor: Named
    place: dict[str, Any] | None
    phone: str
    link: str
    seats: int | None
    seats_taken: int | None
    enrol_until: datetime | None
    moves: int
    overlap_reason: str | None = None
    cancel_word: str
    people: list[SeatOut]


class AppointmentPage(Schema):
    results: list[AppointmentOut]
    next: str | None


class NewAppointment(Schema):
    """A time to take. Without `ends_at`, as long as the kind lasts; `id` makes a repeated request harmless."""

    id: UUID
    kind: UUID
    mode: Modes
    counsellor: UUID
    starts_at: Instant
    ends_at: MaybeInstant = None
    young: UUID | None = None
    place: UUID | None = None
    phone: Annotated[str, Field(max_length=30)] = ""
    link: Annotated[str, Field(max_length=300, pattern=r"^(https://\S+)?$")] = ""
    title: Annotated[Line, Field(max_length=120)] = ""
    note: Annotated[Line, Field(max_length=300)] = ""
    seats: Annotated[int | None, Field(ge=1, le=500)] = None
    enrol_until: MaybeInstant = None
    overlap_reason: Annotated[Line, Field(max_length=200)] = ""
    outcome: Outcomes | None = None  # of a meeting held already; noted, not booked


class Changes(Schema):
    """What is to be otherwise; what is not named stays. `starts_at` or `mode` moves it, `counsellor` hands it over."""

    starts_at: MaybeInstant = None
    ends_at: MaybeInstant = None
    mode: Modes | None = None
    place: UUID | None = None
    counsellor: UUID | None = None
    overlap_reason: Annotated[Line, Field(max_length=200)] = ""
    title: Annotated[Line | None, Field(max_length=120)] = None
    note: Annotated[Line | None, Field(max_length=300)] = None
    seats: Annotated[int | None, Field(ge=1, le=500)] = None
    enrol_until: MaybeInstant = None


class Cancelling(Schema):
    word: Annotated[Line, Field(max_length=300)] = ""


class Answering(Schema):
    """`young`: who answers, when staff say it for them."""

    answer: Answers
    young: UUID | None = None


class Enrolling(Schema):
    young: UUID


class Attendance(Schema):
    young: UUID | None = None  # none: the visitor's
    outcome: Outcomes
    is_legitimate: bool | None = None
