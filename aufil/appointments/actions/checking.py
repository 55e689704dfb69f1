"""What is refused before anything is written, each with a sentence that says what to do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aufil.appointments.models import Kind, Place, Rules
from aufil.appointments.models.kind import PLACED
from aufil.appointments.queries import Asker
from aufil.kernel import clock
from aufil.people.models import Absence, Membership, Person, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import day_in
from aufil.web.problems import Problem

LONGEST = timedelta(hours=10)
NOTED_BACK = timedelta(days=366)


def refuse(field: str, sentence: str) -> Problem:
    """A 422 problem about one field."""
    return Problem("invalid", sentence, errors={field: [sentence]})


def check_order(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise refuse("ends_at", _("La fin vient avant le début. Corrigez l’une des deux heures."))
    if ends_at - starts_at > LONGEST:
        raise refuse("ends_at", _("Un rendez-vous dure 10 heures au plus. Faites-en plusieurs."))


def check_time(starts_at: datetime, structure: Structure, rules: Rules, who: Asker) -> None:
    """Neither past nor beyond the horizon; for oneself, not sooner than the notice."""
    now = clock.now()
    if starts_at <= now:
        raise refuse("starts_at", _("Cette heure est déjà passée. Choisissez-en une autre."))
    days = rules.staff_horizon_days if who == Asker.STAFF else rules.horizon_days
    last = day_in(structure, now) + timedelta(days=days)
    if day_in(structure, starts_at) > last:
        sentence = _(
            "C’est trop loin : on prend rendez-vous jusqu’au %(day)s. Choisissez une date plus proche."
        )
        raise refuse("starts_at", sentence % {"day": date_format(last, "j F Y")})
    first = now + timedelta(minutes=rules.notice_minutes)
    if who != Asker.STAFF and starts_at < first:
        local = first.astimezone(ZoneInfo(structure.timezone))
        sentence = _("C’est trop proche. Choisissez une heure à partir du %(when)s, ou écrivez-nous.")
        raise refuse("starts_at", sentence % {"when": date_format(local, r"j F \à G \h i")})


def check_past(starts_at: datetime, ends_at: datetime) -> None:
    now = clock.now()
    if ends_at > now:
        raise refuse("ends_at", _("Ce rendez-vous n’est pas fini : prenez-le comme un rendez-vous à venir."))
    if starts_at < now - NOTED_BACK:
        raise refuse("starts_at", _("C’était il y a plus d’un an. Vérifiez la date."))


def check_kind(kind: Kind, mode: str, structure: Structure, who: Asker) -> None:
    """Offered by the structure, this way, to whoever asks."""
    if kind.structure_id != structure.pk:
        raise Problem("not-found")
    if kind.closed_at:
        raise refuse("kind", _("Ce rendez-vous n’est plus proposé. Choisissez-en un autre."))
    allowed = {Asker.STAFF: True, Asker.YOUNG: kind.for_young, Asker.PUBLIC: kind.for_public}
    if not allowed[who]:
        raise Problem("forbidden", _("Ce rendez-vous se prend avec votre conseiller. Écrivez-lui."))
    if mode not in kind.modes:
        raise refuse("mode", _("Ce rendez-vous ne se fait pas ainsi. Choisissez une autre façon."))


def check_place(place: Place | None, mode: str, structure: Structure) -> None:
    if place is None:
        if mode in PLACED:
            raise refuse("place", _("Dites où vous vous retrouvez : choisissez un lieu."))
        return
    if place.structure_id != structure.pk:
        raise Problem("not-found")
    if place.closed_at:
        raise refuse("place", _("Ce lieu n’accueille plus personne. Choisissez-en un autre."))


def check_counsellor(
    counsellor: Person, structure: Structure, starts_at: datetime, ends_at: datetime
) -> None:
    """On the staff that day, and there."""
    last = day_in(structure, ends_at)
    staff = Membership.objects.on(last).filter(structure=structure, role__in=STAFF_ROLES)
    if not staff.filter(person=counsellor).exists():
        raise refuse(
            "counsellor", _("Cette personne n’est plus dans l’équipe ce jour-là. Choisissez-en une autre.")
        )
    check_there(counsellor, structure, starts_at, ends_at)


def check_there(counsellor: Person, structure: Structure, starts_at: datetime, ends_at: datetime) -> None:
    """Not away that day. Looked at again once they are locked: an absence may have been laid meanwhile."""
    first, last = day_in(structure, starts_at), day_in(structure, ends_at)
    away = Absence.objects.filter(structure=structure, person=counsellor, cancelled_at=None)
    if away.filter(starts_on__lte=last, ends_on__gte=first).exists():
        sentence = _("%(name)s ne travaille pas ce jour-là. Choisissez un autre jour, ou une autre personne.")
        raise refuse("starts_at", sentence % {"name": counsellor.first_name})


def check_still_time(starts_at: datetime, rules: Rules, who: Asker) -> None:
    """May it still be moved, cancelled or given back: by staff until it begins, by oneself until the limit."""
    now = clock.now()
    if starts_at <= now:
        raise Problem("conflict", _("Ce rendez-vous a déjà commencé : on ne peut plus le changer."))
    if who != Asker.STAFF and starts_at - timedelta(minutes=rules.change_minutes) < now:
        raise Problem(
            "forbidden", _("C’est trop tard pour changer ici. Écrivez à votre conseiller ou appelez-le.")
        )
