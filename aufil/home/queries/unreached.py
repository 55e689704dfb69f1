"""What did not arrive in a structure, person by person, with what to do next."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Min, OuterRef
from django.utils.translation import gettext as _

from aufil.delivery.models import Address, CallLine, Channel, Notice
from aufil.delivery.queries import Reason, not_arrived
from aufil.kernel.phones import spoken
from aufil.people.models import Membership, Person, Role, Structure, Support
from aufil.people.queries import today_in

PAGE = 20
ANSWERING = (Support.Part.REFERENT, Support.Part.STAND_IN)


@dataclass
class Unreached:
    """A young person whom something did not reach."""

    person: Person
    count: int
    oldest: datetime
    is_mine: bool
    referent: str = ""
    why: list[str] = field(default_factory=list)
    to_mend: str = ""  # "phone", "email"
    line: UUID | None = None

    @property
    def phone_spoken(self) -> str:
        return spoken(self.person.phone) if self.person.phone else ""


def unreached(membership: Membership, number: str | None) -> tuple[Page[Any], list[Unreached]]:
    """A page of them, those of the viewer first, then who has waited longest. Seven statements, however many."""
    structure, viewer = membership.structure, membership.person
    today = today_in(structure)
    supported = Support.objects.on(today).filter(structure=structure, young=OuterRef("person"))
    answered = supported.filter(part__in=ANSWERING)
    counsels = membership.role == Role.COUNSELLOR
    own = Exists(supported.filter(counsellor=viewer)) if counsels else ~Exists(answered)
    rows = (
        not_arrived(structure).order_by().values("person").annotate(n=Count("pk"), oldest=Min("created_at"))
    )
    page = Paginator(rows.annotate(mine=own).order_by("-mine", "oldest", "person"), PAGE).get_page(number)
    shown = list(page.object_list)
    people = Person.objects.in_bulk([row["person"] for row in shown])
    found = {
        row["person"]: Unreached(people[row["person"]], row["n"], row["oldest"], bool(row["mine"]))
        for row in shown
    }
    _say_why(found, structure)
    _say_what_next(found, structure)
    return page, list(found.values())


def _say_why(found: dict[int, Unreached], structure: Structure) -> None:
    reasons: dict[int, dict[str, None]] = defaultdict(dict)
    rows = not_arrived(structure).filter(person__in=found).order_by("created_at", "pk")
    for person, state, reason in rows.values_list("person", "state", "reason"):
        reasons[person][_why(state, reason)] = None
    for person, whys in reasons.items():
        found[person].why = list(whys)


def _why(state: str, reason: str) -> str:
    if state == Notice.State.TO_CALL and reason == Reason.SILENT:
        return _("envoyé, pas de réaction")
    return {
        Reason.FAILED.value: _("n’a pas pu être remis"),
        Reason.NO_WAY.value: _("aucun moyen de joindre cette personne"),
        Reason.TOO_LATE.value: _("abandonné, trop tard"),
        Reason.DOUBT.value: _("dit reçu, puis dit non remis : doute"),
        Reason.UNKNOWN.value: _("on ne sait pas s’il est arrivé"),
    }.get(reason, _("non remis"))


def _say_what_next(found: dict[int, Unreached], structure: Structure) -> None:
    """Whose they are, where to call, and which number or address is to be mended."""
    people: Collection[int] = list(found)
    referents = Support.objects.on(today_in(structure)).filter(
        structure=structure, young__in=people, part=Support.Part.REFERENT
    )
    for row in referents.select_related("counsellor"):
        found[row.young_id].referent = row.counsellor.full_name
    lines = CallLine.objects.filter(structure=structure, person__in=people, closed_at=None)
    for line in lines:
        found[line.person_id].line = line.uid
    dead = Address.objects.filter(person__in=people, dead_at__isnull=False)
    closed = set(dead.values_list("person", "channel", "address"))
    for pk, one in found.items():
        person = one.person
        if not person.phone or person.phone_wrong_at or (pk, Channel.SMS, person.phone) in closed:
            one.to_mend = "phone"
        elif (pk, Channel.EMAIL, person.email) in closed:
            one.to_mend = "email"
