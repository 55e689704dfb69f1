"""What somebody's phone still keeps of a thread."""

from django.utils.translation import ngettext

from aufil.people.queries import waiting_device
from aufil.thread.queries.reading import Opened
from aufil.ui.texts import spoken_moment


def waiting_sentence(found: Opened) -> str | None:
    """What the phones of the other side said they still keep, as a sentence; None when nothing."""
    facing = [m for m in found.members if m.side != found.viewer.side]
    if found.is_group or not facing:
        return None
    phone = waiting_device([m.person_id for m in facing])
    if phone is None or phone.waiting_said_at is None:
        return None
    name = next(m.first_name for m in facing if m.person_id == phone.person_id)
    return ngettext(
        "Le téléphone de %(name)s garde %(count)d message pas encore parti (dit %(when)s).",
        "Le téléphone de %(name)s garde %(count)d messages pas encore partis (dit %(when)s).",
        phone.waiting,
    ) % {"name": name, "count": phone.waiting, "when": spoken_moment(phone.waiting_said_at)}
