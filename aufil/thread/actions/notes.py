"""What staff write beside a support thread: private notes and telephone calls; and what Aufil tells in it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery import actions as delivery
from aufil.delivery.queries import is_open_line
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people import actions as people
from aufil.people.models import Person
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post, Posted
from aufil.thread.models import Call, Entry, Member, Side, Thread
from aufil.thread.queries import Opened
from aufil.web.problems import Problem


@transaction.atomic
def write_note(*, opened: Opened, uid: UUID, text: str) -> Posted:
    """A private note of staff about the young person of this support thread; the same `uid` again is once."""
    return _beside(opened, uid, text, Entry.Kind.NOTE)


@transaction.atomic
def note_call(*, opened: Opened, uid: UUID, outcome: str, text: str = "", line: UUID | None = None) -> Posted:
    """What came of a call to the young person, in a second; the same `uid` again is once.

    A call that reached them is an exchange, and answers what waited. A wrong number marks the number. With a `line`
    of the call list: a 409 problem when a colleague has closed it meanwhile.
    """
    thread = Thread.objects.select_for_update(of=("self",)).select_related("young").get(pk=opened.pk)
    if line and not is_open_line(line) and not Entry.objects.filter(uid=uid).exists():
        raise Problem("conflict", _("Un collègue vient de s’en occuper."))
    label = Call.Outcome(outcome).label
    said = _beside(opened, uid, f"{label}. {text}".strip() if text else f"{label}.", Entry.Kind.CALL)
    young = thread.young
    if not said.is_new or young is None:
        return said
    entry = Entry.objects.get(uid=uid)
    Call.objects.create(entry=entry, outcome=outcome, number=young.phone)
    actor, structure = opened.viewer.person_id, opened.structure
    delivery.call_noted(person=young.pk, structure=structure, outcome=outcome, actor=actor)
    if outcome == Call.Outcome.REACHED:
        Thread.objects.filter(pk=thread.pk).update(
            last_exchange_at=entry.created_at, unanswered_since=None, updated_at=clock.now()
        )
    if outcome == Call.Outcome.WRONG_NUMBER and young.phone:
        people.mark_phone_wrong(person=young, actor=Person.objects.get(pk=opened.viewer.person_id))
    return said


@transaction.atomic
def need_no_answer(*, opened: Opened) -> None:
    """« Rien à répondre »: what the young person said last waits for nothing. Twice is once."""
    if opened.young is None or opened.viewer.side != Side.STAFF:
        raise Problem("not-found")
    if Thread.objects.filter(pk=opened.pk).exclude(unanswered_since=None).update(unanswered_since=None):
        journal.record(
            verb="needs-no-answer",
            subject="thread",
            subject_uid=opened.uid,
            actor=opened.viewer.person_id,
            structure=opened.structure,
        )


def _beside(opened: Opened, uid: UUID, text: str, kind: str) -> Posted:
    if opened.young is None or opened.viewer.side != Side.STAFF:
        raise Problem("not-found")
    notes = notes_of(thread=opened.pk)
    return post(Post(notes.uid, opened.viewer.person_id, uid, text, kind=kind))


@transaction.atomic
def notes_of(*, thread: int) -> Thread:
    """The staff thread paired with a support thread, made at the first need, with its staff in it."""
    # Two first notes at once wait for each other here, and the constraint stands behind.
    support = Thread.objects.select_for_update().get(pk=thread)
    found = Thread.objects.filter(paired_with=support).first()
    if found:
        return found
    now = clock.now()
    notes = Thread.objects.create(
        structure_id=support.structure_id,
        kind=Thread.Kind.STAFF,
        title=_("Notes de l’équipe"),
        paired_with=support,
        created_at=now,
        updated_at=now,
    )
    Member.objects.bulk_create(
        Member(thread=notes, person_id=member.person_id, side=Side.STAFF, joined_at=now)
        for member in support.members.filter(side=Side.STAFF, left_at=None)
    )
    return notes


def record_event(
    *, structure: int, young: int, author: int, text: str, uid: UUID | None = None
) -> Posted | None:
    """Tell in the young person's support thread what has happened: an entry of kind `event`.

    Said by `author`, or by a member of staff of the thread when they are not in it (a head hands over). None
    when there is no open thread, or nobody to say it. With a `uid` of the caller's own, twice is once.
    """
    thread = Thread.objects.filter(
        structure=structure, young=young, kind=Thread.Kind.SUPPORT, closed_at=None
    ).first()
    if thread is None:
        return None
    staff = list(
        thread.members.filter(side=Side.STAFF, left_at=None).order_by("pk").values_list("person", flat=True)
    )
    if not staff:
        return None
    speaker = author if author in staff else staff[0]
    event = Post(
        thread.uid, speaker, uid or new_id(), text, kind=Entry.Kind.EVENT.value, via=Entry.Via.SELF.value
    )
    return post(event)
