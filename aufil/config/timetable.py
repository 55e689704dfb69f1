"""What recurs, in one place. Times are UTC: at night in metropolitan France, whatever the season."""

from aufil.appointments.actions import (
    ask_calendars,
    forget_visitors,
    forget_watches,
    open_rooms_ahead,
    pass_on_seats,
    purge_alerts,
    reseal_calendars,
)
from aufil.appointments.actions import say_reminders as say_appointment_reminders
from aufil.audit.actions import purge_old_records
from aufil.delivery.actions import purge_attempts, purge_inbound, reseal_gateways, send_digests
from aufil.delivery.inbox.mailbox import collect_mail
from aufil.files.actions import ask_again, purge_files, rewrap_and_tidy, sweep_storage
from aufil.jobs.actions import purge_done
from aufil.jobs.registry import daily, every
from aufil.operate.actions import purge_intakes
from aufil.people.actions import (
    follow_the_calendar,
    purge_merges,
    settle_all_departures,
    settle_all_stand_ins,
)
from aufil.signin.actions import purge_codes, purge_sessions
from aufil.signin.staff.actions import seal_factors
from aufil.thread.actions import forget_unused_words, purge_joinings, purge_revisions, say_reminders
from aufil.video.actions import end_left_open, forget_notes, purge_lines, purge_signals, tidy_rooms

TIMETABLE = [
    daily(purge_revisions, at="01:10"),
    daily(purge_old_records, at="01:20"),
    daily(purge_done, at="01:30"),
    daily(purge_merges, at="01:40"),
    daily(purge_joinings, at="01:45"),
    daily(purge_attempts, at="01:35"),
    daily(purge_files, at="01:50"),
    daily(sweep_storage, at="02:10"),
    daily(purge_inbound, at="02:15"),
    every(collect_mail, minutes=2),
    every(ask_again, hours=1),
    # Often, so that a changed key is soon the only one needed.
    every(rewrap_and_tidy, minutes=15),
    every(seal_factors, minutes=15),
    every(reseal_gateways, minutes=15),
    daily(forget_watches, at="02:25"),
    daily(forget_visitors, at="02:30"),
    every(pass_on_seats, minutes=5),
    every(tidy_rooms, minutes=1),
    every(open_rooms_ahead, hours=1),
    every(purge_signals, minutes=5),
    every(purge_lines, hours=1),
    every(end_left_open, hours=1),
    daily(forget_notes, at="02:35"),
    every(say_appointment_reminders, minutes=1),
    daily(purge_alerts, at="02:30"),
    every(ask_calendars, minutes=5),
    every(reseal_calendars, minutes=15),
    daily(forget_unused_words, at="02:20"),
    every(purge_codes, hours=1),
    # Often, for local midnight comes at another hour in each zone.
    every(settle_all_stand_ins, minutes=15),
    every(settle_all_departures, minutes=15),
    every(purge_sessions, hours=1),
    every(follow_the_calendar, minutes=15),
    # Often, for nine in the morning comes at another hour in each zone.
    every(say_reminders, minutes=15),
    every(purge_intakes, hours=1),
    # Half past seven comes at another hour in each zone.
    every(send_digests, minutes=15),
]
