"""The steps by which somebody takes a time: what, in which way, when; the same for whoever takes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from aufil.appointments import access
from aufil.appointments.forms.wishes import ANYBODY, INSTANT, NAMES, Wish, read_wish
from aufil.appointments.models import Kind, Mode, Place
from aufil.appointments.queries import Asked, Asker, Offered, Slot, grouped, modes_for, offered
from aufil.appointments.queries.offered import Day
from aufil.people.models import Person, Structure
from aufil.web.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Taker:
    """Who takes a time, and among what."""

    structure: Structure
    asker: Asker
    kinds: Sequence[Kind]
    young: Person | None = None
    usual: Person | None = None  # the counsellor whose times are shown first
    only: Person | None = None  # … or alone
    merged: bool = False  # with whoever is free; nobody is named
    watches: bool = False  # may ask to be told when something frees
    frame: dict[str, Any] = field(default_factory=dict)  # what its pages say around


class Chosen(NamedTuple):
    """A time somebody tapped; whether it is still free is seen when it is taken."""

    kind: Kind
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    counsellor: Person | None
    place: Place | None
    back: str  # to the other times


@dataclass(frozen=True)
class Times:
    """Free times with what their links say again; drawn by `_times.html`."""

    offered: Offered
    kept: str
    fields: list[tuple[str, str]]
    is_first: bool


def times_of(shown: Offered, kept: dict[str, Any]) -> Times:
    said = {name: str(value) for name, value in kept.items() if value}
    return Times(shown, urlencode(said), list(said.items()), shown.since <= shown.today)


def choose(request: HttpRequest, taker: Taker) -> Chosen | HttpResponse:
    """The time that was tapped, or the page of the step before."""
    wish = read_wish(request.GET)
    kind = one_of(taker.kinds, wish.kind)
    frame = {"structure": taker.structure, "taker": taker, **taker.frame}
    if kind is None:
        return render(request, "appointments/choose_kind.html", {**frame, "kinds": taker.kinds})
    modes = modes_for(kind, taker.asker)
    mode = wish.mode if wish.mode in modes else modes[0] if len(modes) == 1 else None
    if mode is None:
        return render(request, "appointments/choose_way.html", {**frame, "kind": kind, "modes": modes})
    if wish.at:
        return _chosen(taker, kind, mode, wish, wish.at)
    context = {**frame, "kind": kind, "mode": mode, "modes": modes, **_looked(taker, kind, mode, wish)}
    return render(request, "appointments/choose_time.html", context)


def _looked(taker: Taker, kind: Kind, mode: Mode, wish: Wish) -> dict[str, Any]:
    """The free times, of the usual counsellor first; of everybody when asked, or when that one has none."""
    asked = asked_by(taker, kind, mode)
    whose = taker.only or (None if wish.anybody else taker.usual)
    shown = offered(_with(asked, whose), wish.since, merged=taker.merged)
    fallback = not shown.days and whose is not None and taker.only is None and not wish.since
    if fallback:
        whose, shown = None, offered(asked, wish.since, merged=taker.merged)
    kept = {NAMES["kind"]: kind.uid, NAMES["mode"]: mode.value}
    if whose is None and taker.usual:
        kept[NAMES["counsellor"]] = ANYBODY
    return {"shown": times_of(shown, kept), "whose": whose, "fallback": fallback and shown.days}


def asked_by(taker: Taker, kind: Kind, mode: Mode, place: Place | None = None) -> Asked:
    return _with(
        Asked(
            structure=taker.structure,
            kind=kind,
            mode=mode,
            asker=taker.asker,
            young=taker.young.pk if taker.young else None,
            place=place,
        ),
        taker.only,
    )


def _with(asked: Asked, whose: Person | None) -> Asked:
    return Asked(**{**vars(asked), "counsellors": (whose.pk,)}) if whose else asked


def _chosen(taker: Taker, kind: Kind, mode: Mode, wish: Wish, at: datetime) -> Chosen:
    counsellor = taker.only
    if counsellor is None and not taker.merged:
        if wish.counsellor is None:
            raise Problem("not-found")
        counsellor = access.colleague_of(taker.structure, wish.counsellor)
    place = access.place_of(taker.structure, wish.place)
    kept = {NAMES["kind"]: kind.uid, NAMES["mode"]: mode.value}
    if wish.since:
        kept[NAMES["since"]] = wish.since
    return Chosen(
        kind, mode, at, at + timedelta(minutes=kind.minutes), counsellor, place, "?" + urlencode(kept)
    )


def one_of(kinds: Sequence[Kind], uid: Any) -> Kind | None:
    """The kind that was said; the only one there is."""
    if len(kinds) == 1:
        return kinds[0]
    return next((kind for kind in kinds if kind.uid == uid), None)


def nearest_times(
    found: list[Slot], structure: Structure, kept: dict[str, Any], *, merged: bool = False
) -> tuple[list[Day], str]:
    """The three nearest times, and what their links say again."""
    said = {name: str(value) for name, value in kept.items() if value}
    return grouped(found, structure, merged=merged), urlencode(said)


def taken_sentence(found: Sequence[Slot]) -> str:
    """Somebody else was quicker."""
    if found:
        return _("Quelqu’un vient de prendre cette heure. Voici les heures libres les plus proches.")
    return _("Quelqu’un vient de prendre cette heure, et il n’y en a pas d’autre. Écrivez-nous.")


def said_at(at: datetime) -> str:
    return f"{at:{INSTANT}}"
