"""What a structure offers: its kinds of appointments, and its rules."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.actions.checking import refuse
from aufil.appointments.models import Appointment, Kind, Mode, Nature, Rules
from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure

MOST_REMINDERS = 6
FARTHEST_REMINDER = 60 * 24 * 60  # minutes: sixty days
DAY = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A kind as it is wanted: `modes` the usual one first, `reminders` in minutes before it begins."""

    name: str
    nature: str = Nature.INTERVIEW
    modes: Sequence[str] = (Mode.SITE,)
    minutes: int = 45
    is_collective: bool = False
    is_sensitive: bool = False
    for_young: bool = True
    for_public: bool = False
    reminders: Sequence[int] = (7 * DAY, 2 * DAY, 120)


# What nearly every Mission Locale offers, to begin with; each is changed like any other.
READY: dict[str, dict[str, Any]] = {
    "entretien": {
        "name": gettext_lazy("Entretien"),
        "modes": (Mode.SITE, Mode.PHONE, Mode.VIDEO),
    },
    "accueil": {
        "name": gettext_lazy("Premier accueil"),
        "modes": (Mode.SITE, Mode.PHONE),
        "minutes": 60,
        "for_young": False,
        "for_public": True,
        "reminders": (2 * DAY, 120),
    },
    "atelier": {
        "name": gettext_lazy("Atelier"),
        "nature": Nature.WORKSHOP,
        "minutes": 120,
        "is_collective": True,
    },
    "information": {
        "name": gettext_lazy("Information collective"),
        "nature": Nature.INFORMATION,
        "minutes": 60,
        "is_collective": True,
    },
    "visite": {
        "name": gettext_lazy("Visite d’entreprise"),
        "nature": Nature.VISIT,
        "modes": (Mode.PARTNER,),
        "minutes": 120,
        "is_collective": True,
    },
}


@transaction.atomic
def save_kind(*, structure: Structure, kind: Kind | None, offer: Offer, by: Person, uid: UUID) -> Kind:
    """A new kind, or other facts about one; the same `uid` again is once. What is booked keeps its own facts."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    row = (
        kind
        or Kind.objects.filter(structure=structure, uid=uid).first()
        or Kind(structure=structure, uid=uid)
    )
    _check(structure, row, offer)
    for name, value in asdict(offer).items():
        setattr(row, name, value)
    row.modes = list(offer.modes)
    row.reminders = sorted(set(offer.reminders), reverse=True)
    row.save()
    _journal("kind-changed" if kind else "kind-added", structure, row.uid, by)
    return row


def _check(structure: Structure, row: Kind, offer: Offer) -> None:
    others = Kind.objects.filter(structure=structure).exclude(pk=row.pk)
    if not offer.name:
        raise refuse("name", _("Donnez un nom à ce rendez-vous."))
    if others.filter(name__iexact=offer.name).exists():
        raise refuse("name", _("Un rendez-vous porte déjà ce nom. Choisissez-en un autre, ou rouvrez-le."))
    if offer.nature not in Nature:
        raise refuse("nature", _("Choisissez dans la liste."))
    if not offer.modes or any(mode not in Mode for mode in offer.modes):
        raise refuse("modes", _("Cochez au moins une façon de se voir."))
    if not 5 <= offer.minutes <= 600:
        raise refuse("minutes", _("Un rendez-vous dure de 5 minutes à 10 heures."))
    if offer.is_collective and offer.for_public:
        raise refuse("for_public", _("Un premier rendez-vous est individuel. Décochez l’un des deux."))
    wrong = [one for one in offer.reminders if not 0 < one <= FARTHEST_REMINDER]
    if wrong or len(set(offer.reminders)) > MOST_REMINDERS:
        raise refuse("reminders", _("Six rappels au plus, soixante jours avant au plus."))
    changes = bool(row.pk) and row.is_collective != offer.is_collective
    if changes and Appointment.objects.filter(kind=row).exists():
        sentence = _(
            "Des rendez-vous ont déjà été pris ainsi. Ajoutez-en plutôt un autre, et fermez celui-ci."
        )
        raise refuse("is_collective", sentence)


@transaction.atomic
def add_ready_kinds(*, structure: Structure, which: Collection[str], by: Person) -> list[Kind]:
    """Ready-made kinds (keys of `READY`); those whose name is there already are left alone."""
    known = {
        name.casefold() for name in Kind.objects.filter(structure=structure).values_list("name", flat=True)
    }
    made = []
    for key in READY:
        facts = READY[key] | {"name": str(READY[key]["name"])}
        if key in which and facts["name"].casefold() not in known:
            made.append(save_kind(structure=structure, kind=None, offer=Offer(**facts), by=by, uid=new_id()))
    return made


@transaction.atomic
def close_kind(*, kind: Kind, by: Person) -> None:
    """Nobody takes it any more; what is booked stays. Twice is once."""
    if Kind.objects.filter(pk=kind.pk, closed_at=None).update(closed_at=clock.now()):
        _journal("kind-closed", kind.structure, kind.uid, by)


@transaction.atomic
def reopen_kind(*, kind: Kind, by: Person) -> None:
    """It may be taken again."""
    if Kind.objects.filter(pk=kind.pk, closed_at__isnull=False).update(closed_at=None):
        _journal("kind-reopened", kind.structure, kind.uid, by)


@transaction.atomic
def save_rules(*, structure: Structure, facts: dict[str, Any], by: Person) -> Rules:
    """Other rules, by the names of their columns; what is not named stays. They hold from now on."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    row = Rules.objects.filter(structure=structure).first() or Rules(structure=structure)
    for name, value in facts.items():
        setattr(row, name, value)
    if row.horizon_days < 1:
        raise refuse("horizon_days", _("Choisissez au moins une semaine."))
    if row.staff_horizon_days < row.horizon_days:
        raise refuse(
            "staff_horizon_days", _("L’équipe voit au moins aussi loin que les jeunes. Allongez sa durée.")
        )
    if row.pause_minutes > 240:
        raise refuse("pause_minutes", _("Quatre heures de pause au plus."))
    if row.notice_minutes >= row.horizon_days * DAY:
        raise refuse(
            "notice_minutes", _("Le délai est plus long que la durée ouverte : plus rien ne serait libre.")
        )
    row.save()
    _journal("appointment-rules-changed", structure, structure.uid, by, subject="structure")
    return row


def _journal(verb: str, structure: Structure, uid: UUID, by: Person, subject: str = "kind") -> None:
    journal.record(verb=verb, subject=subject, subject_uid=uid, actor=by.pk, structure=structure.pk)
