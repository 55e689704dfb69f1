"""Lounges: their hours, the room of whoever comes first, who may be in it, help asked for where no host is."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit.actions import record
from aufil.delivery import actions as delivery
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.hours import Interval
from aufil.people.models import Person
from aufil.people.queries import referent_of
from aufil.thread.events import GroupChanged
from aufil.thread.models import Thread
from aufil.thread.queries import Opened, runs
from aufil.video.actions.announcing import at_once
from aufil.video.actions.coming import end_stays
from aufil.video.actions.locked import locked_room
from aufil.video.actions.opening import Wanted, open_room
from aufil.video.actions.telling import tell_room
from aufil.video.events import HelpAsked
from aufil.video.lounges import Lounge, is_open, when_said
from aufil.video.models import Guest, LoungeHours, Room, Stay
from aufil.video.queries import (
    HELP,
    ended_by_host,
    lounge_of_group,
    open_room_about,
    open_subjects,
    video_rules,
)
from aufil.web.problems import Problem

KIND = Room.Kind.LOUNGE.value
HELP_FOR = timedelta(hours=1)


@transaction.atomic
def settle_lounge(*, opened: Opened, week: Sequence[Interval]) -> None:
    """The weekly hours of a group's lounge, in place of those before; none: it has no lounge.

    403 for who does not run the group, 422 for hours that overlap.
    """
    if not runs(opened):
        raise Problem("forbidden", _("Seule l’équipe du groupe peut faire cela."))
    thread = Thread.objects.select_for_update(of=("self",)).select_related("structure").get(pk=opened.pk)
    LoungeHours.objects.filter(thread=thread).delete()
    rows = [LoungeHours(thread=thread, weekday=i.weekday, opens=i.opens, closes=i.closes) for i in week]
    try:
        with transaction.atomic():
            LoungeHours.objects.bulk_create(rows)
    except IntegrityError:
        detail = _(
            "Deux créneaux du même jour se chevauchent, ou une fin vient avant son début. Changez-en un."
        )
        raise Problem("invalid", detail) from None
    by = opened.viewer.person_id
    record(
        verb="lounge-settled", subject="thread", subject_uid=opened.uid, actor=by, structure=opened.structure
    )
    _refit_group(thread)


def enter_lounge(*, lounge: Lounge, by: Person) -> Room:
    """The room of these hours, opened by whoever comes first. 403 with the next hours outside of them.

    410 where a host ended it: it opens again with its next hours, or when a host comes.
    """
    now = clock.now()
    if not is_open(lounge.hours, now):
        raise Problem("forbidden", when_said(lounge.hours, now, lounge.structure.timezone))
    is_host = any(host.pk == by.pk for host in lounge.hosts)
    if not is_host and ended_by_host(lounge):
        raise Problem("gone", _("L’équipe a fermé le salon pour cette fois. Écrivez dans le fil."))
    return open_room(wanted=_wanted(lounge), by=by)


def refit_lounge(*, lounge: Lounge) -> None:
    """What is open of it follows its hours and who belongs to it: who does so no more is put out."""
    there = open_room_about(KIND, lounge.subject)
    if there is None:
        return
    if is_open(lounge.hours, clock.now()):
        open_room(wanted=_wanted(lounge))
    _put_out(there, lounge)


@transaction.atomic
def _put_out(there: Room, lounge: Lounge) -> None:
    """Sent away by nobody (`removed_by` is empty): let back in with whoever belongs to it again."""
    room, now = locked_room(there.pk), clock.now()
    if not is_open(lounge.hours, now):
        _close_to_new(room)
    named = {person.pk for person in (*lounge.hosts, *lounge.members)}
    guests = Guest.objects.filter(room=room)
    guests.filter(person__in=named, removed_at__isnull=False, removed_by=None).update(removed_at=None)
    gone = guests.filter(person__isnull=False, removed_at=None).exclude(person__in=named)
    stays = list(Stay.objects.live().filter(guest__in=gone).select_related("guest"))
    end_stays(room, stays, Stay.Why.REMOVED)
    gone.update(removed_at=now, is_host=False)
    tell_room(room)


def _close_to_new(room: Room) -> None:
    """Its hours were taken back: a locked room lets in nobody new, and cuts nobody off."""
    now = clock.now()
    if room.opens_at < now < room.admits_until:
        room.admits_until = now
        room.save(update_fields=["admits_until"])
        tell_room(room)


def _wanted(lounge: Lounge) -> Wanted:
    if lounge.hours is None:
        raise Problem("not-found")
    return Wanted(
        structure=lounge.structure,
        kind=KIND,
        subject=lounge.subject,
        hours=lounge.hours,
        hosts=lounge.hosts,
        expected=lounge.members,
        title=lounge.title,
        most=lounge.most,
        link=video_rules(lounge.structure).link,
    )


def follow_groups(facts: Sequence[GroupChanged]) -> None:
    """As a job: whoever changes a group holds its row."""
    rows = Thread.objects.filter(pk__in=[fact.thread for fact in facts], uid__in=open_subjects(KIND))
    for number in rows.values_list("pk", flat=True):
        later(follow_group, thread=number)


@job
@transaction.atomic
def follow_group(*, thread: int) -> None:
    """Guests follow who is in a group now. Twice is once."""
    _refit_group(Thread.objects.select_related("structure").get(pk=thread))


def _refit_group(thread: Thread) -> None:
    lounge = lounge_of_group(thread)
    if lounge:
        refit_lounge(lounge=lounge)
    elif there := open_room_about(KIND, thread.uid):
        _close_to_new(locked_room(there.pk))


def ask_for_help(facts: Sequence[HelpAsked]) -> None:
    """As a job: whoever says so holds the room."""
    stays = Stay.objects.filter(pk__in=[fact.stay for fact in facts], room__kind=KIND)
    for number in stays.values_list("pk", flat=True):
        later(tell_of_help, key=f"lounge-help {number}", stay=number)


@job
@transaction.atomic
def tell_of_help(*, stay: int) -> None:
    """« J’ai besoin d’aide » where no host is reaches the hosts and the referent, at any hour. Once a stay."""
    row = Stay.objects.select_related("room__structure", "guest__person").get(pk=stay)
    room = row.room
    inside = Stay.objects.inside().filter(room=room, guest__is_host=True)
    if room.kind != KIND or row.guest.is_host or inside.exists():
        return
    told = set(Guest.objects.filter(room=room, is_host=True).values_list("person", flat=True))
    referent = referent_of(row.guest.person, room.structure) if row.guest.person else None
    people = sorted({*told, *([referent.pk] if referent else [])} - {None})
    notices = [at_once(room.structure_id, one, (0, row.pk), HELP_FOR) for one in people]
    delivery.tell_of(kind=HELP, told=notices)
    verb, actor = "help-asked", row.guest.person_id
    record(verb=verb, subject="room", subject_uid=room.uid, actor=actor, structure=room.structure_id)
