"""The card of each seat in the thread of whose it is."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from aufil.appointments.cards import card_of, card_text
from aufil.appointments.models import Appointment, Change, Seat
from aufil.appointments.queries import rules_of
from aufil.thread import actions as thread


def show(
    appointment: Appointment, seats: Sequence[Seat], by: int | None, *, lapsed: bool = False
) -> dict[int, thread.Shown]:
    """Write or change the cards of these seats, as they are now; said by `by` where they are in the thread. By seat."""
    own = [seat for seat in seats if seat.young]
    if not own:
        return {}
    rules = rules_of(appointment.structure)
    moved = appointment.changes.filter(what=Change.What.MOVED).order_by("-pk").first()
    was_at = moved.before.get("starts_at") if moved else None
    cards = []
    for seat in own:
        seat.appointment = appointment
        facts = card_of(seat, rules, was_at=was_at, lapsed=lapsed)
        name = _name(seat)
        cards.append(thread.Card(seat.young_id or 0, by, card_text(seat), facts, name, seat.entry_id))
    shown = thread.show_cards(structure=appointment.structure_id, cards=cards)
    found = {seat.pk: shown[_name(seat)] for seat in own if _name(seat) in shown}
    for seat in own:
        if seat.pk in found and seat.entry_id != found[seat.pk].entry:
            seat.entry_id = found[seat.pk].entry
            Seat.objects.filter(pk=seat.pk).update(entry=seat.entry_id)
    return found


def _name(seat: Seat) -> UUID:
    """Of whose it is: a file that was merged into another has its card there."""
    return uuid5(seat.uid, f"card of {seat.young_id}")
