"""All writes about people: structures, persons, memberships, who supports whom, devices, lists brought in."""

from aufil.people.actions.devices import (
    announce_waiting,
    assure_device,
    choose_home,
    remember_view,
    revoke_devices,
    start_device,
    touch_device,
)
from aufil.people.actions.importing import import_people
from aufil.people.actions.persons import (
    create_person,
    free_username,
    free_usernames,
    mark_phone_wrong,
)
from aufil.people.actions.structures import create_structure
from aufil.people.actions.supports import end_support, support, support_many

__all__ = [
    "announce_waiting",
    "assure_device",
    "choose_home",
    "create_person",
    "create_structure",
    "end_support",
    "free_username",
    "free_usernames",
    "import_people",
    "mark_phone_wrong",
    "remember_view",
    "revoke_devices",
    "start_device",
    "support",
    "support_many",
    "touch_device",
]
