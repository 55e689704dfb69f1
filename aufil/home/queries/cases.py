"""The caseload: each young person as staff scan them in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.people.models import Device, Membership, Person, Profile, Structure, Support
from aufil.people.queries import search_caseload, today_in
from aufil.thread.models import Thread
from aufil.thread.queries import Line

USED_LATELY = timedelta(days=30)
ANSWERS_FOR = (Support.Part.REFERENT, Support.Part.STAND_IN)


@dataclass(frozen=True, slots=True)
class Case:
    """A young person in a list: who, how to reach them, where things stand. `thread`: only if one may open it."""

    pk: int
    uid: UUID
    name: str
    sort_name: str
    initials: str
    age: int | None
    minor: bool
    commune: str
    programme: str
    file_number: str
    phone: str
    phone_wrong: bool
    thread: UUID | None
    unread: int
    unanswered_since: datetime | None
    last_exchange_at: datetime | None
    rhythm_days: int
    channel: str
    reached: bool
    next_step: str
    next_step_on: date | None
    part: str
    silent_days: int

    @property
    def phone_spoken(self) -> str:
        return spoken(self.phone) if self.phone else ""

    @property
    def answered_for(self) -> bool:
        """Is it for the viewer to keep in touch: as referent, or standing in for them?"""
        return self.part in ANSWERS_FOR

    @property
    def is_silent(self) -> bool:
        """No real exchange for longer than their rhythm."""
        return self.silent_days > self.rhythm_days


def my_cases(viewer: Person, structure: Structure, lines: Sequence[Line]) -> list[Case]:
    """The young people a member of staff supports today, by name. `lines` are the viewer's threads."""
    today = today_in(structure)
    supports = Support.objects.on(today).filter(counsellor=viewer, structure=structure)
    parts = dict(supports.order_by("part").values_list("young", "part"))
    members = search_caseload(structure, "", today).filter(person__in=parts)
    return cases_of(list(members), structure, lines, parts)


def structure_cases(
    viewer: Person, structure: Structure, lines: Sequence[Line], *, words: str, start: int, count: int
) -> list[Case]:
    """A stretch of the young people of a whole structure, by name: states, never a text."""
    today = today_in(structure)
    members = search_caseload(structure, words, today)[start : start + count]
    supports = Support.objects.on(today).filter(counsellor=viewer, structure=structure)
    return cases_of(list(members), structure, lines, dict(supports.values_list("young", "part")))


def count_of_structure(structure: Structure, words: str) -> int:
    """How many young people of a structure a search finds."""
    return search_caseload(structure, words, today_in(structure)).count()


def cases_of(
    members: Sequence[Membership], structure: Structure, lines: Sequence[Line], parts: dict[int, str]
) -> list[Case]:
    """These memberships, with their persons, as cases in the same order. Three statements."""
    people = [member.person_id for member in members]
    threads = {
        row["young"]: row
        for row in Thread.objects.filter(
            structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None, young__in=people
        ).values("young", "unanswered_since", "last_exchange_at", "created_at")
    }
    profiles = {row.person_id: row for row in Profile.objects.filter(structure=structure, person__in=people)}
    now = clock.now()
    used = Device.objects.live(now).filter(person__in=people, last_seen_at__gt=now - USED_LATELY)
    on_app = set(used.values_list("person", flat=True))
    own = {line.young: line for line in lines if line.young and not line.closed_at}
    today = today_in(structure)
    return [
        _case(
            member,
            threads.get(member.person_id),
            profiles.get(member.person_id),
            own.get(member.person_id),
            on_app=member.person_id in on_app,
            part=parts.get(member.person_id, ""),
            rhythm=structure.rhythm_days,
            today=today,
            now=now,
        )
        for member in members
    ]


def _case(
    member: Membership,
    thread: Any,
    profile: Profile | None,
    line: Line | None,
    *,
    on_app: bool,
    part: str,
    rhythm: int,
    today: date,
    now: datetime,
) -> Case:
    person = member.person
    since = thread and (thread["last_exchange_at"] or thread["created_at"])
    channel, reached = _channel(person, profile, on_app=on_app)
    return Case(
        pk=person.pk,
        uid=person.uid,
        name=person.full_name,
        sort_name=f"{person.last_name} {person.first_name}".casefold(),
        initials=person.initials,
        age=person.age_on(today),
        minor=person.is_minor_on(today),
        commune=person.commune,
        programme=member.programme,
        file_number=member.file_number,
        phone=person.phone,
        phone_wrong=person.phone_wrong_at is not None,
        thread=line.uid if line else None,
        unread=line.unread if line else 0,
        unanswered_since=thread["unanswered_since"] if thread else None,
        last_exchange_at=thread["last_exchange_at"] if thread else None,
        rhythm_days=(profile and profile.rhythm_days) or rhythm,
        channel=channel,
        reached=reached,
        next_step=profile.next_step if profile else "",
        next_step_on=profile.next_step_on if profile else None,
        part=part,
        silent_days=(now - since).days if since else 0,
    )


def _channel(person: Person, profile: Profile | None, *, on_app: bool) -> tuple[str, bool]:
    """The channel that works, and whether there is one: what they prefer, else what was used, else what is left."""
    callable_now = bool(person.phone) and person.phone_wrong_at is None
    if profile and profile.preferred_channel:
        needs_phone = profile.preferred_channel in (Profile.Channel.SMS, Profile.Channel.CALL)
        if callable_now or not needs_phone:
            return profile.get_preferred_channel_display(), True
    if on_app:
        return str(Profile.Channel.APP.label), True
    if callable_now:
        return str(Profile.Channel.CALL.label), True
    if person.email:
        return str(Profile.Channel.EMAIL.label), True
    return _("aucun connu"), False
