from collections.abc import Sequence

from django.db import IntegrityError, transaction

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.thread.models import Member, Side, Thread
from aufil.thread.queries import support_thread_of


def open_support(*, young: Person, structure: Structure) -> Thread:
    """The open support thread of a young person in a structure, made if there is none. Two at once: one."""
    if found := support_thread_of(young.pk, structure.pk):
        return found
    try:
        with transaction.atomic():
            thread = _new(structure, Thread.Kind.SUPPORT, young=young)
            join(thread=thread, person=young, side=Side.YOUNG)
    except IntegrityError:
        return Thread.objects.get(young=young, structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None)
    return thread


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


def _new(structure: Structure, kind: str, *, title: str = "", young: Person | None = None) -> Thread:
    now = clock.now()
    return Thread.objects.create(
        structure=structure, kind=kind, title=title, young=young, created_at=now, updated_at=now
    )


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
    """`person` no longer takes part; what they wrote stays."""
    Member.objects.filter(thread=thread, person=person_id, left_at=None).update(left_at=clock.now())
