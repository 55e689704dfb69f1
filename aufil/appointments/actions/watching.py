"""« Prévenez-moi si une place se libère plus tôt »: asked, told at most three times, one a day."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from aufil.appointments.actions.locked import clashing
from aufil.appointments.events import EarlierFreed
from aufil.appointments.models import Appointment, Kind, Seat, Watch
from aufil.appointments.queries import Asker, asker
from aufil.kernel import bus, clock
from aufil.people.models import Person, Structure
from aufil.people.queries import day_in, young_of
from aufil.web.problems import Problem


@transaction.atomic
def watch(
    *,
    structure: Structure,
    young: Person,
    kind: Kind,
    before: datetime,
    by: Person,
    counsellor: Person | None = None,
) -> Watch:
    """Tell `young` when something earlier than `before` frees; asked again, it is the same one, with the new bounds."""
    if asker(by, structure) != Asker.STAFF and by.pk != young.pk:
        raise Problem("not-found")
    if kind.structure_id != structure.pk or not young_of(structure).filter(pk=young.pk).exists():
        raise Problem("not-found")
    if before <= clock.now():
        raise Problem("invalid", _("Cette date est passée. Choisissez-en une à venir."))
    wanted = {"counsellor": counsellor, "before": before}
    open_one = Watch.objects.filter(young=young, kind=kind, ended_at=None)
    if not open_one.update(**wanted):
        try:
            with transaction.atomic():
                Watch.objects.create(
                    structure=structure, young=young, kind=kind, made_by=by, made_at=clock.now(), **wanted
                )
        except IntegrityError:  # asked twice at once
            open_one.update(**wanted)
    return open_one.get()


def unwatch(*, structure: Structure, young: Person, kind: Kind) -> None:
    """Tell them no more."""
    rows = Watch.objects.filter(structure=structure, young=young, kind=kind, ended_at=None)
    rows.update(ended_at=clock.now())


def end_watches(appointment: Appointment) -> None:
    """Whoever is in an appointment earlier than what they watched for has what they wanted."""
    young = appointment.taken.filter(state=Seat.State.TAKEN).values("young")
    rows = Watch.objects.filter(kind=appointment.kind_id, young__in=young, ended_at=None)
    rows.filter(before__gt=appointment.starts_at).update(ended_at=clock.now())


def tell_watchers(appointment: Appointment, starts_at: datetime, ends_at: datetime) -> None:
    """That time of its counsellor's is free again: tell whoever watches for one, the same day at most once each."""
    structure, now = appointment.structure, clock.now()
    if starts_at <= now:
        return
    minutes = (ends_at - starts_at).total_seconds() // 60
    rows = (
        Watch.objects.select_for_update(of=("self",))
        .order_by("pk")
        .filter(structure=structure, ended_at=None)
    )
    rows = rows.filter(Q(counsellor=None) | Q(counsellor=appointment.counsellor_id))
    rows = rows.filter(before__gt=starts_at, kind__minutes__lte=minutes, told__lt=Watch.MOST)
    rows = rows.exclude(young__in=appointment.taken.values("young"))
    today = day_in(structure, now)
    due = [row for row in rows if row.told_at is None or day_in(structure, row.told_at) < today]
    busy = clashing([row.young_id for row in due], starts_at, ends_at)
    due = [row for row in due if row.young_id not in busy]
    told = Watch.objects.filter(pk__in=[row.pk for row in due])
    told.update(told=F("told") + 1, told_at=now)
    told.filter(told=Watch.MOST).update(ended_at=now)
    bus.publish([EarlierFreed(structure.pk, row.pk, appointment.counsellor_id, starts_at) for row in due])


def forget_watches() -> None:
    """Those whose date has come have ended; ended a month ago, they are forgotten."""
    now = clock.now()
    Watch.objects.filter(ended_at=None, before__lte=now).update(ended_at=now)
    Watch.objects.filter(ended_at__lt=now - timedelta(days=31)).delete()
