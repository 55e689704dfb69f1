"""All writes about people: structures, persons, memberships, who supports whom, devices, lists brought in."""

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
from aufil.people.actions.exporting import as_csv, export_people
from aufil.people.actions.hours import set_opening_hours, set_working_hours
from aufil.people.actions.importing import LINES_AT_ONCE, import_people, save_people, try_people
from aufil.people.actions.merging import merge_people, part_people, purge_merges, say_distinct
from aufil.people.actions.persons import (
    create_person,
    free_username,
    free_usernames,
    mark_phone_wrong,
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
from aufil.people.importing.rows import FileRefusedError as ListRefused

__all__ = [
    "LINES_AT_ONCE",
    "ListRefused",
    "Outcome",
    "Sheet",
    "add_staff",
    "announce_waiting",
    "as_csv",
    "assure_device",
    "cancel_absence",
    "change_absence",
    "change_structure",
    "choose_home",
    "close_site",
    "create_person",
    "create_structure",
    "declare_absence",
    "end_role",
    "end_support",
    "export_people",
    "free_username",
    "free_usernames",
    "give_role",
    "import_people",
    "mark_phone_wrong",
    "merge_people",
    "open_sheet",
    "open_structure",
    "part_people",
    "purge_merges",
    "remember_view",
    "reopen_site",
    "revoke_devices",
    "save_people",
    "save_site",
    "say_distinct",
    "set_opening_hours",
    "set_working_hours",
    "settle_all_departures",
    "settle_all_stand_ins",
    "settle_stand_ins",
    "start_device",
    "support",
    "support_many",
    "touch_device",
    "try_people",
]
