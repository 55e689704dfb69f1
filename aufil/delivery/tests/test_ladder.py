"""The ladder, by its rules and then by chance: whatever happens, every notice comes to an end."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.delivery.ladder import Call, End, Matter, Send, Wait, foresee, next_step
from aufil.delivery.models import Channel, Notice
from aufil.delivery.states import Reason, Said, Standing, State, Try, afterwards, ending
from aufil.delivery.tests.walking import (
    DELIVERED,
    EMAIL,
    FAILED,
    PHONE,
    SMS,
    TABLET,
    TAKEN,
    News,
    Walk,
    house,
    reached_its_end,
    staff,
    young,
)

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS).astimezone(UTC)
Reach = Notice.Reach


def hour(walk: Walk, number: int) -> str:
    return walk.sent[number][0].astimezone(PARIS).strftime("%a %H:%M")


def test_push_then_a_message_then_a_call():
    walk = Walk(Matter(MONDAY), young(PHONE, SMS, EMAIL), house(), [(TAKEN,), (TAKEN,)]).run()
    assert [(hour(walk, 0), walk.sent[0][1]), (hour(walk, 1), walk.sent[1][1])] == [
        ("Mon 10:02", PHONE),
        ("Mon 14:02", SMS),
    ]
    called_at = walk.steps[-1][0].astimezone(PARIS)
    assert called_at.strftime("%a %H:%M") == "Tue 14:02"
    assert walk.stands == Standing(State.TO_CALL, Reason.SILENT)


def test_a_step_that_fails_gives_way_at_once():
    walk = Walk(Matter(MONDAY), young(PHONE, SMS, EMAIL), house(), [(FAILED,), (FAILED,), (FAILED,)]).run()
    assert [way for _at, way in walk.sent] == [PHONE, SMS, EMAIL]
    assert {hour(walk, number) for number in range(3)} == {"Mon 10:02"}
    assert walk.stands == Standing(State.TO_CALL, Reason.FAILED)


def test_all_browsers_are_told_and_one_that_fails_is_not_a_failure():
    walk = Walk(Matter(MONDAY), young(PHONE, TABLET, SMS), house(), [(FAILED,), (TAKEN,)]).run()
    assert [hour(walk, number) for number in range(3)] == ["Mon 10:02", "Mon 10:02", "Mon 14:02"]


def test_who_has_no_way_at_all_is_called():
    walk = Walk(Matter(MONDAY), young(), house()).run()
    assert walk.stands == Standing(State.TO_CALL, Reason.NO_WAY)
    assert walk.steps[-1][0] == MONDAY + timedelta(minutes=2)


def test_for_who_lives_by_sms_received_is_enough():
    walk = Walk(Matter(MONDAY), young(SMS, by_sms=True), house(), [(TAKEN, DELIVERED)]).run()
    assert walk.is_over
    assert walk.stands == Standing(State.DELIVERED)


def test_for_anybody_else_it_is_not():
    walk = Walk(Matter(MONDAY), young(SMS), house(), [(TAKEN, DELIVERED)]).run()
    assert walk.stands == Standing(State.TO_CALL, Reason.SILENT)


def test_a_reply_is_a_reading():
    walk = Walk(
        Matter(MONDAY), young(EMAIL), house(), [(TAKEN, News(Said.ANSWERED, timedelta(hours=2)))]
    ).run()
    assert walk.is_over
    assert walk.stands.state == State.SEEN


def test_written_on_saturday_night_it_leaves_on_monday():
    written = datetime(2026, 11, 21, 22, 0, tzinfo=PARIS).astimezone(UTC)
    walk = Walk(Matter(written), young(SMS), house()).run()
    assert hour(walk, 0) == "Mon 09:02"
    assert walk.steps[0][1].shown == Standing(State.HELD, Reason.HOURS)


def test_what_is_urgent_leaves_at_night():
    written = datetime(2026, 11, 21, 22, 0, tzinfo=PARIS).astimezone(UTC)
    walk = Walk(Matter(written, urgent=True), young(SMS), house()).run()
    assert hour(walk, 0) == "Sat 22:02"


def test_hours_that_run_at_night_do_not_make_the_night_loud():
    """A structure that sets its hours late: the wait is over, but nothing leaves."""
    written = datetime(2026, 11, 23, 21, 0, tzinfo=PARIS).astimezone(UTC)
    walk = Walk(Matter(written), young(SMS), house(closes=23)).run()
    assert walk.steps[0][1].shown == Standing(State.HELD, Reason.QUIET)
    assert hour(walk, 0) == "Tue 08:00"


def test_a_structure_without_hours_waits_by_day():
    walk = Walk(Matter(MONDAY), young(PHONE, SMS), house(opens=0, closes=0), [(TAKEN,)]).run()
    assert hour(walk, 1) == "Mon 14:02"


@pytest.mark.parametrize(
    ("reach", "state"), [(Reach.PUSH, State.SENT), (Reach.MESSAGE, State.SENT), (Reach.SCREEN, State.DROPPED)]
)
def test_what_goes_no_further_ends_there(reach, state):
    walk = Walk(Matter(MONDAY, reach), young(PHONE, SMS), house(), [(TAKEN,), (TAKEN,)]).run()
    assert walk.is_over
    assert walk.stands.state == state
    assert len(walk.sent) == {Reach.SCREEN: 0, Reach.PUSH: 1, Reach.MESSAGE: 2}[reach]


def test_what_is_pointless_is_dropped_even_from_a_call_list():
    walk = Walk(Matter(MONDAY, pointless_at=MONDAY + timedelta(minutes=1)), young(SMS), house()).run()
    assert (walk.stands, walk.sent) == (Standing(State.DROPPED, Reason.TOO_LATE), [])
    walk = Walk(Matter(MONDAY, pointless_at=MONDAY + timedelta(days=3)), young(), house()).run()
    assert walk.stands == Standing(State.DROPPED, Reason.TOO_LATE)


def test_what_is_soon_pointless_gives_each_step_half_of_what_is_left():
    """Two hours before an appointment: the text comes while it still helps."""
    soon = Matter(MONDAY, pointless_at=MONDAY + timedelta(hours=2, minutes=2))
    walk = Walk(soon, young(PHONE, SMS), house(), [(TAKEN,), (TAKEN,)]).run()
    assert [hour(walk, 0), hour(walk, 1)] == ["Mon 10:02", "Mon 11:02"]
    assert [at.minute for at, step in walk.steps if isinstance(step, Call)][:1] == [32]


def test_a_meeting_cancelled_on_sunday_is_told_before_monday_morning():
    sunday = datetime(2026, 11, 22, 18, 0, tzinfo=PARIS).astimezone(UTC)
    meeting = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS).astimezone(UTC)
    walk = Walk(Matter(sunday, pointless_at=meeting), young(SMS), house()).run()
    assert hour(walk, 0) == "Mon 08:00"


def test_a_provider_that_takes_nothing_holds_up_no_longer_than_its_step():
    walk = Walk(Matter(MONDAY), young(PHONE, SMS), house()).run()
    assert [hour(walk, 0), hour(walk, 1)] == ["Mon 10:02", "Mon 14:02"]
    assert walk.stands == Standing(State.TO_CALL, Reason.NO_WAY)


def test_what_quiet_hours_kept_back_leaves_the_next_day():
    back = Try(1, Channel.SMS, SMS.address, MONDAY, frozenset({Said.REFUSED}), kept_back=True)
    step = next_step(Matter(MONDAY), [back], young(SMS), house(), MONDAY + timedelta(hours=1))
    assert isinstance(step, Send)
    assert step.ways == (SMS,)


def test_what_leaves_just_now_is_waited_for():
    leaving = Try(1, Channel.SMS, SMS.address, MONDAY, waits=True, has_started=True)
    step = next_step(Matter(MONDAY), [leaving], young(SMS), house(), MONDAY + timedelta(days=2))
    assert isinstance(step, Wait)


def test_something_that_left_a_moment_ago_is_not_followed_by_another():
    ways = young(SMS)._replace(last={Channel.SMS: MONDAY})
    step = next_step(Matter(MONDAY - timedelta(minutes=2)), [], ways, house(), MONDAY + timedelta(minutes=1))
    assert step == Wait(MONDAY + timedelta(minutes=3), Standing(State.WAITING, Reason.TOGETHER))


def test_staff_are_told_by_push_or_else_by_email_and_never_called():
    told = Walk(Matter(MONDAY, Reach.PUSH), staff(PHONE, EMAIL), house(), [(TAKEN,)]).run()
    assert ([way for _at, way in told.sent], told.stands.state) == ([PHONE], State.SENT)
    told = Walk(Matter(MONDAY, Reach.PUSH), staff(PHONE, EMAIL), house(), [(FAILED,), (TAKEN,)]).run()
    assert ([way for _at, way in told.sent], told.stands.state) == ([PHONE, EMAIL], State.SENT)
    told = Walk(Matter(MONDAY), staff(), house()).run()
    assert told.stands == Standing(State.DROPPED, Reason.NO_WAY)


def test_staff_who_wish_it_are_told_by_groups_or_not_at_all():
    told = Walk(Matter(MONDAY, Reach.PUSH), staff(PHONE, wants_groups=True), house()).run()
    assert hour(told, 0) == "Mon 10:30"
    told = Walk(Matter(MONDAY, Reach.PUSH), staff(PHONE, silence=Reason.DIGEST), house()).run()
    assert (told.sent, told.stands) == ([], Standing(State.DROPPED, Reason.DIGEST))


def test_what_is_nearly_due_may_leave_along():
    nearly = Matter(MONDAY)
    now, soon = MONDAY + timedelta(minutes=1), timedelta(minutes=3)
    assert isinstance(next_step(nearly, [], young(SMS), house(), now), Wait)
    assert isinstance(next_step(nearly, [], young(SMS), house(), now, early=soon), Send)


SAID = [Said.TAKEN, Said.DELIVERED, Said.FAILED, Said.UNKNOWN]


@pytest.mark.parametrize("said", [SAID[:3], SAID, [Said.TAKEN, Said.FAILED], [Said.DELIVERED, Said.FAILED]])
@pytest.mark.parametrize("by_sms", [True, False])
def test_receipts_in_any_order_and_repeated_end_in_the_same_state(said, by_sms):
    """Those of a text to somebody with no other way; each learnt an hour after the last, and all once more."""
    ends = set()
    for order in permutations(said):
        news = tuple(News(one, timedelta(hours=n)) for n, one in enumerate((*order, *order), 1))
        ends.add(Walk(Matter(MONDAY), young(SMS, by_sms=by_sms), house(), [news]).run().stands)
    assert len(ends) == 1


def test_failed_after_received_is_a_doubt_and_no_step_back():
    tried = Try(1, Channel.SMS, SMS.address, MONDAY, frozenset({Said.TAKEN, Said.DELIVERED, Said.FAILED}))
    assert afterwards(Standing(State.DELIVERED), [tried]) == Standing(State.DELIVERED, Reason.DOUBT)
    assert ending([tried], "") == Standing(State.DELIVERED, Reason.DOUBT)
    assert afterwards(Standing(State.SEEN), [tried]) == Standing(State.SEEN)


ZONES = [
    ("Europe/Paris", ""),
    ("Europe/Paris", "Alsace-Moselle"),
    ("Indian/Reunion", "RE"),
    ("America/Martinique", "MQ"),
    ("Pacific/Noumea", "NC"),
    ("Pacific/Tahiti", "PF"),
]
# Around the nights the clocks change, and anywhere else in the year.
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 3, 27), datetime(2026, 3, 31)),
    st.datetimes(datetime(2026, 10, 23), datetime(2026, 10, 27)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
)
DELAYS = st.integers(0, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
NEWS = st.lists(
    st.lists(
        st.builds(News, st.sampled_from([*SAID, Said.REFUSED, Said.OPENED, Said.ANSWERED]), DELAYS),
        max_size=4,
    ).map(tuple),
    max_size=5,
)


@st.composite
def walks(draw):
    zone, holidays = draw(st.sampled_from(ZONES))
    created = draw(MOMENTS).replace(tzinfo=UTC)
    after = st.none() | DELAYS.map(lambda delay: created + delay)
    it = Matter(created, draw(st.sampled_from(Reach.values)), draw(st.booleans()), draw(after))
    reached = draw(st.lists(st.sampled_from([PHONE, TABLET, SMS, EMAIL]), unique=True))
    if draw(st.booleans()):
        ways = young(*reached, by_sms=draw(st.booleans()), called=draw(st.booleans()))
    else:
        ways = staff(*(way for way in reached if way != SMS), wants_groups=draw(st.booleans()))
    opens = draw(st.integers(0, 12))
    place = house(zone, holidays, opens=opens, closes=draw(st.integers(opens, 23)))
    return Walk(it, ways, place, draw(NEWS), draw(after), draw(after))


@given(walks())
def test_whatever_happens_a_notice_comes_to_an_end_and_disturbs_no_night(walk):
    it = walk.it
    walk.run()
    assert reached_its_end(walk)
    assert walk.stands.state in (State.SEEN, State.DELIVERED, State.SENT, State.TO_CALL, State.DROPPED)
    if walk.stands.state in (State.DROPPED, State.TO_CALL):
        assert walk.stands.reason
    if walk.stands.state == State.TO_CALL:
        assert walk.ways.can_be_called
        assert it.reach == Reach.CALL
    for at, way in walk.sent:
        assert it.urgent or walk.house.day.closing(at), f"{way} left in quiet hours"
        assert not it.is_pointless(at)
    tried = [way for _at, way in walk.sent]
    assert len(tried) == len(set(tried)), "sent again although nothing was kept back"


@given(walks(), st.randoms())
def test_the_same_news_told_at_the_end_in_any_order_say_the_same(walk, chance):
    """What stands once all is known does not depend on the order it was learnt in."""
    walk.run()
    if not walk.is_over or walk.read_at:
        return
    tries, stood = list(walk.tries), walk.stands
    assert afterwards(stood, tries) == stood
    chance.shuffle(tries)
    assert afterwards(stood, tries) == stood


def test_every_step_is_one_of_four():
    for reach in Reach.values:
        step = next_step(Matter(MONDAY, reach), [], young(), house(), MONDAY + timedelta(days=1))
        assert isinstance(step, Wait | Send | Call | End)


def test_what_is_sent_again_takes_the_last_step_anew_and_goes_on_from_there():
    asked = MONDAY + timedelta(days=3)
    before = [
        Try(0, Channel.PUSH, PHONE.address, MONDAY, frozenset({Said.TAKEN})),
        Try(1, Channel.SMS, SMS.address, MONDAY + timedelta(hours=4), frozenset({Said.FAILED})),
    ]
    it, ways = Matter(MONDAY, again_after=1), young(PHONE, SMS)
    step = next_step(it, before, ways, house(), asked)
    assert isinstance(step, Send)
    assert step.ways == (SMS,)
    left = Try(2, Channel.SMS, SMS.address, asked, frozenset({Said.TAKEN}))
    assert isinstance(next_step(it, [*before, left], ways, house(), asked), Wait)
    assert next_step(it, [*before, left], ways, house(), asked + timedelta(days=2)) == Call(Reason.SILENT)


def test_what_is_sent_again_in_the_night_leaves_in_the_morning():
    night = MONDAY + timedelta(hours=13)
    failed = Try(0, Channel.SMS, SMS.address, MONDAY, frozenset({Said.FAILED}))
    at, step = foresee(Matter(MONDAY, again_after=0), [failed], young(SMS), house(), night)
    assert isinstance(step, Send)
    assert at.astimezone(PARIS).strftime("%a %H:%M") == "Tue 08:00"
    urgent = Matter(MONDAY, again_after=0, urgent=True)
    assert isinstance(next_step(urgent, [failed], young(SMS), house(), night), Send)


@given(walks())
def test_what_is_foreseen_is_what_happens_when_nothing_more_is_learnt(walk):
    """At the first look; nobody reads, and the clock is left alone."""
    walk.read_at = walk.back_at = None
    walk.news = []
    begins = walk.it.created_at
    at, step = foresee(walk.it, [], walk.ways, walk.house, begins)
    walk.run()
    done = next(((when, one) for when, one in walk.steps if not isinstance(one, Wait)), None)
    assert done
    if not isinstance(step, Wait):
        assert type(step) is type(done[1])
        assert abs(at - max(done[0], begins)) <= timedelta(minutes=2)
