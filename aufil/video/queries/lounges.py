"""Lounges: of which group, open when, who is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.kernel import clock
from aufil.kernel.hours import Interval
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of, young_of
from aufil.thread.models import Member, Side, Thread
from aufil.thread.queries import Opened, Standing, support_thread_of
from aufil.video.lounges import Lounge, hours_at, is_open, there_said, week_of, when_said
from aufil.video.models import LoungeHours, Room, Stay
from aufil.video.providers import PROVIDERS
from aufil.video.queries.doors import open_room_about, video_rules

KIND = Room.Kind.LOUNGE.value
HELP = "lounge-help"  # a notice; `position`: the stay of who asks


@dataclass(frozen=True)
class LoungeView:
    """What the page of a lounge says before one goes in."""

    lounge: Lounge
    is_open: bool
    is_closed: bool  # by a host, until its next hours
    is_host: bool
    when: str
    there: str
    names: list[str]  # who is in it now
    by_link: bool

    @property
    def team(self) -> str:
        return ", ".join(host.first_name for host in self.lounge.hosts)


def lounge_is_carried(structure: Structure) -> bool:
    """Is there anything here that carries more than two? One statement at most."""
    return PROVIDERS["sfu"].is_set() or bool(video_rules(structure).link)


def lounge_week(thread: int) -> list[Interval]:
    """A group's weekly hours."""
    rows = LoungeHours.objects.filter(thread=thread).values_list("weekday", "opens", "closes")
    return [Interval(*row) for row in rows]


def lounge_of_group(thread: Thread) -> Lounge | None:
    """None for a group without hours, or closed, or where nothing carries it. `thread` comes with its structure."""
    if thread.kind != Thread.Kind.GROUP or thread.closed_at:
        return None
    intervals, structure = lounge_week(thread.pk), thread.structure
    if not intervals or not lounge_is_carried(structure):
        return None
    here = Member.objects.filter(thread=thread, left_at=None)
    team = here.filter(side=Side.STAFF).values("person")
    others = here.filter(side=Side.YOUNG).values("person")
    return Lounge(
        structure=structure,
        subject=thread.uid,
        title=thread.title,
        hosts=list(staff_of(structure).filter(pk__in=team)),
        members=list(young_of(structure).filter(pk__in=others)),
        hours=hours_at(week_of(intervals, structure), clock.now()),
    )


def standing_lounge(opened: Opened) -> Standing | None:
    """A group's lounge, as it stands over the conversation; no statement but one for a group without."""
    intervals = lounge_week(opened.pk)
    if not intervals:
        return None
    structure = Structure.objects.get(pk=opened.structure)
    if not lounge_is_carried(structure):
        return None
    now = clock.now()
    hours = hours_at(week_of(intervals, structure), now)
    if hours is None:
        return None
    return Standing(
        title=_("Le salon"),
        now=there_said(len(inside_lounge(opened.uid))) if is_open(hours, now) else "",
        says=when_said(hours, now, structure.timezone),
        path=f"/fil/{opened.uid}/salon/",
        label=_("Aller au salon"),
        closes_at=hours.admits_until,
        said_at=now,
    )


def inside_lounge(subject: UUID) -> list[str]:
    """The first names of who is in a lounge now, in the order they came. One statement."""
    rows = Stay.objects.inside().filter(room__kind=KIND, room__subject=subject, room__ended_at=None)
    return [stay.guest.name for stay in rows.select_related("guest__person").order_by("inside_at", "pk")]


def ended_by_host(lounge: Lounge) -> bool:
    """Did a host end it in these very hours?"""
    if lounge.hours is None or open_room_about(KIND, lounge.subject):
        return False
    rows = Room.objects.filter(kind=KIND, subject=lounge.subject, ended_by__isnull=False)
    return rows.filter(ended_at__gte=lounge.hours.opens_at).exists()


def lounge_view(lounge: Lounge, person: Person) -> LoungeView:
    """Three statements."""
    now, names = clock.now(), inside_lounge(lounge.subject)
    open_now = is_open(lounge.hours, now)
    return LoungeView(
        lounge=lounge,
        is_open=open_now,
        is_closed=open_now and ended_by_host(lounge),
        is_host=any(host.pk == person.pk for host in lounge.hosts),
        when=when_said(lounge.hours, now, lounge.structure.timezone),
        there=there_said(len(names)),
        names=names,
        by_link=bool(video_rules(lounge.structure).link),
    )


def told_of_lounge_help(notices: Sequence[Notice]) -> dict[int, Words]:
    """By notice: somebody asked for help where no host was; none once it is over."""
    stays = {
        stay.pk: stay
        for stay in Stay.objects.filter(pk__in=[one.position for one in notices]).select_related(
            "guest__person", "room"
        )
    }
    said = {}
    for one in notices:
        stay = stays.get(one.position)
        if stay is None:
            continue
        name = stay.guest.name
        words = {"name": name, "title": stay.room.title}
        opening = _("%(name)s demande de l’aide dans le salon « %(title)s ». Personne de l’équipe n’y est.")
        said[one.pk] = Words(name, opening % words, _path(stay, one.person_id), name, opening=opening % words)
    return said


def _path(stay: Stay, person: int) -> str:
    """A host goes in; the referent who is none goes to their thread."""
    if stay.room.guests.filter(person=person).exists():
        return f"/salle/{stay.room.uid}/"
    young = stay.guest.person_id
    thread = support_thread_of(young, stay.room.structure_id) if young else None
    return f"/fil/{thread.uid}/" if thread else "/"
