"""A call by video that staff start from a thread."""

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.people.models import Person
from aufil.thread.queries import Opened
from aufil.video.actions.announcing import Started, open_told
from aufil.video.models import Room
from aufil.video.queries import call_path
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
    text = _("%(name)s vous attend en visio.") % {"name": by.first_name}
    young = Person.objects.get(pk=opened.young)
    started = Started(KIND, opened.uid, call_path(opened.uid), text)
    return open_told(opened=opened, by=by, young=young, started=started)
