"""What became of a text written to several: who read it, who was told and by what, whom nothing reached."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models import Channel, Notice
from aufil.delivery.models.notice import NoticeQuerySet
from aufil.delivery.queries import Further, Reason, further, last_told, unheard
from aufil.people.models import Person, Structure
from aufil.thread.models import Broadcast, Copy

State = Notice.State
SHOWN = 20

# In the order in which they are to be looked at; what each is called.
GROUPS = {
    "perdu": _("Pas joints"),
    "appel": _("À appeler"),
    "attente": _("Pas encore prévenus"),
    "parti": _("Prévenus, pas lu"),
    "lu": _("Ont lu"),
}
PLACES = list(GROUPS)
STANDS = {
    "perdu": _("pas joint"),
    "appel": _("à appeler"),
    "attente": _("pas encore"),
    "parti": _("prévenu"),
    "lu": _("a lu"),
}
OF_STATE: dict[str, str] = {
    State.TO_CALL: "appel",
    State.WAITING: "attente",
    State.HELD: "attente",
    State.FAILED: "attente",
    State.SENT: "parti",
    State.DELIVERED: "parti",
    State.SEEN: "lu",
    State.DONE: "lu",
}
SAID: dict[str, Promise] = {
    State.DONE: _("a été appelé"),
    State.WITHDRAWN: _("ce message a été supprimé"),
}
BY: dict[str, Promise] = {
    Channel.PUSH: _("par notification"),
    Channel.SMS: _("par SMS"),
    Channel.EMAIL: _("par e-mail"),
}


class Follow(NamedTuple):
    """A broadcast, and how many stand where, by the names of `GROUPS`."""

    broadcast: Broadcast
    counts: dict[str, int]

    @property
    def whole(self) -> int:
        return sum(self.counts.values())

    @property
    def unread(self) -> int:
        return self.whole - self.counts["lu"]


class Followed(NamedTuple):
    """One young person of a broadcast: how it stands for them, why, and by what they were told last."""

    copy: Copy
    group: str
    state: str
    reason: str
    channel: str
    at: datetime | None

    @property
    def stands(self) -> str:
        return str(STANDS[self.group])

    @property
    def says(self) -> str:
        """In a few words."""
        if self.copy.refusal:
            return self.copy.get_refusal_display()
        if self.state in SAID:
            return str(SAID[self.state])
        if self.reason in Reason.values and self.group != "parti":
            return str(Reason(self.reason).label)
        return str(BY.get(self.channel, _("dans Aufil") if self.state == State.SEEN else ""))


def broadcasts_of(author: Person, structure: Structure) -> list[Follow]:
    """The last that somebody wrote to several, the newest first. Two statements."""
    rows = list(Broadcast.objects.filter(author=author, structure=structure).order_by("-created_at")[:SHOWN])
    counts: dict[int, dict[str, int]] = {row.pk: dict.fromkeys(GROUPS, 0) for row in rows}
    copies = _placed(Copy.objects.filter(broadcast__in=rows))
    for pk, place, count in copies.values_list("broadcast", "place").annotate(Count("pk")).order_by():
        counts[pk][PLACES[place]] = count
    return [Follow(row, counts[row.pk]) for row in rows]


def follow(broadcast: Broadcast) -> Follow:
    """How many stand where. One statement, counted in the database."""
    counts = dict.fromkeys(GROUPS, 0)
    rows = _placed(broadcast.copies.all()).values_list("place").annotate(Count("pk")).order_by()
    return Follow(broadcast, counts | {PLACES[place]: count for place, count in rows})


def followed(broadcast: Broadcast, group: str, start: int, most: int) -> list[Followed]:
    """A stretch of its people, those to look at first in front, or those of one group. Five statements."""
    rows = _placed(broadcast.copies.select_related("young", "entry__thread"))
    rows = rows.filter(place=PLACES.index(group)) if group else rows
    copies = list(rows.order_by("place", "young__last_name", "young__first_name", "pk")[start : start + most])
    entries = [copy.entry for copy in copies if copy.entry]
    found = Notice.objects.filter(
        kind="thread",
        person__in=[copy.young_id for copy in copies],
        topic__in=[entry.thread_id for entry in entries],
        position__in=[entry.seq for entry in entries],
    )
    notices = {(one.person_id, one.topic, one.position): one for one in found}
    told = last_told([one.pk for one in notices.values()])
    return [_followed(copy, notices, told) for copy in copies]


def _followed(
    copy: Any, notices: dict[tuple[int, int, int], Notice], told: dict[int, tuple[str, datetime]]
) -> Followed:
    entry = copy.entry
    notice = entry and notices.get((copy.young_id, entry.thread_id, entry.seq))
    if notice is None:
        return Followed(copy, PLACES[copy.place], "", "", "", None)
    channel, at = told.get(notice.pk) or ("", None)
    return Followed(copy, PLACES[copy.place], notice.state, notice.reason, channel, at)


def notices_behind(broadcast: Broadcast) -> NoticeQuerySet:
    """The notices of its young people."""
    copies = broadcast.copies.annotate(notice=Subquery(_notice().values("pk")[:1]))
    return Notice.objects.filter(pk__in=copies.values("notice"))


def unheard_of(broadcast: Broadcast) -> Further:
    """What telling those who have not read it by text message or e-mail takes."""
    waiting = unheard(notices_behind(broadcast)).filter(reach__lt=Notice.Reach.MESSAGE)
    people = list(waiting.values_list("person", flat=True))
    return further(
        structure=broadcast.structure, people=people, who=broadcast.author.first_name, text=broadcast.text
    )


def to_call_for(broadcast: Broadcast) -> int:
    """How many would be put on the call list now."""
    return unheard(notices_behind(broadcast)).count()


def _placed(copies: QuerySet[Copy]) -> QuerySet[Any]:
    """Copies with the `place` in `PLACES` where each stands: found once for each, by an index."""
    places = [When(state=state, then=Value(PLACES.index(group))) for state, group in OF_STATE.items()]
    stands = _notice().annotate(place=Case(*places, default=Value(0))).values("place")[:1]
    return copies.annotate(place=Coalesce(Subquery(stands), Value(0)))


def _notice() -> NoticeQuerySet:
    return Notice.objects.filter(
        person=OuterRef("young"),
        kind="thread",
        topic=OuterRef("entry__thread"),
        position=OuterRef("entry__seq"),
    )
