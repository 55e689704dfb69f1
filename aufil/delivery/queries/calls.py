"""Whom to call."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from aufil.delivery.models import CallLine, Notice
from aufil.people.models import Person, Structure, Support
from aufil.people.queries import today_in

ANSWERING = (Support.Part.REFERENT, Support.Part.STAND_IN)


def call_list(counsellor: Person, structure: Structure) -> QuerySet[CallLine]:
    """The lines of those whose referent somebody is, or for whom they stand in today; the oldest first, each with its
    `person` and what it is about (`about`: open notices, oldest first)."""
    mine = Support.objects.on(today_in(structure)).filter(
        structure=structure, counsellor=counsellor, part__in=ANSWERING
    )
    return _open_lines(structure).filter(person__in=mine.values("young"))


def call_list_of_nobody(structure: Structure) -> QuerySet[CallLine]:
    """The lines of those who have neither referent nor stand-in today: the whole structure's."""
    supported = Support.objects.on(today_in(structure)).filter(structure=structure, part__in=ANSWERING)
    return _open_lines(structure).exclude(person__in=supported.values("young"))


def call_list_of_all(structure: Structure) -> QuerySet[CallLine]:
    """Every line of a structure."""
    return _open_lines(structure)


def line_for(viewer: Person, structure: Structure, uid: UUID, *, leads: bool) -> CallLine | None:
    """A line, open or closed, of the list of a counsellor; for who leads the structure, one that is nobody's."""
    rows = CallLine.objects.filter(uid=uid, structure=structure).select_related("person", "closed_by")
    answered_for = Support.objects.on(today_in(structure)).filter(structure=structure, part__in=ANSWERING)
    if leads:
        return rows.exclude(person__in=answered_for.values("young")).first()
    return rows.filter(person__in=answered_for.filter(counsellor=viewer).values("young")).first()


def is_open_line(uid: UUID) -> bool:
    """Is this line still on a call list?"""
    return CallLine.objects.filter(uid=uid, closed_at=None).exists()


def about_line(line: CallLine) -> list[Notice]:
    """What a line is about, or was."""
    return list(Notice.objects.filter(call=line).order_by("created_at", "pk"))


def _open_lines(structure: Structure) -> QuerySet[CallLine]:
    about = Prefetch("notices", Notice.objects.open().order_by("created_at", "pk"), to_attr="about")
    lines = CallLine.objects.filter(closed_at=None, structure=structure)
    return lines.select_related("person").prefetch_related(about).order_by("opened_at", "pk")
