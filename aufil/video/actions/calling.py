"""A call by video that staff start from a thread."""

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.thread.queries import Opened
from aufil.video.actions.announcing import announce, tell_missing
from aufil.video.actions.doors import open_doors
from aufil.video.actions.opening import Wanted, open_room
from aufil.video.admission import hours_of_call
from aufil.video.models import Guest, Room
from aufil.video.queries import call_path, open_room_about, video_rules
from aufil.web.problems import Problem

KIND = Room.Kind.CALL.value


@transaction.atomic
def start_call(*, opened: Opened, by: Person) -> Room:
    """The open call of a support thread, started if there is none; whoever of the staff asks is a host of it.

    404 for a thread that is no support thread, 403 for one that is closed.
    """
    if opened.young is None:
        raise Problem("not-found")
    if opened.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée : on ne peut plus y appeler."))
    there, now = open_room_about(KIND, opened.uid), clock.now()
    if (
        there
        and there.admits_until > now
        and Guest.objects.filter(room=there, person=by, is_host=True).exists()
    ):
        tell_missing(there)
        return there
    young = Person.objects.get(pk=opened.young)
    structure = Structure.objects.get(pk=opened.structure)
    hosts = set(Person.objects.filter(pk__in=Guest.objects.filter(room=there, is_host=True).values("person")))
    wanted = Wanted(
        structure=structure,
        kind=KIND,
        subject=opened.uid,
        hours=hours_of_call(now),
        hosts=sorted({*hosts, by}, key=lambda person: person.pk),
        expected=[young],
        link=video_rules(structure).link,
    )
    room = open_room(wanted=wanted, by=by)
    open_doors(room=room, people=[young])
    text = _("%(name)s vous attend en visio.") % {"name": by.first_name}
    announce(opened=opened, room=room, young=young, path=call_path(opened.uid), text=text)
    return room
