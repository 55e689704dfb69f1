"""How a meeting went, in words: how long, who was there, what the connection was like."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.kernel import clock
from aufil.ui.texts import NNBSP
from aufil.video.ladder import MODES
from aufil.video.models import Opinion, Room
from aufil.video.queries.afterwards import Presence, presences, rooms_about


@dataclass(frozen=True)
class Went:
    """One guest, in words. `transmission`: how it was by what was measured, empty without a measure."""

    name: str
    is_host: bool
    person: int | None
    came_at: datetime
    length: str
    cuts: int
    transmission: str
    figures: str
    opinion: str


@dataclass(frozen=True)
class After:
    """All that stays of the rooms of one subject. `minutes`: how long a host and somebody else were both there."""

    minutes: int
    went: list[Went]
    is_over: bool

    def of(self, person: int | None) -> Went | None:
        return next((one for one in self.went if one.person == person), None)

    @property
    def is_met(self) -> bool:
        """Were a host and somebody else in it?"""
        return any(one.is_host for one in self.went) and any(not one.is_host for one in self.went)

    @property
    def length(self) -> str:
        return length_said(timedelta(minutes=self.minutes))


def after_of(kind: str, subject: UUID) -> After | None:
    """None where nobody was in. Two statements more for each room it had."""
    rooms, now = list(rooms_about(kind, subject)), clock.now()
    found = [one for room in reversed(rooms) for one in presences(room, now)]
    if not found:
        return None
    return After(_together(found), [_went(one) for one in found], all(room.ended_at for room in rooms))


def after_in_words(room: Room) -> str:
    """« Visio de 24 min. Léa : 1 coupure, liaison moyenne. »; for who did not come, that they did not."""
    found = presences(room, clock.now())
    others = [_went(one) for one in found if not one.guest.is_host]
    plays = room.kind == Room.Kind.REHEARSAL
    if not others:
        return (
            _("Entraînement à l’entretien en visio : personne n’est venu.")
            if plays
            else _("Appel en visio : personne n’est venu.")
        )
    minutes = _together(found)
    opening = _("Entraînement à l’entretien, visio de %(length)s.") if plays else _("Visio de %(length)s.")
    said = [opening % {"length": length_said(timedelta(minutes=minutes))}]
    for one in others:
        how = ", ".join(part for part in (cuts_said(one.cuts), one.transmission) if part)
        if how:
            said.append(_("%(name)s : %(how)s.") % {"name": one.name, "how": how})
    return " ".join(said)


def length_said(span: timedelta) -> str:
    """`24 min`, `1 h 05`; less than a minute is one."""
    minutes = max(round(span.total_seconds() / 60), 1)
    hours, rest = divmod(minutes, 60)
    return f"{hours}{NNBSP}h{NNBSP}{rest:02d}" if hours else f"{rest}{NNBSP}min"


def cuts_said(cuts: int) -> str:
    return ngettext("%(n)d coupure", "%(n)d coupures", cuts) % {"n": cuts} if cuts else ""


def _together(found: list[Presence]) -> int:
    hosts = [one.inside for one in found if one.guest.is_host]
    others = [one.inside for one in found if not one.guest.is_host]
    if not hosts or not others:
        return 0
    return round(min(sum(hosts, timedelta()), max(others)).total_seconds() / 60)


def _went(one: Presence) -> Went:
    opinions = {
        Opinion.Answer.GOOD: _("bonne"),
        Opinion.Answer.FAIR: _("moyenne"),
        Opinion.Answer.BAD: _("mauvaise"),
    }
    return Went(
        name=one.guest.name,
        is_host=one.guest.is_host,
        person=one.guest.person_id,
        came_at=one.came_at,
        length=length_said(one.inside),
        cuts=one.cuts,
        transmission=_transmission(one),
        figures=_figures(one),
        opinion=str(opinions.get(Opinion.Answer(one.opinion), "")) if one.opinion else "",
    )


def _transmission(one: Presence) -> str:
    """By the lowest rung they came down to, and what was lost."""
    if not one.worst:
        return ""
    rung, loss = MODES.index(one.worst), one.loss or 0
    if rung <= MODES.index("smaller") and loss < 0.03:
        return _("liaison bonne")
    if rung <= MODES.index("slower") and loss < 0.08:
        return _("liaison moyenne")
    return _("liaison faible")


def _figures(one: Presence) -> str:
    """`2 % perdus, 180 ms`: for who has to say it to a funder."""
    if one.loss is None or one.round_trip is None:
        return ""
    words = {"loss": f"{one.loss * 100:.1f}".replace(".", ","), "trip": one.round_trip}
    return _("%(loss)s %% perdus, %(trip)s ms aller et retour") % words
