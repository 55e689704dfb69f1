"""Reminders asked by a person: said on the days before, stopping when done."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.people.actions import close_support, merge_people
from aufil.people.models import Membership, Support
from aufil.thread import actions
from aufil.thread.access import thread as opened_by
from aufil.thread.actions import Wanted
from aufil.thread.models import Entry, Reminder, ReminderDone, Thread
from aufil.thread.queries import entry_in, reminders_of
from aufil.web.problems import Problem

PAYSLIP = "Envoie-moi ta fiche de paie"
FIFTH = date(2027, 3, 5)  # a Friday


@pytest.fixture
def at(monkeypatch):
    """Holds the clock: a day of 2027, local hour in winter."""

    def hold(month: int, day: int, hour: int = 9, minute: int = 1) -> None:
        instant = datetime(2027, month, day, hour - 1, minute, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: instant)

    hold(2, 22)
    return hold


@pytest.fixture
def cast(at, cast):
    Membership.objects.update(starts_on="2027-01-01")
    Support.objects.update(starts_on="2027-01-01")
    return cast


def opened(cast, who="camille", young="lea"):
    return opened_by(cast.people[who], cast.thread(young).uid)


def ask(
    cast, who="camille", due_on=FIFTH, before=(7, 2, 0), monthly=False, uid=None, text=PAYSLIP
) -> Reminder:
    wanted = Wanted(text, due_on, monthly, before)
    return actions.ask_reminder(opened=opened(cast, who), uid=uid or uuid4(), wanted=wanted)


def done(cast, row, who="lea", due_on=FIFTH) -> None:
    actions.finish_reminder(opened=opened(cast, who), uid=row.uid, due_on=due_on)


def told(cast) -> list[str]:
    rows = Entry.objects.filter(thread=cast.thread(), kind="reminder").order_by("seq")
    return list(rows.values_list("text", flat=True))


def pending(cast, who="lea"):
    return Notice.objects.open().filter(person=cast.people[who], topic=cast.thread().pk)


def states(cast) -> list[str]:
    rows = Entry.objects.filter(thread=cast.thread(), kind="reminder").order_by("seq")
    return [row.adds["reminder"]["state"] for row in rows]


def walk(at, *days: tuple[int, int]) -> None:
    """The worker passes on each of these days, twice, for it may."""
    for month, day in days:
        at(month, day)
        actions.say_reminders()
        actions.say_reminders()


def test_what_is_asked_is_said_now_and_on_the_days_before(cast, at):
    ask(cast)
    walk(at, (2, 25), (2, 26), (2, 28), (3, 1), (3, 3), (3, 4), (3, 5), (3, 6), (4, 5))
    assert told(cast) == [
        f"{PAYSLIP}\nAu plus tard le vendredi 5 mars.",
        f"Rappel : {PAYSLIP}\nAu plus tard le vendredi 5 mars.",
        f"Rappel : {PAYSLIP}\nAu plus tard le vendredi 5 mars.",
        f"Rappel : {PAYSLIP}\nC’est pour aujourd’hui, vendredi 5 mars.",
    ]
    assert Reminder.objects.get().say_at is None


def test_it_is_said_at_nine_where_the_structure_is_and_not_before(cast, at):
    structure = cast.structures["cholet"]
    structure.timezone = "Indian/Reunion"
    structure.save()
    row = ask(cast)
    assert row.say_at == datetime(2027, 2, 26, 5, tzinfo=UTC)
    at(2, 26, 5, 59)
    actions.say_reminders()
    assert len(told(cast)) == 1
    at(2, 26, 6, 0)
    actions.say_reminders()
    assert len(told(cast)) == 2


def test_a_worker_that_was_away_says_the_last_once_and_nothing_when_it_is_too_late(cast, at):
    ask(cast)
    walk(at, (3, 4))
    assert len(told(cast)) == 2
    walk(at, (3, 9))
    assert len(told(cast)) == 2
    assert Reminder.objects.get().say_at is None


def test_a_clock_moved_back_says_nothing_twice(cast, at):
    ask(cast)
    walk(at, (2, 26), (2, 25), (2, 26))
    assert len(told(cast)) == 2


def test_each_month_it_is_due_again_on_the_last_day_of_a_shorter_one(cast, at):
    ask(cast, due_on=date(2027, 3, 31), before=(0,), monthly=True)
    walk(at, (3, 31), (4, 30), (5, 31))
    assert [text.rpartition(", ")[2] for text in told(cast)[1:]] == [
        "mercredi 31 mars.",
        "vendredi 30 avril.",
        "lundi 31 mai.",
    ]
    assert "Ensuite, le 31 de chaque mois, ou le dernier jour." in told(cast)[0]


def test_done_stops_it_and_withdraws_what_waits_on_both_sides_equally(cast, at):
    for who in ("lea", "camille"):
        row = ask(cast)
        walk(at, (2, 26))
        assert pending(cast).count() >= 2
        done(cast, row, who)
        reminded = Notice.objects.filter(position__in=row.said.values("entry__seq"))
        assert not reminded.open().exists()
        assert set(states(cast)) == {"done"}
        walk(at, (3, 3), (3, 5))
        assert ReminderDone.objects.get(reminder=row).person == cast.people[who]
        at(2, 22)
    assert len(told(cast)) == 4
    events = Entry.objects.filter(kind="event").values_list("text", "author__username")
    assert list(events.order_by("seq")) == [
        (f"C’est fait : {PAYSLIP}", "lea"),
        (f"C’est fait : {PAYSLIP}", "camille"),
    ]


def test_done_twice_is_once(cast):
    row = ask(cast)
    done(cast, row)
    done(cast, row, "camille")
    assert ReminderDone.objects.get().person == cast.lea
    assert Entry.objects.filter(kind="event").count() == 1
    assert Record.objects.filter(verb="reminder-done").count() == 1


def test_done_early_leaves_the_month_in_peace_and_the_next_comes(cast, at):
    row = ask(cast, monthly=True)
    walk(at, (2, 26))
    done(cast, row)
    row.refresh_from_db()
    assert (row.due_on, row.say_at) == (date(2027, 4, 5), datetime(2027, 3, 27, 8, tzinfo=UTC))
    walk(at, (3, 3), (3, 5))
    assert len(told(cast)) == 2
    walk(at, (3, 27), (4, 3))
    assert len(told(cast)) == 4
    assert states(cast) == ["done", "done", "open", "open"]


def test_a_month_that_was_not_done_gives_way_to_the_next_when_that_is_said(cast, at):
    row = ask(cast, monthly=True)
    walk(at, (2, 26), (3, 3), (3, 5), (3, 20))
    row.refresh_from_db()
    assert row.due_on == FIFTH  # still to be done, late
    walk(at, (3, 27))
    row.refresh_from_db()
    assert row.due_on == date(2027, 4, 5)
    done(cast, row, due_on=FIFTH)  # at last: the next month is not touched
    row.refresh_from_db()
    assert row.due_on == date(2027, 4, 5)
    assert states(cast) == ["done", "done", "done", "done", "open"]


def test_what_is_done_on_a_day_it_was_never_due_is_not_there(cast):
    row = ask(cast)
    with pytest.raises(Problem, match="not-found"):
        done(cast, row, due_on=date(2027, 3, 6))


def test_stopped_it_says_so_and_nobody_need_be_told(cast, at):
    row = ask(cast, monthly=True)
    walk(at, (2, 26))
    actions.stop_reminder(opened=opened(cast), uid=row.uid)
    actions.stop_reminder(opened=opened(cast), uid=row.uid)
    assert states(cast) == ["stopped", "stopped"]
    assert not pending(cast).exists()
    walk(at, (3, 3), (3, 5), (3, 27))
    assert len(told(cast)) == 2
    with pytest.raises(Problem, match="conflict"):
        done(cast, row)
    assert Record.objects.filter(verb="reminder-stopped").count() == 1


def test_changed_what_was_said_before_holds_no_more(cast, at):
    row = ask(cast)
    walk(at, (2, 26))
    wanted = Wanted("Envoie-moi tes deux fiches de paie", date(2027, 3, 12), False, (2,))
    for _again in range(2):
        actions.change_reminder(opened=opened(cast), uid=row.uid, wanted=wanted)
    assert states(cast) == ["changed", "changed", "open"]
    assert told(cast)[-1].startswith(
        "Ce rappel a changé : Envoie-moi tes deux fiches de paie\nAu plus tard le "
    )
    assert pending(cast).count() == 1
    walk(at, (3, 3), (3, 5))
    assert len(told(cast)) == 3
    walk(at, (3, 10))
    assert len(told(cast)) == 4


def test_the_31st_stays_the_31st_when_only_the_words_change_in_a_shorter_month(cast, at):
    row = ask(cast, due_on=date(2027, 3, 31), before=(0,), monthly=True)
    done(cast, row, due_on=date(2027, 3, 31))
    row.refresh_from_db()
    assert row.due_on == date(2027, 4, 30)
    wanted = Wanted("Envoie tes heures", date(2027, 4, 30), True, (0,))
    actions.change_reminder(opened=opened(cast), uid=row.uid, wanted=wanted)
    done(cast, row, due_on=date(2027, 4, 30))
    row.refresh_from_db()
    assert row.due_on == date(2027, 5, 31)


def test_what_is_done_is_not_changed_any_more(cast):
    row = ask(cast)
    done(cast, row)
    wanted = Wanted("Autre chose", date(2027, 3, 12), False, (2,))
    with pytest.raises(Problem, match="conflict"):
        actions.change_reminder(opened=opened(cast), uid=row.uid, wanted=wanted)


def test_the_young_person_is_told_until_the_end_of_the_day_it_is_due(cast, at):
    ask(cast)
    walk(at, (2, 26))
    for notice in pending(cast):
        assert notice.matters_at == datetime(2027, 3, 5, 8, tzinfo=UTC)
        assert notice.pointless_at == datetime(2027, 3, 5, 23, tzinfo=UTC)
        assert notice.reach == Notice.Reach.CALL


def test_seen_in_the_thread_what_was_said_is_seen(cast, at):
    ask(cast)
    walk(at, (2, 26))
    actions.mark_read(opened=opened(cast, "lea"), seq=2)
    assert not pending(cast).exists()


def test_a_young_person_asks_for_themselves_and_nobody_calls_for_it(cast, at):
    row = ask(cast, who="lea", text="Acheter un ticket de bus")
    walk(at, (2, 26))
    assert told(cast)[1].startswith("Rappel : Acheter un ticket de bus")
    assert [notice.reach for notice in pending(cast)] == [Notice.Reach.MESSAGE]
    with pytest.raises(Problem, match="forbidden"):
        actions.stop_reminder(opened=opened(cast), uid=row.uid)
    actions.stop_reminder(opened=opened(cast, "lea"), uid=row.uid)


def test_what_staff_asked_a_young_person_may_do_but_not_stop(cast):
    row = ask(cast)
    for act in (actions.stop_reminder, lambda **about: actions.change_reminder(**about, wanted=row)):
        with pytest.raises(Problem, match="forbidden"):
            act(opened=opened(cast, "lea"), uid=row.uid)
    done(cast, row, "lea")


def test_the_same_form_twice_is_one_reminder(cast):
    uid = uuid4()
    assert ask(cast, uid=uid).pk == ask(cast, uid=uid).pk
    assert len(told(cast)) == 1
    with pytest.raises(Problem, match="conflict"):
        ask(cast, who="lea", uid=uid)


def test_a_reminder_is_no_exchange_and_waits_for_no_answer(cast, at):
    ask(cast, who="lea")
    walk(at, (2, 26))
    thread = cast.thread()
    assert (thread.unanswered_since, thread.last_exchange_at) == (None, None)


def test_a_thread_that_closed_is_left_in_peace_and_goes_on_if_it_opens_again(cast, at):
    ask(cast, monthly=True)
    close_support(
        young=cast.lea,
        structure=cast.structures["cholet"],
        actor=cast.camille,
        reason="moved",
        on=date(2027, 2, 22),
    )
    thread = Thread.objects.get(young=cast.lea)
    assert thread.closed_at
    walk(at, (2, 26), (3, 3))
    assert len(told(cast)) == 1
    Thread.objects.filter(pk=thread.pk).update(closed_at=None)
    thread.members.update(left_at=None)
    walk(at, (3, 5))
    assert len(told(cast)) == 2


def test_two_files_made_one_keep_their_reminders(cast, at):
    row = ask(cast)
    Support.objects.filter(young=cast.lea).update(starts_on="2027-01-04")
    merge_people(
        structure=cast.structures["cholet"], kept=cast.yanis, absorbed=cast.lea, actor=cast.dominique
    )
    walk(at, (2, 26))
    row.refresh_from_db()
    assert row.thread == cast.thread("yanis")
    assert Entry.objects.filter(thread=row.thread, kind="reminder").count() == 1


def test_another_thread_knows_nothing_of_it(cast):
    row = ask(cast)
    assert reminders_of(opened(cast, young="yanis")) == []
    for act in (actions.stop_reminder, lambda **about: actions.finish_reminder(**about, due_on=FIFTH)):
        with pytest.raises(Problem, match="not-found"):
            act(opened=opened(cast, young="yanis"), uid=row.uid)


def test_thirty_are_enough(cast, monkeypatch):
    monkeypatch.setattr("aufil.thread.actions.reminders.STANDING_MOST", 2)
    for _one in range(2):
        ask(cast)
    with pytest.raises(Problem, match="conflict"):
        ask(cast)


def test_the_entry_says_how_the_reminder_stands(cast, api):
    row = ask(cast)
    uid = row.said.get().entry.uid
    shape = next(
        e for e in api.lea.get(f"/threads/{cast.thread().uid}/entries").json["results"] if e["id"] == str(uid)
    )
    assert shape["kind"] == "reminder"
    assert shape["reminder"] == {
        "id": str(row.uid),
        "due_on": "2027-03-05",
        "monthly": False,
        "state": "open",
        "by": "",
        "at": None,
        "says": shape["reminder"]["says"],
    }
    before = entry_in(cast.thread().uid, uid).rev
    done(cast, row)
    after = entry_in(cast.thread().uid, uid)
    assert after.rev > before
    assert (after.adds["reminder"]["state"], after.adds["reminder"]["by"]) == ("done", "Léa")


def test_it_is_not_edited_nor_deleted_like_a_message(cast):
    row = ask(cast)
    with pytest.raises(Problem, match="forbidden"):
        actions.delete(opened=opened(cast), uid=row.said.get().entry.uid)


def test_hundreds_are_said_in_one_go(cast, at):
    for number in range(5):
        ask(cast, due_on=FIFTH + timedelta(days=number))
    walk(at, (3, 5))
    assert len(told(cast)) == 10
