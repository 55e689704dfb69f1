"""Booking, moving, cancelling, enrolling and giving back in any order, against a simple model.

The model is a table: who is where, when. After every step nobody is at two places at once, every seat is somebody's
or free, nobody waits in front of a free seat, and the history tells all that was done.
"""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from aufil.appointments import actions
from aufil.appointments.actions import Booked, Elsewhere, Moved
from aufil.appointments.models import Appointment, Busy, Change, Seat
from aufil.appointments.tests.conftest import World
from aufil.kernel import clock
from aufil.web.problems import Problem

State = Seat.State
YOUNG = st.sampled_from(["lea", "yanis", "ines"])
STAFF = st.sampled_from(["camille", "julien"])
QUARTERS = st.integers(0, 11)  # of an hour, from 9 to noon: they often want the same
WHICH = st.integers(0, 9)
ANYBODY = st.sampled_from(["lea", "yanis", "ines", "camille", "julien"])


class Agenda(RuleBasedStateMachine):
    """Three young people, two counsellors, one morning, and a workshop of two seats; each run is undone."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.workshop = self.world.session(2, 14, seats=2)
        self.done = 1

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def tried(self, act) -> object:
        """What an act answered; refused, everything is as it was."""
        before = self.told()
        try:
            with transaction.atomic():
                return act()
        except Problem:
            assert self.told() == before
            return None

    def told(self) -> tuple[int, int, int]:
        return Change.objects.count(), Busy.objects.count(), Appointment.objects.standing().count()

    def any_of(self, which: int) -> Appointment | None:
        rows = list(Appointment.objects.exclude(pk=self.workshop.pk).order_by("pk"))
        return rows[which % len(rows)] if rows else None

    @rule(young=YOUNG, counsellor=STAFF, quarter=QUARTERS, again=st.booleans())
    def book(self, young: str, counsellor: str, quarter: int, again: bool) -> None:
        people, uid = self.world.cast.people, uuid4()
        wanted = self.world.wanted(
            2, 9 + quarter // 4, quarter % 4 * 15, young=people[young], counsellor=people[counsellor]
        )
        for _ in range(1 + again):
            found = self.tried(lambda: actions.book(wanted=wanted, by=people["camille"], uid=uid))
        self.done += isinstance(found, Booked)

    @rule(which=WHICH, quarter=QUARTERS, by=ANYBODY)
    def move(self, which: int, quarter: int, by: str) -> None:
        row = self.any_of(which)
        if row is None:
            return
        starts = self.world.at(2, 9 + quarter // 4, quarter % 4 * 15)
        to = Elsewhere(starts_at=starts, ends_at=starts + timedelta(minutes=45))
        found = self.tried(lambda: actions.move(appointment=row, to=to, by=self.world.cast.people[by]))
        self.done += isinstance(found, Moved) and found.is_new

    @rule(which=WHICH, by=ANYBODY)
    def cancel(self, which: int, by: str) -> None:
        row = self.any_of(which)
        if row is None:
            return
        stood = row.cancelled_at is None
        found = self.tried(lambda: actions.cancel(appointment=row, by=self.world.cast.people[by]))
        self.done += found is not None and stood

    @rule(which=WHICH, to=STAFF)
    def hand_over(self, which: int, to: str) -> None:
        row, people = self.any_of(which), self.world.cast.people
        if row is None:
            return
        had = row.counsellor
        found = self.tried(lambda: actions.hand_over(appointment=row, to=people[to], by=people["camille"]))
        self.done += found is not None and had != people[to]

    @rule(young=YOUNG, comes=st.booleans())
    def come_or_leave(self, young: str, comes: bool) -> None:
        act = actions.enrol if comes else actions.give_back
        person = self.world.cast.people[young]
        before = list(Change.objects.values_list("pk", flat=True))
        self.tried(lambda: act(appointment=self.workshop, young=person, by=person))
        self.done += Change.objects.exclude(pk__in=before).count()

    @rule(hours=st.sampled_from([1, 13, 25]))
    def time_passes(self, hours: int) -> None:
        """Seats held for who did not answer go on."""
        held = Seat.objects.filter(state=State.OFFERED)
        held.update(held_until=clock.now() + timedelta(hours=12 - hours))
        before = Change.objects.count()
        actions.pass_on_seats()
        self.done += Change.objects.count() - before

    @invariant()
    def nobody_is_at_two_places(self) -> None:
        spans: dict[int, list[tuple]] = {}
        for row in Appointment.objects.standing().prefetch_related("taken"):
            taken = [seat.young_id for seat in row.taken.all() if seat.state == State.TAKEN]
            for person in [row.counsellor_id, *taken]:
                spans.setdefault(person, []).append((row.starts_at, row.ends_at))
        for some in spans.values():
            ordered = sorted(some)
            assert all(before[1] <= after[0] for before, after in pairwise(ordered)), ordered
        counted = {(row.person_id, row.starts_at) for row in Busy.objects.all()}
        assert counted == {(person, start) for person, some in spans.items() for start, _end in some}

    @invariant()
    def no_seat_is_lost(self) -> None:
        states = list(Seat.objects.filter(appointment=self.workshop).values_list("state", flat=True))
        taken = states.count(State.TAKEN) + states.count(State.OFFERED)
        assert taken <= 2
        assert taken == 2 or State.WAITING not in states

    @invariant()
    def the_history_tells_all(self) -> None:
        assert Change.objects.count() == self.done


def test_in_any_order_nobody_is_at_two_places_and_no_seat_is_lost(world: World) -> None:
    class Here(Agenda):
        pass

    Here.world = world
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
