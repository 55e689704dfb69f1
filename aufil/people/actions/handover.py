"""Giving young people to a colleague, for good or until a day; and the days that come by themselves."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.kernel import bus, clock
from aufil.kernel.statements import Statements
from aufil.people.actions.supports import hold, publish_changes, rearrange, spell_of
from aufil.people.events import HandedOver, ReferentReturned
from aufil.people.models import HandOver, Person, Role, Structure, Support
from aufil.people.queries import staff_of, today_in, with_role, young_of
from aufil.people.spells import REFERENT, Spell, handed_on, handed_over, referent_on
from aufil.web.problems import Problem

Stage = Support.Stage


class Given(NamedTuple):
    """What a hand-over gave of one young person (ids of persons); `then` is who is the referent afterwards."""

    giver: int | None
    starts_on: date
    returns_on: date | None
    then: int | None


@transaction.atomic
def hand_over(
    *,
    structure: Structure,
    young: Sequence[Person],
    taker: Person,
    actor: Person,
    giver: Person | None = None,
    starts_on: date | None = None,
    returns_on: date | None = None,
    stays: bool = False,
) -> list[HandOver]:
    """`taker` becomes the referent of `young` from a day, for good or until `returns_on`; one row for each.

    With `giver`, only what is theirs goes: who is somebody else's by now, or for a while, is left out. Without,
    whoever was to be the referent gives. `stays`: who gives goes on reading. Refusals name their field.
    """
    day = starts_on or today_in(structure)
    hold([p.pk for p in young])
    _refuse_what_cannot_be(structure, young, taker, giver, day, returns_on)
    given: dict[int, Given] = {}

    def plan(pk: int, spells: list[Spell]) -> list[Spell]:
        who = giver.pk if giver else None
        new = handed_over(
            spells, taker=taker.pk, starts_on=day, returns_on=returns_on, giver=who, stays=stays
        )
        if _leading(spells) == _leading(new):
            return spells
        if returns_on and referent_on(new, returns_on) is None:
            message = _("Personne ne reprendrait ensuite : confiez pour de bon.")
            raise Problem("invalid", errors={"returns_on": [message]})
        given[pk] = _given(_leading(spells), _leading(new), taker.pk, day, who)
        return new

    rearrange(structure=structure, young=[p.pk for p in young], plan=plan, actor=actor)
    if not given:
        message = _("Rien ne change : %(name)s suit déjà, ou quelqu’un vient de changer cela.")
        raise Problem("invalid", errors={"taker": [message % {"name": taker.full_name}]})
    return _write(structure, [p for p in young if p.pk in given], given, taker, actor)


def _leading(spells: Sequence[Spell]) -> list[Spell]:
    return sorted((s for s in spells if s.part == REFERENT), key=lambda s: s.starts_on)


def _refuse_what_cannot_be(
    structure: Structure,
    young: Sequence[Person],
    taker: Person,
    giver: Person | None,
    day: date,
    returns_on: date | None,
) -> None:
    """Another structure's people do not exist here; the rest is said in plain words, by field."""
    if not with_role(structure, Role.COUNSELLOR).filter(pk=taker.pk).exists():
        raise Problem("not-found")
    pks = {p.pk for p in young}
    if not pks or young_of(structure).filter(pk__in=pks).count() != len(pks):
        raise Problem("not-found")
    errors = {}
    if giver and giver.pk == taker.pk:
        errors["taker"] = [_("Choisissez quelqu’un d’autre : on ne se confie pas un jeune à soi-même.")]
    if day < today_in(structure):
        errors["starts_on"] = [_("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir.")]
    if returns_on and returns_on <= day:
        errors["returns_on"] = [_("Le retour vient après le premier jour. Choisissez un jour plus tard.")]
    if errors:
        raise Problem("invalid", errors=errors)


def _given(
    before: Sequence[Spell], after: Sequence[Spell], taker: int, day: date, giver: int | None
) -> Given:
    """What was truly given: from when, until when, by whom, and who comes next."""
    taken = next(s for s in after if s.counsellor == taker and (s.ends_on is None or s.ends_on > day))
    next_one = referent_on(after, taken.ends_on) if taken.ends_on else None
    if giver is None:
        to_come = [s for s in before if s.counsellor != taker and (s.ends_on is None or s.ends_on > day)]
        giver = to_come[0].counsellor if to_come else None
    return Given(giver, max(day, taken.starts_on), taken.ends_on, next_one)


def _write(
    structure: Structure, young: Sequence[Person], given: dict[int, Given], taker: Person, actor: Person
) -> list[HandOver]:
    now = clock.now()
    rows = HandOver.objects.bulk_create(
        HandOver(
            structure=structure,
            young=one,
            giver_id=given[one.pk].giver,
            taker=taker,
            starts_on=given[one.pk].starts_on,
            returns_on=given[one.pk].returns_on,
            made_by=actor,
            made_at=now,
        )
        for one in young
    )
    lines = [journal.Line(now, actor.pk, "handed-over", "person", one.uid, structure.pk) for one in young]
    Statements().write(journal.insertion(lines))
    bus.publish([HandedOver(structure.pk, one.pk, taker.pk, *given[one.pk]) for one in young])
    return rows


def follow_the_calendar() -> None:
    """Make true, everywhere, what the date has changed: hand-overs that begin, and those that return.

    Who is the referent is a matter of dates; this tells the rest of the house, once, whenever it runs and however
    late. A structure's day begins at its own midnight. What somebody who has left was to do goes to whoever is
    there, so that nobody is left without a referent.
    """
    for structure in Structure.objects.order_by("pk"):
        _replace_the_gone(structure)
        _turn_the_page(structure)


@transaction.atomic
def _replace_the_gone(structure: Structure) -> None:
    today = today_in(structure)
    lent = Support.objects.filter(structure=structure, part=REFERENT).exclude(stage=Stage.OVER)
    planned = lent.filter(stage=Stage.PLANNED).values("young")
    team = set(staff_of(structure).values_list("pk", flat=True))
    holders = lent.filter(young__in=planned).values_list("young", "counsellor")
    young = sorted({pk for pk, counsellor in holders if counsellor not in team})
    if not young:
        return
    before, after = {}, {}

    def plan(pk: int, spells: list[Spell]) -> list[Spell]:
        gone = {s.counsellor for s in spells} - team
        new = handed_on(spells, gone, today)
        before[pk], after[pk] = referent_on(spells, today), referent_on(new, today)
        return new

    rearrange(structure=structure, young=young, plan=plan, actor=None)
    bus.publish(
        [
            ReferentReturned(structure.pk, pk, now_)
            for pk, now_ in after.items()
            if now_ and now_ != before[pk]
        ]
    )


@transaction.atomic
def _turn_the_page(structure: Structure) -> None:
    today = today_in(structure)
    rows = Support.objects.filter(structure=structure)
    begins = rows.filter(stage=Stage.PLANNED, starts_on__lte=today)
    stops = rows.filter(stage=Stage.BEGUN, ends_on__lte=today)
    young = {*begins.values_list("young", flat=True), *stops.values_list("young", flat=True)}
    if not young:
        return
    hold(young)
    before, after = defaultdict(set), defaultdict(set)
    known = list(rows.filter(young__in=young).exclude(stage=Stage.OVER).order_by("starts_on"))
    for row in known:
        if row.stage == Stage.BEGUN:
            before[row.young_id].add(row.counsellor_id)
        if spell_of(row).on(today):
            after[row.young_id].add(row.counsellor_id)
    returned = _returns(structure, [r for r in known if r.stage == Stage.PLANNED and spell_of(r).on(today)])
    stops.update(stage=Stage.OVER)
    begins.filter(ends_on__lte=today).update(stage=Stage.OVER)
    begins.update(stage=Stage.BEGUN)
    publish_changes(structure.pk, {y: before[y] for y in young}, {y: after[y] for y in young})
    bus.publish(returned)


def _returns(structure: Structure, begun: Sequence[Support]) -> list[ReferentReturned]:
    """Which of these rows are somebody coming back at the end of a hand-over."""
    leading = {row.young_id: row for row in begun if row.part == REFERENT}
    ends = HandOver.objects.filter(
        structure=structure, young__in=leading, returns_on__in={row.starts_on for row in leading.values()}
    )
    back = set(ends.values_list("young", "returns_on"))
    return [
        ReferentReturned(structure.pk, pk, row.counsellor_id)
        for pk, row in leading.items()
        if (pk, row.starts_on) in back
    ]
