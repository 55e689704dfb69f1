"""How people can be reached: what is known of each, in a constant number of statements for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.db.models import Max

from aufil.delivery.carriers import channels_in_use
from aufil.delivery.ladder import House, Rung, Way, Ways
from aufil.delivery.models import Address, Attempt, Channel, DeliverySettings, PushSubscription, Wish
from aufil.delivery.states import Reason
from aufil.kernel.hours import Hours, Interval
from aufil.kernel.phones import is_mobile
from aufil.people.models import Device, Membership, Person, Profile, Role, Structure
from aufil.people.models.support import STAFF_ROLES

# Longer than any structure gathers: attempts before that hold up none.
LOOKED_BACK = timedelta(hours=1)
WORKING_DAYS = range(6)  # Monday to Saturday
AS_USUAL = DeliverySettings()
SILENT: dict[str, str] = {Wish.Alerts.DIGEST: Reason.DIGEST, Wish.Alerts.NOTHING: Reason.WISH}
MESSAGES = (Channel.SMS, Channel.EMAIL)
# What staff closed for somebody, by `Profile.never_by`.
CLOSED: dict[str, frozenset[str]] = {
    Profile.NeverBy.SMS: frozenset({Channel.SMS}),
    Profile.NeverBy.EMAIL: frozenset({Channel.EMAIL}),
    Profile.NeverBy.NEITHER: frozenset(MESSAGES),
}
NOTHING_ASKED: tuple[str, frozenset[str]] = ("", frozenset())

Place = tuple[int, int]  # a structure and a person, by their keys


def houses_of(structures: Collection[int]) -> dict[int, House]:
    """The hours and waits of structures. Three statements."""
    settings = DeliverySettings.objects.in_bulk(structures)
    rows = Structure.objects.filter(pk__in=structures).prefetch_related("opening_hours")
    return {row.pk: house_of(row, settings.get(row.pk, AS_USUAL)) for row in rows}


def house_of(structure: Structure, settings: DeliverySettings) -> House:
    hours = structure.hours()
    return House(
        hours,
        day_of(structure, settings.quiet_until, settings.quiet_from),
        timedelta(minutes=settings.screen_minutes),
        timedelta(minutes=settings.push_minutes),
        hours.usual_day * settings.message_days,
        timedelta(minutes=settings.together_minutes),
    )


def day_of(structure: Structure, begins: time, ends: time) -> Hours:
    """When something may leave: by day, Monday to Saturday, no public holiday, in the zone of the structure."""
    intervals = [Interval(weekday, begins, ends) for weekday in WORKING_DAYS]
    return Hours(intervals, structure.timezone, holiday_zone=structure.holiday_zone)


@dataclass
class Known:
    """What the tables say of one person."""

    phone: str = ""
    email: str = ""
    has_live_device: bool = False
    browsers: list[str] = field(default_factory=list)
    addresses: dict[tuple[str, str], Address] = field(default_factory=dict)
    alerts: str = Wish.Alerts.AT_ONCE
    last: dict[str, datetime] = field(default_factory=dict)

    def usable(self, channel: str) -> Way | None:
        """The way by a channel of messages, if there is one that is neither dead nor silenced."""
        address = self.phone if channel == Channel.SMS else self.email
        known = self.addresses.get((channel, address))
        if not address or (known and (known.dead_at or known.stopped_at)):
            return None
        return Way(channel, address)

    def last_answered(self) -> str:
        """The channel they last answered by; empty: none."""
        answered = [(row.answered_at, row.channel) for row in self.addresses.values() if row.answered_at]
        return max(answered)[1] if answered else ""


def ways_of(places: Collection[Place], now: datetime) -> dict[Place, Ways]:
    """How each person can be reached in the name of each structure. Eight statements."""
    people = {person for _structure, person in places}
    in_use = channels_in_use()
    known = _known(people, now, in_use)
    staff, young = _roles(people, now)
    profiles = Profile.objects.filter(person__in=people).exclude(preferred_channel="", never_by="")
    asked = {
        (structure, person): (channel, CLOSED.get(never, frozenset()))
        for structure, person, channel, never in profiles.values_list(
            "structure", "person", "preferred_channel", "never_by"
        )
    }
    ways = {}
    for place in places:
        one = known[place[1]]
        if place in staff:
            ways[place] = _of_staff(one, in_use)
        else:
            ways[place] = _of_young(one, *asked.get(place, NOTHING_ASKED), in_use, is_here=place in young)
    return ways


def _of_staff(one: Known, in_use: Collection[str]) -> Ways:
    silence = SILENT.get(one.alerts, "")
    email = one.usable(Channel.EMAIL) if Channel.EMAIL in in_use else None
    ways = (*_pushes(one), *((email,) if email else ()))
    rung = Rung(frozenset({Channel.PUSH, Channel.EMAIL}), ways)
    grouped = one.alerts == Wish.Alerts.GROUPED
    return Ways((rung,), silence=silence, wants_groups=grouped, last=one.last)


def _of_young(
    one: Known, preferred: str, never: Collection[str], in_use: Collection[str], *, is_here: bool
) -> Ways:
    push = Rung(frozenset({Channel.PUSH}), tuple(_pushes(one)))
    first = preferred if preferred in MESSAGES else one.last_answered() or Channel.SMS
    usable = [channel for channel in MESSAGES if channel in in_use and channel not in never]
    order = sorted(usable, key=lambda c: c != first)
    messages = [way for channel in order if (way := one.usable(channel))]
    if preferred == Profile.Channel.CALL:
        messages = []
    return Ways(
        (push, Rung(frozenset(MESSAGES), tuple(messages))),
        can_be_called=is_here,
        lives_by_sms=preferred == Profile.Channel.SMS or not one.has_live_device,
        lives_by_email=preferred == Profile.Channel.EMAIL or not one.has_live_device,
        last=one.last,
    )


def _pushes(one: Known) -> Iterable[Way]:
    return (Way(Channel.PUSH, browser) for browser in one.browsers)


def _known(people: Collection[int], now: datetime, in_use: Collection[str]) -> defaultdict[int, Known]:
    known: defaultdict[int, Known] = defaultdict(Known)
    rows = Person.objects.filter(pk__in=people).values_list("pk", "phone", "phone_wrong_at", "email")
    for pk, phone, wrong, email in rows:
        known[pk].phone = phone if phone and not wrong and takes_texts(phone) else ""
        known[pk].email = email
    live = Device.objects.live(now).filter(person__in=people, kind=Device.Kind.BROWSER)
    live = live.exclude(assurance=Device.Assurance.HELD)
    for person in live.order_by().values_list("person", flat=True).distinct():
        known[person].has_live_device = True
    if Channel.PUSH in in_use:
        told = PushSubscription.objects.filter(device__in=live, gone_at=None).order_by("pk")
        for person, device in told.values_list("person", "device__uid"):
            known[person].browsers.append(str(device))
    for row in Address.objects.filter(person__in=people):
        known[row.person_id].addresses[row.channel, row.address] = row
    for person, alerts in Wish.objects.filter(person__in=people).values_list("person", "alerts"):
        known[person].alerts = alerts
    lately = Attempt.objects.filter(person__in=people, made_at__gt=now - LOOKED_BACK).order_by()
    for person, channel, at in lately.values_list("person", "channel").annotate(Max("made_at")):
        known[person].last[channel] = at
    return known


def _roles(people: Collection[int], now: datetime) -> tuple[set[Place], set[Place]]:
    """Who is staff where, and who is supported where, today."""
    rows = Membership.objects.at(now).filter(person__in=people)
    staff, young = set(), set()
    for structure, person, role in rows.values_list("structure", "person", "role"):
        if role in STAFF_ROLES:
            staff.add((structure, person))
        elif role == Role.YOUNG:
            young.add((structure, person))
    return staff, young


@lru_cache(maxsize=50_000)
def takes_texts(phone: str) -> bool:
    return is_mobile(phone)
