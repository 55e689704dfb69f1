"""Writing to several young people at once: each has the text in their own thread."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery import actions as delivery
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.kernel.words import fingerprint
from aufil.people.models import Person, Structure
from aufil.thread.actions.post import post_many
from aufil.thread.actions.posts import Post, Posted
from aufil.thread.models import Broadcast, Copy, Entry, Member, Thread
from aufil.thread.queries import notices_behind
from aufil.web.problems import Problem

MOST = 200
Reach = Notice.Reach


@transaction.atomic
def write_to_many(
    *,
    uid: UUID,
    structure: Structure,
    author: Person,
    young: Sequence[Person],
    text: str,
    reach: int = Reach.PUSH,
    private: bool = False,
) -> Broadcast:
    """Each of `young` gets `text` in their own thread, and is told of it as far as `reach`; who cannot is kept with
    the reason.

    The same `uid` again is the same broadcast, whatever happened in between; with another text or other people
    a 409 problem. At most `MOST` people.
    """
    people = sorted({person.pk: person for person in young}.values(), key=lambda person: person.pk)
    digest = fingerprint(text, *(str(person.uid) for person in people))
    columns = {
        "structure": structure,
        "author": author,
        "text": text,
        "body_hash": digest,
        "created_at": clock.now(),
        "reach": reach,
    }
    broadcast, made = Broadcast.objects.get_or_create(uid=uid, defaults=columns)
    if made:
        _copy(broadcast, people, private)
        _note("wrote-to-many", broadcast, author)
    elif broadcast.author_id != author.pk or bytes(broadcast.body_hash) != digest:
        raise Problem("conflict", _("Ce message est déjà parti, avec un autre texte ou d’autres personnes."))
    return broadcast


@transaction.atomic
def tell_further(*, broadcast: Broadcast, actor: Person) -> int:
    """Those who have not read it are told by text message or e-mail; how many. Twice is once."""
    told = delivery.go_further(notices=notices_behind(broadcast), reach=Reach.MESSAGE)
    Broadcast.objects.filter(pk=broadcast.pk, reach__lt=Reach.MESSAGE).update(reach=Reach.MESSAGE)
    if told:
        _note("told-further", broadcast, actor)
    return told


@transaction.atomic
def call_the_rest(*, broadcast: Broadcast, actor: Person) -> int:
    """Those who have not read it, nor got it as a text message, are put on the call list; how many. Twice is once."""
    called = delivery.ask_to_call(notices=notices_behind(broadcast))
    Broadcast.objects.filter(pk=broadcast.pk).update(reach=Reach.CALL)
    if called:
        _note("called-the-rest", broadcast, actor)
    return called


def _note(verb: str, broadcast: Broadcast, actor: Person) -> None:
    journal.record(
        verb=verb,
        subject="broadcast",
        subject_uid=broadcast.uid,
        actor=actor.pk,
        structure=broadcast.structure_id,
    )


def _copy(broadcast: Broadcast, people: Sequence[Person], private: bool) -> None:
    """One entry for each whose open thread the author is in; a reason for the others."""
    threads = _latest_threads(broadcast.structure, people)
    member_rows = Member.objects.filter(thread__in=threads.values(), person=broadcast.author, left_at=None)
    mine = set(member_rows.values_list("thread", flat=True))
    copies = [
        Copy(broadcast=broadcast, young=person, refusal=_refusal(threads.get(person.pk), mine))
        for person in people
    ]
    uids = {copy.young_id: uuid5(broadcast.uid, str(copy.young.uid)) for copy in copies if not copy.refusal}
    posts = [
        Post(
            thread=threads[young].uid,
            author=broadcast.author_id,
            uid=uid,
            text=broadcast.text,
            via=Entry.Via.MANY.value,
            private=private,
            reach=broadcast.reach,
        )
        for young, uid in uids.items()
    ]
    sent = [o.entry.uid for o in post_many(posts) if isinstance(o, Posted)] if posts else []
    entries = {entry.uid: entry for entry in Entry.objects.filter(uid__in=sent)}
    for copy in copies:
        if not copy.refusal:
            copy.entry = entries.get(uids[copy.young_id])
            copy.refusal = "" if copy.entry else Copy.Refusal.CLOSED
    Copy.objects.bulk_create(copies)


def _latest_threads(structure: Structure, people: Sequence[Person]) -> dict[int, Thread]:
    """The support thread of each, the open one where there are several."""
    found = Thread.objects.filter(structure=structure, kind=Thread.Kind.SUPPORT, young__in=people)
    ordered = sorted(found, key=lambda thread: (thread.closed_at is None, thread.pk))
    return {thread.young_id or 0: thread for thread in ordered}


def _refusal(thread: Thread | None, mine: set[int]) -> str:
    if thread is None:
        return Copy.Refusal.NO_THREAD
    if thread.closed_at:
        return Copy.Refusal.CLOSED
    return "" if thread.pk in mine else Copy.Refusal.NOT_A_MEMBER
