"""The call list, with all one needs to call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aufil.delivery.models import CallLine, Notice
from aufil.delivery.queries import about_line, call_list, call_list_of_nobody
from aufil.home.queries.about import in_words
from aufil.kernel.phones import spoken
from aufil.people.models import Person, Role, Structure, Support
from aufil.people.queries import today_in
from aufil.thread.models import Thread
from aufil.thread.queries import matters_of

MOST = 100


@dataclass(frozen=True)
class ToCall:
    """One line: whom to call, where, what for, since when."""

    line: CallLine
    thread: UUID | None  # where the viewer notes the call
    about: str
    why: str
    instead_of: str = ""  # whose young person it is, where the viewer stands in

    @property
    def person(self) -> Person:
        return self.line.person

    @property
    def phone(self) -> str:
        return self.person.phone

    @property
    def phone_spoken(self) -> str:
        return spoken(self.phone) if self.phone else ""

    @property
    def since(self) -> datetime:
        return self.line.opened_at


def to_call(viewer: Person, structure: Structure, role: str) -> list[ToCall]:
    """The call list of somebody, the oldest first: a counsellor's own and those they stand in for; for who leads the
    structure, those of nobody. Five statements, however many."""
    find = call_list if role == Role.COUNSELLOR else None
    rows = find(viewer, structure) if find else call_list_of_nobody(structure)
    lines = list(rows[:MOST])
    about = {line.pk: list(getattr(line, "about", [])) for line in lines}
    return _shown(lines, about, viewer, structure)


def one_to_call(line: CallLine, viewer: Person) -> ToCall:
    """A line of one's list, as it is or was."""
    return _shown([line], {line.pk: about_line(line)}, viewer, line.structure)[0]


def _shown(
    lines: Sequence[CallLine], about: dict[int, list[Notice]], viewer: Person, structure: Structure
) -> list[ToCall]:
    if not lines:
        return []
    people = [line.person_id for line in lines]
    matters = matters_of([notice for notices in about.values() for notice in notices])
    open_ones = Thread.objects.filter(
        structure=structure, young__in=people, kind=Thread.Kind.SUPPORT, closed_at=None
    )
    threads = dict(open_ones.visible_to(viewer).values_list("young", "uid"))
    referents = _referents(people, viewer, structure)
    return [
        ToCall(
            line,
            threads.get(line.person_id),
            in_words(matters[notice.pk] for notice in about[line.pk]),
            _why(about[line.pk]),
            referents.get(line.person_id, ""),
        )
        for line in lines
    ]


def _referents(people: Sequence[int], viewer: Person, structure: Structure) -> dict[int, str]:
    """Whose these are, where it is not the viewer."""
    rows = Support.objects.on(today_in(structure)).filter(
        structure=structure, young__in=people, part=Support.Part.REFERENT
    )
    return {
        row.young_id: row.counsellor.full_name
        for row in rows.exclude(counsellor=viewer).select_related("counsellor")
    }


def _why(notices: Iterable[Notice]) -> str:
    """Why nothing else was left, by the last that came."""
    return next((notice.reason for notice in reversed(list(notices)) if notice.reason), "")
