"""The addresses by which guests come in, and what a structure has settled."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.people.models import Structure
from aufil.signin.queries import can_be_asked, hashes_of, personal_code_rests_until, spelled_code
from aufil.ui.texts import spoken_moment
from aufil.video.admission import AtTheDoor, Hours, Verdict, decide, sentence
from aufil.video.models import Door, Room, Stay, Trial, VideoRules
from aufil.video.providers import PROVIDERS


def door_by_key(key: str) -> Door | Trial | None:
    """The door an address stands for, in whatever state its room is; or the test that was proposed."""
    rows = Door.objects.select_related("guest__person", "guest__room__structure")
    if found := rows.filter(key_hash__in=hashes_of(Door.PURPOSE, key)).first():
        return found
    trials = Trial.objects.select_related("person", "structure")
    return trials.filter(key_hash__in=hashes_of(Trial.PURPOSE, key)).first()


def later_door(door: Door) -> Door | None:
    """The same person's into the room that is open now for the same subject."""
    room = door.guest.room
    rows = Door.objects.select_related("guest__person", "guest__room__structure")
    rows = rows.filter(guest__room__kind=room.kind, guest__room__subject=room.subject)
    return rows.filter(guest__room__ended_at=None, guest__person=door.guest.person_id).first()


def path_of(door: Door | Trial) -> str:
    """`/video/K7MP4XRT2ABC/`; empty when none of the installation's keys spells it any more."""
    try:
        code = spelled_code(door.PURPOSE, door.uid, door.LENGTH, bytes(door.key_hash))
    except ValueError:
        return ""
    return f"/video/{code}/"


def paths_to(kind: str, subjects: Collection[UUID]) -> dict[tuple[UUID, int], str]:
    """By subject and person, where they come in without signing in. One statement."""
    rows = Door.objects.filter(guest__room__kind=kind, guest__room__subject__in=subjects, closed_at=None)
    rows = rows.filter(guest__room__ended_at=None, guest__removed_at=None, guest__person__isnull=False)
    found = rows.select_related("guest__room")
    paths = {(one.guest.room.subject, one.guest.person_id or 0): path_of(one) for one in found}
    return {whose: path for whose, path in paths.items() if path}


def open_room_about(kind: str, subject: UUID) -> Room | None:
    """The one that nobody ended."""
    rows = Room.objects.open().filter(kind=kind, subject=subject)
    return rows.select_related("structure").first()


def open_subjects(kind: str) -> QuerySet[Room, Any]:
    """What of this kind has an open room, for a query of the owner's own."""
    return Room.objects.open().filter(kind=kind).values("subject")


def video_rules(structure: Structure) -> VideoRules:
    """What it has settled; the usual without a row."""
    return VideoRules.objects.filter(structure=structure).first() or VideoRules(structure=structure)


def can_carry(most: int, link: str = "") -> bool:
    """Is there anything here that carries a room of so many?"""
    return bool(link) or most <= 2 or PROVIDERS["sfu"].is_set()


class Says(NamedTuple):
    """Why a door opens nothing now (a `Verdict`, or `shut`), and what is said of it; both empty when it may."""

    why: str
    sentence: str


def door_says(door: Door | Trial, now: datetime) -> Says:
    """What anybody who holds its address may be told; no name."""
    if door.closed_at or door.person is None or not can_be_asked(door.person):
        return Says("shut", _("Ce lien ne sert plus. Appelez la Mission Locale : elle en enverra un autre."))
    if isinstance(door, Trial):
        return _trial_says(door, now)
    guest, room = door.guest, door.guest.room
    hours = Hours(room.opens_at, room.admits_until)
    verdict = decide(
        AtTheDoor(
            now=now,
            hours=hours,
            is_over=room.ended_at is not None,
            is_removed=guest.removed_at is not None,
            was_in=Stay.objects.filter(guest=guest).exists(),
        )
    )
    if verdict == Verdict.COME_IN:
        return Says("", "")
    return Says(verdict.value, sentence(verdict, hours, now, room.structure.timezone))


def _trial_says(trial: Trial, now: datetime) -> Says:
    if now < trial.until:
        return Says("", "")
    return Says("over", _("Ce lien a plus d’un mois. Demandez-en un autre à la Mission Locale."))


def tries_left(door: Door | Trial) -> str:
    """What is said of a proof that was wrong."""
    until = personal_code_rests_until(door.person) if door.person else None
    if until:
        said = _("Trop d’essais avec ces quatre chiffres. Réessayez après %(until)s.")
        return said % {"until": spoken_moment(until)}
    left = door.MOST_TRIES - door.tries
    said = ngettext(
        "Ce n’est pas cela. Il reste %(left)s essai.", "Ce n’est pas cela. Il reste %(left)s essais.", left
    )
    return said % {"left": left}
