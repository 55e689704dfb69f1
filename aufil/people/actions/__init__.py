"""All writes about people: structures, persons, memberships, who supports whom, devices, lists brought in."""

from aufil.kernel.lists.rows import FileRefusedError as ListRefused
from aufil.people.actions.absences import (
    cancel_absence,
    change_absence,
    declare_absence,
    settle_all_stand_ins,
    settle_stand_ins,
)
from aufil.people.actions.devices import (
    announce_waiting,
    assure_device,
    choose_home,
    remember_view,
    revoke_devices,
    start_device,
    touch_device,
)
from aufil.people.actions.exporting import as_csv, export_people, take_out_list
from aufil.people.actions.handover import follow_the_calendar, hand_over
from aufil.people.actions.hours import set_opening_hours, set_working_hours
from aufil.people.actions.importing import LINES_AT_ONCE, import_people, save_people, try_people
from aufil.people.actions.leaving import close_support, reopen_support
from aufil.people.actions.merging import merge_people, part_people, purge_merges, say_distinct
from aufil.people.actions.persons import (
    create_person,
    free_username,
    free_usernames,
    mark_phone_wrong,
)
from aufil.people.actions.profile import (
    OPENED,
    add_representative,
    add_young,
    change_identity,
    change_profile,
    change_stay,
    correct_situation,
    end_situation,
    note_opening,
    observe,
    record_situation,
    remove_representative,
    set_themes,
)
from aufil.people.actions.structures import (
    change_structure,
    close_site,
    create_structure,
    open_structure,
    reopen_site,
    save_site,
)
from aufil.people.actions.supports import end_support, support, support_many
from aufil.people.actions.team import add_staff, end_role, give_role, settle_all_departures
from aufil.people.importing.lines import Outcome, Sheet, open_sheet

__all__ = [
    "LINES_AT_ONCE",
    "OPENED",
    "ListRefused",
    "Outcome",
    "Sheet",
    "add_representative",
    "add_staff",
    "add_young",
    "announce_waiting",
    "as_csv",
    "assure_device",
    "cancel_absence",
    "change_absence",
    "change_identity",
    "change_profile",
    "change_stay",
    "change_structure",
    "choose_home",
    "close_site",
    "close_support",
    "correct_situation",
    "create_person",
    "create_structure",
    "declare_absence",
    "end_role",
    "end_situation",
    "end_support",
    "export_people",
    "follow_the_calendar",
    "free_username",
    "free_usernames",
    "give_role",
    "hand_over",
    "import_people",
    "mark_phone_wrong",
    "merge_people",
    "note_opening",
    "observe",
    "open_sheet",
    "open_structure",
    "part_people",
    "purge_merges",
    "record_situation",
    "remember_view",
    "remove_representative",
    "reopen_site",
    "reopen_support",
    "revoke_devices",
    "save_people",
    "save_site",
    "say_distinct",
    "set_opening_hours",
    "set_themes",
    "set_working_hours",
    "settle_all_departures",
    "settle_all_stand_ins",
    "settle_stand_ins",
    "start_device",
    "support",
    "support_many",
    "take_out_list",
    "touch_device",
    "try_people",
]
