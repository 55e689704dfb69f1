"""What joins the floors: facts to actions, sources to screens. Everything here is one line a matter."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

import orjson

from aufil.appointments import actions as appointment_actions
from aufil.appointments import events as appointments
from aufil.appointments import queries as appointment_queries
from aufil.appointments.models import Alert, Proposal
from aufil.config.frame import frame
from aufil.config.timetable import TIMETABLE
from aufil.delivery import actions as delivery_actions
from aufil.delivery.carriers import register_carriers
from aufil.delivery.channels import email, push, sms
from aufil.delivery.digests import Unread, register_digest
from aufil.delivery.events import AnswerReceived, WayLost
from aufil.delivery.models import Channel
from aufil.delivery.queries import told_of_stop
from aufil.delivery.sources import register_sources
from aufil.files.events import FileChanged, FileMoved
from aufil.jobs.following import register_followers
from aufil.jobs.registry import register_timetable
from aufil.kernel import bus
from aufil.live import actions as live_actions
from aufil.live import stream
from aufil.live.hub import frame as event_frame
from aufil.people.events import (
    DeviceMoved,
    DeviceRevoked,
    HandedOver,
    PersonsMerged,
    PersonsParted,
    ReferentReturned,
    SiteChanged,
    StaffJoined,
    StaffLeft,
    StandInStarted,
    SupportEnded,
    SupportStarted,
    YoungLeft,
    YoungReturned,
)
from aufil.people.follow_up import register_absence_follow_up
from aufil.people.models import Device, Person
from aufil.signin import actions as signin_actions
from aufil.thread import actions as thread_actions
from aufil.thread import queries as threads
from aufil.thread.events import GroupChanged, MessageUnanswered
from aufil.thread.rows import entry_shape, seen_by
from aufil.ui.context import register_frame
from aufil.video import actions as video_actions
from aufil.video import queries as video_queries
from aufil.video.events import CutTwice, HelpAsked, RoomEnded, SomebodyCameIn, VideoSettled
from aufil.web.problems import Problem

REPLAY_MOST = 200
# What somebody's calendar is told by mail, if they wish it.
INVITED = [
    appointments.AppointmentBooked,
    appointments.AppointmentMoved,
    appointments.AppointmentChanged,
    appointments.AppointmentHandedOver,
    appointments.AppointmentCancelled,
    appointments.SeatTaken,
    appointments.SeatFreed,
]
ROOMED = INVITED  # what opens, moves or closes the room of an appointment by video
CARRYING = [delivery_actions.carry_push, delivery_actions.carry_sms, delivery_actions.carry_email]

# The card in the thread, who is told, the reminders.
APPOINTMENTS: dict[type, bus.Handler] = {
    appointments.AppointmentBooked: appointment_actions.on_booked,
    appointments.AppointmentMoved: appointment_actions.on_moved,
    appointments.AppointmentChanged: appointment_actions.on_changed,
    appointments.AppointmentCancelled: appointment_actions.on_cancelled,
    appointments.AppointmentHandedOver: appointment_actions.on_handed_over,
    appointments.SeatTaken: appointment_actions.on_seat_taken,
    appointments.SeatFreed: appointment_actions.on_seat_freed,
    appointments.SeatOffered: appointment_actions.on_seat_offered,
    appointments.SeatLapsed: appointment_actions.on_seat_lapsed,
    appointments.AnswerGiven: appointment_actions.on_answer,
    appointments.EarlierFreed: appointment_actions.on_earlier_freed,
}


def connect() -> None:
    """Register every join; called once, when the applications are ready."""
    bus.subscribe(SupportStarted, on_support_started)
    bus.subscribe(SupportEnded, on_support_ended)
    bus.subscribe(HandedOver, thread_actions.tell_hand_overs)
    bus.subscribe(ReferentReturned, thread_actions.tell_returns)
    bus.subscribe(YoungLeft, on_young_left)
    bus.subscribe(YoungReturned, on_young_returned)
    bus.subscribe(DeviceRevoked, on_device_revoked)
    bus.subscribe(StandInStarted, on_stand_in_started)
    bus.subscribe(StaffJoined, on_staff_joined)
    bus.subscribe(StaffLeft, on_staff_left)
    bus.subscribe(MessageUnanswered, thread_actions.ask_when_answered)
    bus.subscribe(FileChanged, thread_actions.show_changed_files)
    bus.subscribe(FileMoved, thread_actions.announce_arriving)
    bus.subscribe(DeviceMoved, on_device_moved)
    bus.subscribe(AnswerReceived, appointment_actions.read_replies)
    bus.subscribe(AnswerReceived, thread_actions.post_answers)
    bus.subscribe(PersonsMerged, on_persons_merged)
    bus.subscribe(PersonsParted, on_persons_parted)
    bus.subscribe(WayLost, thread_actions.tell_ways_lost)
    bus.subscribe(SiteChanged, appointment_actions.follow_sites)
    bus.subscribe(SomebodyCameIn, video_actions.see_calls)
    bus.subscribe(CutTwice, video_actions.ask_to_call)
    bus.subscribe(RoomEnded, video_actions.note_calls)
    bus.subscribe(HelpAsked, video_actions.ask_for_help)
    bus.subscribe(GroupChanged, video_actions.follow_groups)
    bus.subscribe(RoomEnded, video_actions.end_rehearsals)
    for fact in ROOMED:  # before what is told of them: it says where one comes in
        bus.subscribe(fact, appointment_actions.keep_rooms)
        bus.subscribe(fact, appointment_actions.keep_lounges)
    bus.subscribe(VideoSettled, appointment_actions.refit_rooms)
    for fact, react in APPOINTMENTS.items():
        bus.subscribe(fact, react)
    for fact in INVITED:
        bus.subscribe(fact, appointment_actions.ask_invitations)
    register_frame(frame)
    register_timetable(TIMETABLE)
    register_followers([thread_actions.index_next, delivery_actions.climb, *CARRYING])
    register_sources(
        {
            "thread": threads.told,
            threads.NUDGE: threads.nudged,
            "stopped": told_of_stop,
            Alert.NOTICE: appointment_queries.told,
            video_queries.CUT: video_queries.told_of_cuts,
            video_queries.HELP: video_queries.told_of_lounge_help,
            video_queries.NOTICE: video_queries.told_of_calls,
            video_queries.TRIAL: video_queries.told_of_trials,
            Proposal.NOTICE: appointment_queries.told_of_proposals,
        }
    )
    register_carriers(
        {Channel.PUSH: push.Carrier(), Channel.SMS: sms.Carrier(), Channel.EMAIL: email.Carrier()}
    )
    register_digest(digest_lines)
    threads.register_standing(video_queries.standing_lounge)
    register_absence_follow_up(appointment_queries.to_settle)
    stream.register_sources(stream.Sources(opening_events, changed_threads, revoked_devices))


def on_support_started(facts: Sequence[SupportStarted]) -> None:
    for structure, some in groupby(facts, key=lambda fact: fact.structure):
        pairs = [(fact.young, fact.counsellor) for fact in some]
        thread_actions.open_supports(structure=structure, pairs=pairs)


def on_support_ended(facts: Sequence[SupportEnded]) -> None:
    for structure, some in groupby(facts, key=lambda fact: fact.structure):
        pairs = [(fact.young, fact.counsellor) for fact in some]
        thread_actions.end_supports(structure=structure, pairs=pairs)


def on_young_left(facts: Sequence[YoungLeft]) -> None:
    for fact in facts:
        appointment_actions.leave_appointments(structure=fact.structure, young=fact.young, by=fact.actor)
    thread_actions.close_supports(facts)


def on_young_returned(facts: Sequence[YoungReturned]) -> None:
    for structure, some in groupby(facts, key=lambda fact: fact.structure):
        thread_actions.reopen_supports(structure=structure, young=[fact.young for fact in some])


def on_stand_in_started(facts: Sequence[StandInStarted]) -> None:
    for fact in facts:
        thread_actions.tell_stand_in(
            structure=fact.structure, young=fact.young, stand_in=fact.stand_in, absence=fact.absence
        )


def on_staff_joined(facts: Sequence[StaffJoined]) -> None:
    for person in Person.objects.filter(pk__in=[fact.person for fact in facts]):
        signin_actions.invite(person=person, actor=None, by_mail=True)


def on_staff_left(facts: Sequence[StaffLeft]) -> None:
    for fact in facts:
        thread_actions.leave_all(structure=fact.structure, person=fact.person)
        appointment_actions.forget_calendars(structure=fact.structure, person=fact.person)


def on_device_revoked(facts: Sequence[DeviceRevoked]) -> None:
    live_actions.close_devices([fact.device for fact in facts])
    delivery_actions.forget_devices(devices=[fact.device for fact in facts])
    video_actions.leave_devices(devices=[fact.device for fact in facts])


def on_device_moved(facts: Sequence[DeviceMoved]) -> None:
    live_actions.close_devices([fact.device for fact in facts])
    delivery_actions.follow_devices(devices=[fact.device for fact in facts])


def on_persons_merged(facts: Sequence[PersonsMerged]) -> None:
    for fact in facts:
        thread_actions.join_threads(
            structure=fact.structure, kept=fact.kept, absorbed=fact.absorbed, merge=fact.merge
        )
        video_actions.join_guests(
            structure=fact.structure, kept=fact.kept, absorbed=fact.absorbed, merge=fact.merge
        )
        appointment_actions.join_seats(
            structure=fact.structure, kept=fact.kept, absorbed=fact.absorbed, merge=fact.merge
        )
    signin_actions.end_ways_in(people=[fact.absorbed for fact in facts])


def on_persons_parted(facts: Sequence[PersonsParted]) -> None:
    for fact in facts:
        thread_actions.part_threads(kept=fact.kept, absorbed=fact.absorbed, merge=fact.merge)
        video_actions.part_guests(kept=fact.kept, absorbed=fact.absorbed, merge=fact.merge)
        appointment_actions.part_seats(kept=fact.kept, absorbed=fact.absorbed, merge=fact.merge)


def opening_events(person: int, thread: UUID | None, since: int) -> list[bytes]:
    """The `state` of every thread of a person; before it, with `?thread=&since=`, the replay of that thread."""
    events = []
    if thread is not None:
        try:
            stretch = threads.Stretch(since=since, limit=REPLAY_MOST)
            opened, entries = threads.read(person=person, thread=thread, stretch=stretch)
        except Problem:
            entries = []
        for entry in entries:
            seen = seen_by(entry, opened.kind, opened.members)
            events.append(event_frame("entry", orjson.dumps(entry_shape(entry, opened.viewer, seen))))
    lines = threads.lines(person)
    members = threads.names_of([line.pk for line in lines])
    state = [
        {
            "id": line.uid,
            "rev": line.rev,
            "last_seq": line.last_seq,
            "unread": line.unread,
            "mentioned": line.mentioned,
            "muted": line.muted,
            "seen": {str(m.uid): m.seen_seq for m in members[line.pk]},
        }
        for line in lines
    ]
    return [*events, event_frame("state", orjson.dumps({"threads": state}))]


def digest_lines(person: int) -> list[Unread]:
    """All that a person has not read, but what they silenced; who has waited longest first."""
    unread = [line for line in threads.lines(person) if line.loud]
    return [
        Unread(line.name, line.line.loud, f"/fil/{line.uid}/")
        for line in reversed(threads.titled(unread, person))
    ]


def changed_threads(since: datetime) -> list[stream.Changed]:
    return [stream.Changed(*row) for row in threads.changed_since(since)]


def revoked_devices(since: datetime) -> list[int]:
    return list(Device.objects.filter(revoked_at__gt=since).values_list("pk", flat=True))
