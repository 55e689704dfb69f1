"""What Aufil says by itself in support threads about who supports, and what follows when somebody leaves or returns."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.events import HandedOver, ReferentReturned, YoungLeft
from aufil.people.models import Person, Structure
from aufil.people.queries import still_supporting, today_in
from aufil.thread.actions.post import post_many
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry, Member, Side, Thread
from aufil.ui.texts import date_in_full


class Told(NamedTuple):
    """A sentence for the support thread of a young person; `author` says it, if they are in it."""

    young: int
    author: int
    text: str


@transaction.atomic
def record_events(*, structure: int, told: Sequence[Told]) -> None:
    """Tell in each young person's open support thread what has happened; in a handful of statements.

    Who is not in the thread cannot speak there: then the first of the staff who are does. Where nobody is,
    nothing is said.
    """
    threads = {
        thread.young_id: thread
        for thread in Thread.objects.filter(
            structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None, young__in=[t.young for t in told]
        )
    }
    staff = defaultdict(list)
    members = Member.objects.filter(thread__in=threads.values(), side=Side.STAFF, left_at=None)
    for thread, person in members.order_by("pk").values_list("thread", "person"):
        staff[thread].append(person)
    posts = []
    for one in told:
        found = threads.get(one.young)
        speakers = staff[found.pk] if found else []
        if found and speakers:
            speaker = one.author if one.author in speakers else speakers[0]
            via = Entry.Via.SELF.value
            posts.append(Post(found.uid, speaker, new_id(), one.text, kind=Entry.Kind.EVENT.value, via=via))
    if posts:
        post_many(posts)


def tell_hand_overs(facts: Sequence[HandedOver]) -> None:
    """« Sofiane prend le relais de Camille. », in the thread of each young person."""
    names = _names({pk for fact in facts for pk in (fact.giver, fact.taker, fact.then) if pk})
    for structure, some in groupby(facts, key=lambda fact: fact.structure):
        today = today_in(Structure.objects.get(pk=structure))
        told = []
        for fact in some:
            words = {"taker": names[fact.taker], "giver": names.get(fact.giver or 0, "")}
            if fact.giver is None:
                text = _("%(taker)s vous accompagne maintenant.") % words
            else:
                text = _("%(taker)s prend le relais de %(giver)s.") % words
            if fact.starts_on > today:
                day = date_in_full(fact.starts_on, today)
                text = _("À partir du %(day)s : %(text)s") % {"day": day, "text": text}
            if fact.returns_on:
                words |= {
                    "day": date_in_full(fact.returns_on, today),
                    "then": names.get(fact.then or 0, ""),
                }
                text = f"{text[:-1]} " + _("jusqu’au %(day)s. %(then)s reprend ce jour-là.") % words
            told.append(Told(fact.young, fact.taker, text))
        record_events(structure=structure, told=told)


def tell_returns(facts: Sequence[ReferentReturned]) -> None:
    """« Camille reprend l’accompagnement. »"""
    names = _names({fact.counsellor for fact in facts})
    for structure, some in groupby(facts, key=lambda fact: fact.structure):
        told = [
            Told(
                fact.young,
                fact.counsellor,
                _("%(name)s reprend l’accompagnement.") % {"name": names[fact.counsellor]},
            )
            for fact in some
        ]
        record_events(structure=structure, told=told)


@transaction.atomic
def end_supports(*, structure: int, pairs: Collection[tuple[int, int]]) -> None:
    """Each (young person, counsellor), by ids: who no longer supports at all leaves the thread and its notes."""
    still = still_supporting(structure=structure, pairs=pairs)
    gone = [pair for pair in pairs if pair not in still]
    threads = Thread.objects.filter(structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None)
    by_young = dict(threads.filter(young__in=[y for y, _c in gone]).values_list("young", "pk"))
    leaving = defaultdict(set)
    for young, counsellor in gone:
        if young in by_young:
            leaving[counsellor].add(by_young[young])
    for counsellor, left in leaving.items():
        rows = Member.objects.filter(Q(thread__in=left) | Q(thread__paired_with__in=left))
        rows.filter(person=counsellor, left_at=None).update(left_at=clock.now())


@transaction.atomic
def close_supports(facts: Sequence[YoungLeft]) -> None:
    """The support thread of somebody who leaves: a last kind word, then it can be read, not written; staff go."""
    text = _(
        "L’accompagnement s’arrête ici. Tout ce qui s’est dit reste à relire. "
        "Pour reprendre un jour, appelez la Mission Locale."
    )
    for structure, some in groupby(facts, key=lambda fact: fact.structure):
        left = list(some)
        record_events(structure=structure, told=[Told(f.young, f.actor, text) for f in left])
        threads = Thread.objects.select_for_update().filter(
            structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None, young__in=[f.young for f in left]
        )
        pks, now = list(threads.order_by("pk").values_list("pk", flat=True)), clock.now()
        Thread.objects.filter(pk__in=pks).update(closed_at=now, unanswered_since=None, updated_at=now)
        staff = Member.objects.filter(Q(thread__in=pks) | Q(thread__paired_with__in=pks), side=Side.STAFF)
        staff.filter(left_at=None).update(left_at=now)


@transaction.atomic
def reopen_supports(*, structure: int, young: Sequence[int]) -> None:
    """The same thread goes on: the last that was closed, where none is open."""
    threads = Thread.objects.filter(structure=structure, kind=Thread.Kind.SUPPORT)
    going_on = set(threads.filter(young__in=young, closed_at=None).values_list("young", flat=True))
    closed = threads.filter(young__in=young).order_by("closed_at", "pk")
    last = {person: pk for pk, person in closed.values_list("pk", "young")}
    wanted = [pk for person, pk in last.items() if person not in going_on]
    Thread.objects.filter(pk__in=wanted).update(closed_at=None, updated_at=clock.now())


def _names(persons: Collection[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=persons).values_list("pk", "first_name"))
