"""OUI and NON by text message, to the last thing that asked. The message is an entry of the thread all the same."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from aufil.appointments.actions.answering import answer
from aufil.appointments.actions.seats import enrol, give_back
from aufil.appointments.cards import changeable_until
from aufil.appointments.models import Alert, Seat
from aufil.appointments.queries import ASKED, alerts_behind, rules_of
from aufil.appointments.replies import understood
from aufil.delivery.events import AnswerReceived
from aufil.delivery.models import Channel, Inbound, Notice
from aufil.web.problems import Problem

What, State = Alert.What, Seat.State


def read_replies(facts: Sequence[AnswerReceived]) -> None:
    """Each that says yes or no, and nothing else, to the one appointment it can be about.

    Heard before the thread has it, so that the appointment is locked first. In doubt nothing is done: what was sent
    last speaks of something else too, two appointments are asked about, it is too late to answer by oneself.
    """
    for fact in facts:
        came = Inbound.objects.select_related("answers").get(pk=fact.inbound)
        comes = understood(came.text) if came.channel == Channel.SMS else None
        if comes is None or came.answers is None or came.answers.person_id != fact.young:
            continue
        seat = _asked_about(list(came.answers.notices.all()), fact.young, came.received_at)
        if seat and _may_still(seat, came.received_at):
            _do(seat, comes=comes)


def _asked_about(carried: Sequence[Notice], young: int, at: datetime) -> Seat | None:
    """The seat the last text asked about, if it is the only one that waits for an answer."""
    sent = Notice.objects.filter(
        person=young, kind=Alert.NOTICE, pointless_at__gt=at, attempts__channel=Channel.SMS
    ).distinct()
    asked = _seats(list(sent))
    mine = _seats(carried)
    if len(carried) != 1 or len(mine) != 1 or not mine.keys() <= asked.keys():
        return None
    waiting = {pk for pk, seat in asked.items() if not seat.answer}
    return next(iter(mine.values())) if waiting <= mine.keys() else None


def _seats(notices: Sequence[Notice]) -> dict[int, Seat]:
    alerts = alerts_behind(notices).values()
    return {
        one.seat.pk: one.seat
        for one in alerts
        if one.seat and one.seat.young_id == one.person_id and one.what in (*ASKED, What.OFFERED)
        if one.seat.state in (State.TAKEN, State.OFFERED)
    }


def _may_still(seat: Seat, at: datetime) -> bool:
    it = seat.appointment
    until = seat.held_until or changeable_until(it, rules_of(it.structure))
    return it.cancelled_at is None and at < until


def _do(seat: Seat, *, comes: bool) -> None:
    young = seat.young
    if young is None:
        return
    try:
        with transaction.atomic():
            if seat.state != State.OFFERED:
                said = Seat.Answer.COMES if comes else Seat.Answer.CANNOT
                answer(seat=seat, said=said, by=young)
            elif comes:
                enrol(appointment=seat.appointment, young=young, by=young)
            else:
                give_back(appointment=seat.appointment, young=young, by=young)
    except Problem:
        return  # refused meanwhile: the entry says what they wrote
