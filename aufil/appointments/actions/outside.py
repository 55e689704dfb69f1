"""Calendars kept elsewhere: given, read each hour, forgotten. Their words are never kept, their addresses sealed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.calendars.asking import Read, read_outside
from aufil.appointments.calendars.fetching import Known, Limits, Trouble
from aufil.appointments.calendars.reading import Taken
from aufil.appointments.calendars.saying import PARTLY
from aufil.appointments.models import Appointment, OutsideBusy, OutsideCalendar
from aufil.audit import actions as journal
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.sealing import Unsealable, fingerprints, seal, sealed_by, unseal
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of
from aufil.web.problems import Problem

MOST_CALENDARS = 5
EVERY = timedelta(hours=1)
SELDOM = timedelta(hours=6)  # after a day without a good answer
PATIENT = 24
AHEAD = timedelta(days=366)
# Repetitions are laid out anew each day even when nothing has changed: the year moves on.
LAID_OUT = timedelta(days=1)


def limits() -> Limits:
    """Where calendars may be read from."""
    return Limits(urlsplit(settings.BASE_URL).hostname or "", settings.CALENDARS_TEST_AUTHORITY)


@transaction.atomic
def add_calendar(*, structure: Structure, person: Person, label: str, address: str) -> OutsideCalendar:
    """Have the times of a calendar kept elsewhere counted as taken; read at once, then each hour.

    `address` as `fetching.understood` takes it. The same one again is once. A 409 problem beyond five.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    rows = list(OutsideCalendar.objects.filter(structure=structure, person=person))
    known = next((row for row in rows if address_of(row) == address), None)
    if known:
        return known
    if len(rows) >= MOST_CALENDARS:
        raise Problem("conflict", _("Vous avez déjà cinq calendriers. Retirez-en un avant d’en ajouter."))
    now = clock.now()
    row = OutsideCalendar(structure=structure, person=person, label=label, made_at=now, due_at=now)
    row.url = seal(address.encode(), about=_about(row.uid))
    row.save()
    _ask(row)
    _journal("calendar-added", row, person)
    return row


@transaction.atomic
def remove_calendar(*, calendar: OutsideCalendar, by: Person) -> None:
    """Forget it, and what it said was taken."""
    _journal("calendar-removed", calendar, by)
    calendar.delete()


@transaction.atomic
def read_again(*, calendar: OutsideCalendar) -> None:
    """Have it read now."""
    calendar.due_at = clock.now()
    OutsideCalendar.objects.filter(pk=calendar.pk).update(due_at=calendar.due_at)
    _ask(calendar)


def forget_calendars(*, structure: int, person: int) -> None:
    """Somebody has left the staff."""
    OutsideCalendar.objects.filter(structure=structure, person=person).delete()


def ask_calendars() -> None:
    """Ask for the reading of each calendar whose hour has come. Twice is once."""
    for row in OutsideCalendar.objects.filter(due_at__lte=clock.now()):
        _ask(row)


def _ask(row: OutsideCalendar) -> None:
    # The key is that of this hour: it is read again, whatever became of the last reading.
    key = f"calendar-{row.pk}-{row.due_at.timestamp():.0f}"
    later(read_calendar, key=key, calendar=row.pk)


@job(lane="heavy")
def read_calendar(*, calendar: int) -> None:
    """Read one now, unless that was done meanwhile. What cannot be read leaves what was known, and says why."""
    row = OutsideCalendar.objects.select_related("structure").filter(pk=calendar).first()
    now = clock.now()
    if row is None or row.due_at > now:
        return
    if not staff_of(row.structure).filter(pk=row.person_id).exists():
        row.delete()
        return
    address = address_of(row)
    try:
        if address is None:
            raise Trouble("sealed")
        read = read_outside(
            address, _known(row, now), limits(), zone=row.structure.timezone, first=now, last=now + AHEAD
        )
    except Trouble as trouble:
        _put_off(row, str(trouble), now)
        return
    _keep(row, read, now)


def _known(row: OutsideCalendar, now: datetime) -> Known:
    fresh = row.expanded_at is not None and now - row.expanded_at < LAID_OUT
    return Known(row.etag, row.modified) if fresh and not row.trouble else Known()


def _put_off(row: OutsideCalendar, trouble: str, now: datetime) -> None:
    tries = min(row.tries + 1, 1000)
    delay = EVERY if tries < PATIENT else SELDOM
    OutsideCalendar.objects.filter(pk=row.pk).update(
        trouble=trouble, tries=tries, tried_at=now, due_at=now + delay
    )


@transaction.atomic
def _keep(row: OutsideCalendar, read: Read, now: datetime) -> None:
    """What it said takes the place of what it said before, all at once."""
    locked = OutsideCalendar.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:  # removed meanwhile
        return
    locked.read_at = locked.tried_at = now
    locked.due_at, locked.tries = now + EVERY, 0
    if read.taken is not None:
        locked.trouble = PARTLY if read.is_cut_short else ""
        locked.expanded_at = now
        locked.etag, locked.modified = read.known.etag, read.known.modified
        spans = joined(_others(read.taken))
        if spans != list(locked.busy.order_by("starts_at").values_list("starts_at", "ends_at")):
            locked.busy.all().delete()
            OutsideBusy.objects.bulk_create(
                OutsideBusy(calendar=locked, starts_at=start, ends_at=end) for start, end in spans
            )
    locked.save()


def _others(taken: Iterable[Taken]) -> list[Taken]:
    """But for appointments of ours, that an invitation put there: they are counted already."""
    taken = list(taken)
    named = {UUID(one.ours) for one in taken if one.ours}
    if not named:
        return taken
    ours = {str(uid) for uid in Appointment.objects.filter(uid__in=named).values_list("uid", flat=True)}
    return [one for one in taken if one.ours.lower() not in ours]


def joined(taken: Iterable[Taken]) -> list[tuple[datetime, datetime]]:
    """Stretches in order, those that touch made one; to the minute, outwards."""
    found: list[tuple[datetime, datetime]] = []
    for one in sorted(taken, key=lambda one: one.starts_at):
        start = one.starts_at.astimezone(UTC).replace(second=0, microsecond=0)
        end = (one.ends_at.astimezone(UTC) + timedelta(seconds=59)).replace(second=0, microsecond=0)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found


def reseal_calendars() -> None:
    """Seal again, with the installation's first key, what another of its keys sealed."""
    first = fingerprints()[0]
    for row in OutsideCalendar.objects.all():
        sealed = bytes(row.url)
        address = address_of(row) if sealed_by(sealed) != first else None
        if address is not None:
            anew = seal(address.encode(), about=_about(row.uid))
            OutsideCalendar.objects.filter(pk=row.pk, url=sealed).update(url=anew)


def address_of(row: OutsideCalendar) -> str | None:
    """Where it is; None when no key opens that any more."""
    try:
        return unseal(bytes(row.url), about=_about(row.uid)).decode()
    except Unsealable:
        return None


def _about(uid: UUID) -> bytes:
    return b"outside calendar " + uid.bytes


def _journal(verb: str, row: OutsideCalendar, by: Person) -> None:
    journal.record(
        verb=verb, subject="calendar", subject_uid=row.uid, actor=by.pk, structure=row.structure_id
    )
