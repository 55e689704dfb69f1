"""A rehearsal as one of its two sides sees it, and what is read of those that were."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread.models import Side
from aufil.thread.queries import support_thread_of
from aufil.video.models import Asked, Rehearsal, Room

KIND = Room.Kind.REHEARSAL.value


def rehearsal_path(uid: UUID) -> str:
    """Where both go, signed in: to its room while there is one, else to its questions alone."""
    return f"/entretien/{uid}/"


def rehearsal_by(uid: UUID) -> Rehearsal | None:
    rows = Rehearsal.objects.select_related("structure", "young", "counsellor")
    return rows.filter(uid=uid).first()


def running_rehearsal(young: int, structure: int) -> Rehearsal | None:
    """The one under way with somebody."""
    return Rehearsal.objects.filter(young=young, structure=structure, ended_at=None).first()


def rehearsals_of(young: int, structure: int) -> QuerySet[Rehearsal]:
    """All that were begun with somebody, the last first."""
    return Rehearsal.objects.filter(young=young, structure=structure).select_related("counsellor")


def own_rehearsal_room(person: Person, rehearsal: Rehearsal) -> Room | None:
    """Its open room, if this person may go in."""
    rows = Room.objects.open().filter(kind=KIND, subject=rehearsal.uid, guests__person=person)
    return rows.filter(guests__removed_at=None).first()


def thread_of_rehearsal(rehearsal: Rehearsal) -> UUID | None:
    """The open support thread it goes into."""
    found = support_thread_of(rehearsal.young_id, rehearsal.structure_id)
    return found.uid if found else None


@dataclass(frozen=True)
class RehearsalView:
    """What one side sees. `has_room`: they see each other too."""

    row: Rehearsal
    side: str
    questions: Sequence[Asked]

    @property
    def is_staff(self) -> bool:
        return self.side == Side.STAFF

    @property
    def current(self) -> Asked | None:
        return self.questions[self.row.position - 1] if self.row.position else None

    @property
    def asks(self) -> bool:
        """Does this side play the employer?"""
        return self.row.employer == self.side

    @property
    def staff_name(self) -> str:
        return self.row.counsellor.first_name if self.row.counsellor else _("La Mission Locale")

    @property
    def roles(self) -> str:
        """Who plays whom."""
        names = {Side.STAFF.value: self.staff_name, Side.YOUNG.value: self.row.young.first_name}
        other = next(side for side in names if side != self.row.employer)
        said = {"employer": names[self.row.employer], "candidate": names[other]}
        return _("%(employer)s joue l’employeur, %(candidate)s répond.") % said

    @property
    def place(self) -> str:
        if not self.questions:
            return _("Pas encore de question")
        words = {"position": self.row.position, "count": len(self.questions)}
        return _("Question %(position)s sur %(count)s") % words

    @property
    def advice(self) -> str:
        """Only the employer's side has it, until it is shown to both."""
        found = self.current.advice if self.current else ""
        return found if self.asks or self.row.is_advised else ""

    @property
    def may_advise(self) -> bool:
        return bool(self.asks and self.advice and not self.row.is_advised)

    @property
    def since(self) -> int:
        """Seconds since the question was asked."""
        asked = self.row.asked_at
        return max(int(((self.row.ended_at or clock.now()) - asked).total_seconds()), 0) if asked else 0

    @property
    def is_first(self) -> bool:
        return self.row.position <= 1

    @property
    def is_last(self) -> bool:
        return self.row.position >= len(self.questions)

    @property
    def shape(self) -> dict[str, Any]:
        """For its script; the notes for staff alone."""
        current = self.current
        shown: dict[str, Any] = {
            "id": self.row.uid,
            "rev": self.row.rev,
            "ended": self.row.ended_at is not None,
            "position": self.row.position,
            "count": len(self.questions),
            "place": self.place,
            "roles": self.roles,
            "asks": self.asks,
            "employer": self.row.employer,
            "question": {"id": current.uid, "text": current.text} if current else None,
            "advice": self.advice,
            "advised": self.row.is_advised,
            "may_advise": self.may_advise,
            "since": self.since,
            "retained": self.row.retained_at is not None,
        }
        if self.is_staff:
            shown["notes"] = {"well": current.well, "work": current.work} if current else None
        return shown


def rehearsal_view(row: Rehearsal, side: str) -> RehearsalView:
    """One statement."""
    return RehearsalView(row, side, list(row.questions.all()))


def revs_of(rooms: Sequence[Room]) -> dict[UUID, int]:
    """How far the rehearsal of each room is, by its subject; no statement where none is one."""
    subjects = [room.subject for room in rooms if room.kind == KIND]
    if not subjects:
        return {}
    return dict(Rehearsal.objects.filter(uid__in=subjects).values_list("uid", "rev"))
