"""The lists of questions a rehearsal may begin with: ready-made, and the structure's own."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from aufil.people.models import Structure
from aufil.video.interviews import READY
from aufil.video.models import QuestionList, Rehearsal


@dataclass(frozen=True)
class Script:
    """The questions of an interview, each with its advice. `of`: the structure's own list it comes from."""

    title: str = ""
    questions: tuple[tuple[str, str], ...] = ()
    of: QuestionList | None = None


def own_lists(structure: Structure) -> QuerySet[QuestionList]:
    """All of a structure's, archived ones last; with `count` questions, `has_served`. One statement."""
    rows = QuestionList.objects.filter(structure=structure).annotate(
        count=Count("questions"), has_served=Exists(Rehearsal.objects.filter(of=OuterRef("pk")))
    )
    return rows.order_by("archived_at", "title", "pk")


def scripts_offered(structure: Structure) -> list[tuple[str, str, int]]:
    """What one may choose: its name in a form, its title, how many questions; the structure's own first."""
    own = QuestionList.objects.filter(structure=structure, archived_at=None).annotate(
        count=Count("questions")
    )
    ready = [(key, str(one.title), len(one.questions)) for key, one in READY.items()]
    return [(str(one.uid), one.title, one.count) for one in own] + ready


def script_named(structure: Structure, name: str) -> Script | None:
    """The script of that name; empty without one; None for a name nobody was offered."""
    if not name:
        return Script()
    if ready := READY.get(name):
        questions = tuple((str(one.text), str(one.advice)) for one in ready.questions)
        return Script(str(ready.title), questions)
    try:
        uid = UUID(name)
    except ValueError:
        return None
    row = QuestionList.objects.filter(structure=structure, uid=uid, archived_at=None).first()
    if row is None:
        return None
    return Script(row.title, tuple(row.questions.values_list("text", "advice")), row)
