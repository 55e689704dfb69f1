"""What follows each fact about appointments, in its transaction: the card, who is told, the reminders.

Who did it is read from the change the act has just written. Nobody is told of what they did themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from aufil.appointments.actions.alerting import (
    DEAR,
    Told,
    plan_reminders,
    tell,
    withdraw_alerts,
)
from aufil.appointments.actions.showing import show
from aufil.appointments.events import (
    AnswerGiven,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentChanged,
    AppointmentHandedOver,
    AppointmentMoved,
    EarlierFreed,
    SeatFreed,
    SeatLapsed,
    SeatOffered,
    SeatTaken,
)
from aufil.appointments.models import Alert, Appointment, Change, Seat, Watch
from aufil.delivery import actions as delivery
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.thread.actions import Shown
from aufil.thread.queries import support_thread_of

What, Reach, State = Alert.What, Notice.Reach, Seat.State


def on_booked(facts: Sequence[AppointmentBooked]) -> None:
    for fact in facts:
        it, by = _found(fact.appointment)
        seats = _seats(it, State.TAKEN)
        cards = show(it, seats, by)
        if not fact.is_past:
            tell(
                [
                    *_to_young(What.BOOKED, it, seats, by, cards),
                    *_to_counsellor(What.BOOKED, it, seats, by, cards),
                ]
            )
            plan_reminders(it, seats)


def on_moved(facts: Sequence[AppointmentMoved]) -> None:
    for fact in facts:
        it, by = _found(fact.appointment)
        seats = _seats(it, *Seat.IN_IT)
        withdraw_alerts(it)
        cards = show(it, seats, by)
        taken = [seat for seat in seats if seat.state == State.TAKEN]
        tell(
            [*_to_young(What.MOVED, it, taken, by, cards), *_to_counsellor(What.MOVED, it, taken, by, cards)]
        )
        plan_reminders(it, taken)


def on_changed(facts: Sequence[AppointmentChanged]) -> None:
    for fact in facts:
        it, by = _found(fact.appointment)
        show(it, _seats(it, *Seat.IN_IT), by)


def on_cancelled(facts: Sequence[AppointmentCancelled]) -> None:
    for fact in facts:
        it, by = _found(fact.appointment)
        seats = _seats(it, *Seat.IN_IT)
        withdraw_alerts(it)
        cards = show(it, seats, by)
        tell(
            [
                *_to_young(What.CANCELLED, it, seats, by, cards),
                *_to_counsellor(What.CANCELLED, it, seats, by, cards),
            ]
        )


def on_handed_over(facts: Sequence[AppointmentHandedOver]) -> None:
    for fact in facts:
        it, by = _found(fact.appointment)
        seats = _seats(it, *Seat.IN_IT)
        cards = show(it, seats, by)
        taken = [seat for seat in seats if seat.state == State.TAKEN]
        tell(_to_young(What.HANDED_OVER, it, taken, by, cards))
        if by != it.counsellor_id:
            tell([_staff(What.HANDED_OVER, it, next(iter(taken), None), cards)])


def on_seat_taken(facts: Sequence[SeatTaken]) -> None:
    for fact in facts:
        it, by, seats, cards = _seated(fact)
        withdraw_alerts(it, seat=seats[0])
        if not fact.is_waiting:
            tell(_to_young(What.BOOKED, it, seats, by, cards))
            plan_reminders(it, seats)


def on_seat_freed(facts: Sequence[SeatFreed]) -> None:
    for fact in facts:
        it, by, seats, cards = _seated(fact)
        withdraw_alerts(it, seat=seats[0])
        tell(
            [*_to_young(What.FREED, it, seats, by, cards), *_to_counsellor(What.FREED, it, seats, by, cards)]
        )


def on_seat_offered(facts: Sequence[SeatOffered]) -> None:
    for fact in facts:
        it, _by, seats, cards = _seated(fact)
        tell(_to_young(What.OFFERED, it, seats, None, cards, until=seats[0].held_until))


def on_seat_lapsed(facts: Sequence[SeatLapsed]) -> None:
    for fact in facts:
        it, _by, seats, cards = _seated(fact, lapsed=True)
        withdraw_alerts(it, seat=seats[0])
        tell(_to_young(What.LAPSED, it, seats, None, cards))


def on_answer(facts: Sequence[AnswerGiven]) -> None:
    """Who cannot come is reminded of it no more; who wants a call stands on the call list."""
    for fact in facts:
        it, by, seats, cards = _seated(fact)
        [seat] = seats
        if seat.answer == Seat.Answer.CANNOT:
            withdraw_alerts(it, seat=seat, reminders_only=True)
        else:
            plan_reminders(it, seats)
        if by != seat.young_id:
            continue
        if seat.answer == Seat.Answer.CANNOT:
            tell(_to_counsellor(What.ANSWERED, it, seats, by, cards))
        elif seat.answer == Seat.Answer.CALL:
            _call(it, seat, cards.get(seat.pk))


def on_earlier_freed(facts: Sequence[EarlierFreed]) -> None:
    """An earlier time is nobody's yet: it has no card, only words."""
    now = clock.now()
    for fact in facts:
        watch = Watch.objects.get(pk=fact.watch)
        thread = support_thread_of(watch.young_id, fact.structure)
        alert = Alert.objects.create(
            structure_id=fact.structure,
            watch=watch,
            person_id=watch.young_id,
            what=What.EARLIER,
            starts_at=fact.starts_at,
            counsellor_id=fact.counsellor,
            thread=thread.pk if thread else 0,
            made_at=now,
            said_at=now,
        )
        dates = (fact.starts_at, fact.starts_at)
        told = delivery.Dated(
            fact.structure, alert.person_id, alert.thread, alert.position, now, now, Reach.MESSAGE, *dates
        )
        delivery.tell_of(kind=Alert.NOTICE, told=[told])


def _found(number: int) -> tuple[Appointment, int | None]:
    """The appointment, and who did what has just happened to it."""
    rows = Appointment.objects.select_related("kind", "place", "counsellor", "structure", "cancelled_by")
    last = Change.objects.filter(appointment=number).order_by("-pk").values_list("by", flat=True)
    return rows.get(pk=number), last.first()


def _seats(it: Appointment, *states: str) -> list[Seat]:
    """In the order of their young people: every handler takes threads in the same."""
    return list(it.taken.filter(state__in=states).select_related("young").order_by("pk"))


def _seated(
    fact: SeatTaken | SeatFreed | SeatOffered | SeatLapsed | AnswerGiven, *, lapsed: bool = False
) -> tuple[Appointment, int | None, list[Seat], dict[int, Shown]]:
    it, by = _found(fact.appointment)
    seats = [Seat.objects.select_related("young").get(pk=fact.seat)]
    return it, by, seats, show(it, seats, by, lapsed=lapsed)


def _to_young(
    what: str,
    it: Appointment,
    seats: Sequence[Seat],
    by: int | None,
    cards: dict[int, Shown],
    *,
    until: datetime | None = None,
) -> list[Told]:
    reach = Reach.CALL if what in DEAR else Reach.MESSAGE
    return [
        Told(what, seat.young_id, it, seat, cards.get(seat.pk), until, reach)
        for seat in seats
        if seat.young_id and seat.young_id != by
    ]


def _to_counsellor(
    what: str, it: Appointment, seats: Sequence[Seat], by: int | None, cards: dict[int, Shown]
) -> list[Told]:
    """What somebody who is in it did, or somebody nobody knows yet."""
    if by is not None and all(seat.young_id != by for seat in seats):
        return []
    return [_staff(what, it, next((s for s in seats if s.young_id == by), None), cards)]


def _staff(what: str, it: Appointment, seat: Seat | None, cards: dict[int, Shown]) -> Told:
    card = cards.get(seat.pk) if seat else None
    return Told(what, it.counsellor_id, it, seat, card, reach=Reach.PUSH)


def _call(it: Appointment, seat: Seat, card: Shown | None) -> None:
    now = clock.now()
    alert = Alert.objects.create(
        structure_id=it.structure_id,
        appointment=it,
        seat=seat,
        person_id=seat.young_id or 0,
        what=What.CALL,
        starts_at=it.starts_at,
        thread=card.thread if card else 0,
        made_at=now,
        said_at=now,
    )
    delivery.ask_for_call(
        structure=it.structure_id,
        person=alert.person_id,
        kind=Alert.NOTICE,
        place=(alert.thread, alert.position),
        at=now,
        pointless_at=it.starts_at,
    )
