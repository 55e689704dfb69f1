"""A young person's page: what has happened, and who has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.audit.queries import records_about
from aufil.kernel import clock
from aufil.kernel.words import folded
from aufil.people.actions import OPENED
from aufil.people.models import HandOver, Membership, Merge, Person, Role, Situation, Structure, Support
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import PersonFile, hand_overs_of, left_people
from aufil.thread.models import Call, Consultation, Entry, Thread

JOURNAL_KEPT = timedelta(days=366)
SPOKEN_ROLES = {
    Role.COUNSELLOR: gettext_lazy("accompagnement"),
    Role.PILOT: gettext_lazy("pilotage du programme"),
    Role.HEAD: gettext_lazy("direction"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the story: a day, what, by whom; never what was said."""

    on: date
    kind: str
    text: str
    by: str = ""


def story_of(file: PersonFile) -> list[Happening]:
    """All that has happened, the last first. Five statements beside the file's own."""
    found = [
        *_stays(file),
        *_supports(file),
        *_situations(file.situations),
        *_exchanges(file),
        *_merges(file),
    ]
    return sorted((h for h in found if h.on <= file.today), key=lambda h: h.on)[::-1]


def _stays(file: PersonFile) -> Iterable[Happening]:
    apart = [stay for stay in file.stays if not any(_covers(other, stay) for other in file.stays)]
    for number, stay in enumerate(apart):
        text = _("Accompagnement repris") if number else _("Début de l’accompagnement")
        yield Happening(stay.starts_on, "stay", text)
        if stay.ends_on and stay.ends_on <= file.today:
            reason = stay.get_end_reason_display() or _("sans motif")
            yield Happening(stay.ends_on, "left", _("Fin de l’accompagnement : %s") % reason)


def _covers(longer: Membership, stay: Membership) -> bool:
    """Did a stay pass within a longer one? So it does where two files were made one: nobody left that day."""
    if longer.pk == stay.pk or longer.starts_on > stay.starts_on:
        return False
    return longer.ends_on is None or (stay.ends_on is not None and stay.ends_on < longer.ends_on)


def _merges(file: PersonFile) -> Iterable[Happening]:
    """Its file was made one with another, or two again."""
    of_both = Q(kept=file.young) | Q(absorbed=file.young)
    rows = Merge.objects.filter(of_both, structure=file.structure).defer("memo", "left")
    for row in rows.select_related("kept", "absorbed", "made_by", "undone_by"):
        other = row.absorbed if row.kept_id == file.young.pk else row.kept
        name = {"name": other.full_name}
        by = row.made_by.full_name if row.made_by else ""
        together = _("Dossier réuni avec celui de %(name)s") % name
        yield Happening(timezone.localdate(row.made_at), "merge", together, by)
        if row.undone_at:
            by = row.undone_by.full_name if row.undone_by else ""
            apart = _("Dossier séparé de celui de %(name)s") % name
            yield Happening(timezone.localdate(row.undone_at), "merge", apart, by)


def _supports(file: PersonFile) -> Iterable[Happening]:
    rows = Support.objects.filter(young=file.young, structure=file.structure).select_related("counsellor")
    given = list(hand_overs_of(file.young, file.structure))
    by_hand = {(row.taker_id, row.starts_on) for row in given}
    back = {row.returns_on for row in given if row.returns_on}
    for one in given:
        yield Happening(
            one.starts_on, "hand-over", _hand_over(one), one.made_by.full_name if one.made_by else ""
        )
    for row in rows:
        name, key = {"name": row.counsellor.full_name}, (row.counsellor_id, row.starts_on)
        if row.starts_on == row.ends_on or (row.part == Support.Part.REFERENT and key in by_hand):
            continue
        if row.part != Support.Part.REFERENT:
            yield Happening(row.starts_on, "support", _("%(name)s accompagne aussi") % name)
            if row.ends_on:
                yield Happening(row.ends_on, "support", _("%(name)s n’accompagne plus") % name)
        elif row.starts_on in back:
            yield Happening(row.starts_on, "hand-over", _("%(name)s reprend l’accompagnement") % name)
        else:
            yield Happening(row.starts_on, "support", _("%(name)s assure le suivi") % name)


def _hand_over(row: HandOver) -> str:
    words = {"taker": row.taker.full_name, "giver": row.giver.full_name if row.giver else ""}
    if not row.giver:
        return _("Confié à %(taker)s") % words
    if row.returns_on is None:
        return _("%(taker)s prend le relais de %(giver)s, pour de bon") % words
    words["day"] = row.returns_on.strftime("%d/%m/%Y")
    return _("%(taker)s prend le relais de %(giver)s jusqu’au %(day)s") % words


def _situations(situations: Iterable[Situation]) -> Iterable[Happening]:
    for row in situations:
        by = row.recorded_by.full_name if row.recorded_by else ""
        label = f"{row.get_category_display()}{f' ({row.detail})' if row.detail else ''}"
        began = row.starts_on or timezone.localdate(row.recorded_at)
        if row.state == Situation.State.PLANNED:
            yield Happening(timezone.localdate(row.recorded_at), "situation", _("Prévu : %s") % label, by)
            continue
        yield Happening(began, "situation", _("Début : %s") % label, by)
        if row.state == Situation.State.ENDED:
            yield Happening(
                row.ends_on or timezone.localdate(row.recorded_at), "situation", _("Fin : %s") % label, by
            )


def _exchanges(file: PersonFile) -> Iterable[Happening]:
    threads = Thread.objects.filter(young=file.young, structure=file.structure, kind=Thread.Kind.SUPPORT)
    messages = Entry.objects.filter(thread__in=threads, kind__in=Entry.SAID).order_by("thread", "seq")
    first = messages.values_list("created_at", flat=True).first()
    if first:
        yield Happening(timezone.localdate(first), "exchange", _("Premier message"))
    calls = Call.objects.filter(entry__thread__paired_with__in=threads, entry__deleted_at=None)
    for call in calls.select_related("entry__author"):
        text = _("Appel : %s") % call.get_outcome_display()
        yield Happening(timezone.localdate(call.entry.created_at), "call", text, call.entry.author.full_name)


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody of the staff looked: when, who, as what, at what, and why when they had to say it."""

    at: datetime
    who: str
    role: str
    where: str
    reason: str = ""
    read: bool = False


def openings_of(young: Person, structure: Structure | None = None) -> list[Opening]:
    """Who opened a young person's page, or read their thread for a reason, the last first: twelve months.

    In one structure, or in all. Five statements, whatever the number.
    """
    since = clock.now() - JOURNAL_KEPT
    records = records_about(young.uid, [OPENED], structure.pk if structure else None).filter(at__gt=since)
    looks = [(row.at, row.actor, row.structure, "") for row in records[:1000]]
    consulted = Consultation.objects.filter(thread__young=young, starts_at__gt=since)
    if structure:
        consulted = consulted.filter(thread__structure=structure)
    rows = consulted.values_list("starts_at", "person", "thread__structure", "reason")
    looks += list(rows)
    people = Person.objects.in_bulk({actor for _at, actor, _where, _why in looks})
    structures = Structure.objects.in_bulk({where for _at, _actor, where, _why in looks})
    roles = _roles(people, structures)
    return [
        Opening(
            at=at,
            who=people[actor].full_name,
            role=roles.get((actor, where), ""),
            where=structures[where].name if where in structures else "",
            reason=why,
            read=bool(why),
        )
        for at, actor, where, why in sorted(looks, key=lambda look: look[0], reverse=True)
        if actor in people
    ]


def _roles(people: Iterable[int], structures: Iterable[int]) -> dict[tuple[Any, Any], str]:
    """What each does in each structure, the last role they had."""
    rows = Membership.objects.filter(
        person__in=list(people), structure__in=list(structures), role__in=STAFF_ROLES
    ).order_by("starts_on", "pk")
    return {
        (person, structure): str(SPOKEN_ROLES[Role(role)])
        for person, structure, role in rows.values_list("person", "structure", "role")
    }


def threads_about(young: Person, structure: Structure, viewer: Person) -> tuple[UUID | None, UUID | None]:
    """The young person's thread if the viewer may read it today; and the last there is, open or closed."""
    threads = Thread.objects.filter(young=young, structure=structure, kind=Thread.Kind.SUPPORT)
    rows = threads.order_by("closed_at", "pk").values_list("uid", "closed_at")
    known = list(rows)
    last = next((uid for uid, closed in known if closed is None), known[-1][0] if known else None)
    own = set(threads.visible_to(viewer).values_list("uid", flat=True))
    return (last if last in own else None), last


def last_stay(person: Person) -> Membership | None:
    """The last stay of a young person anywhere; None for who never was one."""
    rows = Membership.objects.filter(person=person, role=Role.YOUNG).select_related("structure")
    return rows.order_by("-ends_on", "-pk").first()


def left_stays(structure: Structure, words: str) -> QuerySet[Membership]:
    """The last stay of each young person who has left a structure, the last to leave first; by name or number."""
    gone = left_people(structure)
    for word in folded(words).split():
        gone = gone.filter(
            Q(findable_name__contains=word)
            | Q(memberships__structure=structure, memberships__file_number__startswith=word)
        )
    later = Membership.objects.filter(person=OuterRef("person"), structure=structure, role=Role.YOUNG)
    stays = Membership.objects.filter(structure=structure, role=Role.YOUNG, person__in=gone.values("pk"))
    last = stays.filter(pk=Subquery(later.order_by("-starts_on", "-pk").values("pk")[:1]))
    return last.select_related("person").order_by("-ends_on", "person__last_name", "pk")
