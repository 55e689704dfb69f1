from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.kernel import bus, clock
from aufil.people import actions as people
from aufil.people.models import Person, Structure, Support
from aufil.people.queries import open_support_of
from aufil.thread.actions.journaling import record_in
from aufil.thread.events import GroupChanged
from aufil.thread.models import Member, Side, Thread
from aufil.thread.queries import Opened
from aufil.web.problems import Problem


@transaction.atomic
def open_supports(*, structure: int, pairs: Sequence[tuple[int, int]]) -> None:
    """For each (young person, counsellor), by ids: their support thread, made if there is none, with both in it.

    A handful of statements, however many pairs. Two at once make one thread: the constraint decides.
    """
    young, now = [pk for pk, _counsellor in pairs], clock.now()
    open_threads = Thread.objects.filter(
        structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None, young__in=young
    )
    known = set(open_threads.values_list("young", flat=True))
    Thread.objects.bulk_create(
        (
            Thread(
                structure_id=structure, kind=Thread.Kind.SUPPORT, young_id=pk, created_at=now, updated_at=now
            )
            for pk in dict.fromkeys(young)
            if pk not in known
        ),
        ignore_conflicts=True,
    )
    threads = {thread.young_id or 0: thread for thread in open_threads.all()}
    notes = {t.paired_with_id: t for t in Thread.objects.filter(paired_with__in=threads.values())}
    sides = [(threads[pk], pk, Side.YOUNG) for pk in threads if pk not in known]
    earlier: dict[int | None, list[Thread]] = {}
    for row in Thread.objects.filter(continued_in__in=threads.values()):
        earlier.setdefault(row.continued_in_id, []).append(row)
    for pk, person in dict.fromkeys(pairs):
        thread = threads[pk]
        places = (thread, notes.get(thread.pk), *earlier.get(thread.pk, ()))
        sides += [(one, person, Side.STAFF) for one in places if one]
    Member.objects.bulk_create(
        (
            Member(thread=thread, person_id=person, side=side, joined_at=now, seen_seq=thread.last_seq)
            for thread, person, side in sides
        ),
        update_conflicts=True,
        unique_fields=["thread", "person"],
        update_fields=["left_at", "side"],
    )


@transaction.atomic
def open_group(
    *,
    structure: Structure,
    title: str,
    opener: Person,
    young: Sequence[Person] = (),
    staff: Sequence[Person] = (),
    kind: str = Thread.Kind.GROUP,
) -> Thread:
    """A thread of several people; the opener is a member."""
    thread = _new(structure, kind, title=title)
    for person in {opener.pk: opener, **{p.pk: p for p in staff}}.values():
        join(thread=thread, person=person, side=Side.STAFF)
    for person in young:
        join(thread=thread, person=person, side=Side.YOUNG)
    journal.record(
        verb=f"{kind}-opened",
        subject="thread",
        subject_uid=thread.uid,
        actor=opener.pk,
        structure=structure.pk,
    )
    return thread


def _new(structure: Structure, kind: str, *, title: str) -> Thread:
    now = clock.now()
    return Thread.objects.create(structure=structure, kind=kind, title=title, created_at=now, updated_at=now)


def join(*, thread: Thread, person: Person, side: str) -> Member:
    """`person` takes part from now on; who had left comes back where they stopped reading."""
    member, _made = Member.objects.update_or_create(
        thread=thread,
        person=person,
        defaults={"left_at": None, "side": side},
        create_defaults={"side": side, "joined_at": clock.now(), "seen_seq": thread.last_seq},
    )
    return member


def leave(*, thread: Thread, person_id: int) -> None:
    """`person` no longer takes part, nor in the notes beside, nor in what this continues; what they wrote stays."""
    rows = Member.objects.filter(
        Q(thread=thread) | Q(thread__paired_with=thread) | Q(thread__continued_in=thread)
    )
    rows.filter(person=person_id, left_at=None).update(left_at=clock.now())


def leave_all(*, structure: int, person: int) -> None:
    """Somebody left the staff of a structure: they are in none of its threads any more. Again changes nothing."""
    rows = Member.objects.filter(person=person, thread__structure=structure, side=Side.STAFF, left_at=None)
    groups = list(rows.filter(thread__kind=Thread.Kind.GROUP).values_list("thread", flat=True))
    rows.update(left_at=clock.now())
    bus.publish([GroupChanged(thread) for thread in groups])


@transaction.atomic
def add_colleague(*, opened: Opened, colleague: Person) -> None:
    """A member of staff brings in a colleague, who may read all from the beginning.

    In a support thread the colleague supports the young person from today; joining follows from that fact.
    """
    thread = Thread.objects.select_related("structure", "young").get(pk=opened.pk)
    if thread.young:
        people.support(
            young=thread.young,
            counsellor=colleague,
            structure=thread.structure,
            part=Support.Part.COLLEAGUE,
            actor=Person.objects.get(pk=opened.viewer.person_id),
        )
        return
    join(thread=thread, person=colleague, side=Side.STAFF)
    bus.publish([GroupChanged(thread.pk)])
    record_in(opened, "member-added", colleague.uid)


@transaction.atomic
def remove_colleague(*, opened: Opened, uid: UUID) -> None:
    """A member of staff leaves, or is taken out. A 403 problem for the referent, and for the last of a group."""
    staff = [m for m in opened.members if m.side == Side.STAFF]
    member = next((m for m in staff if m.uid == uid), None)
    if member is None:
        raise Problem("not-found")
    if opened.young is None:
        if len(staff) == 1:
            raise Problem("forbidden", _("Un groupe garde au moins une personne de l’équipe."))
        leave(thread=Thread.objects.get(pk=opened.pk), person_id=member.person_id)
        bus.publish([GroupChanged(opened.pk)])
        record_in(opened, "member-removed", uid)
        return
    row = open_support_of(young=opened.young, counsellor=member.person_id, structure=opened.structure)
    if row is None or row.part == Support.Part.REFERENT:
        raise Problem(
            "forbidden", _("Le référent reste dans le fil : confiez d’abord ce jeune à quelqu’un d’autre.")
        )
    if row.part == Support.Part.STAND_IN:
        raise Problem(
            "forbidden",
            _(
                "Cette personne remplace quelqu’un : elle part à la fin de l’absence. Changez plutôt l’absence."
            ),
        )
    people.end_support(row=row)
    record_in(opened, "member-removed", uid)
