"""The life of a group: who comes and goes, what it is called, who wants to hear nothing of it for a while."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery import actions as delivery
from aufil.kernel import bus, clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person
from aufil.thread.actions.journaling import record_in
from aufil.thread.actions.locked import locked_thread, only_staff_of_group, staff_left_in
from aufil.thread.actions.membership import join, leave
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post
from aufil.thread.events import GroupChanged
from aufil.thread.models import Entry, Member, Side, Thread
from aufil.thread.queries import Opened
from aufil.web.problems import Problem


@transaction.atomic
def leave_group(*, opened: Opened) -> None:
    """The viewer takes part no more; staff may let them back in. The last of the staff stays (403)."""
    if opened.kind != Thread.Kind.GROUP:
        raise Problem("forbidden", _("Seul un groupe se quitte ainsi."))
    thread = locked_thread(opened)
    viewer = opened.viewer
    if viewer.side == Side.STAFF and not staff_left_in(thread, viewer.person_id):
        raise Problem("forbidden", _("Un groupe garde au moins une personne de l’équipe."))
    _tell(opened, _("%(name)s a quitté le groupe.") % {"name": viewer.first_name})
    _let_go(thread, viewer.person_id)
    record_in(opened, "group-left", viewer.uid)


@transaction.atomic
def bring_in(*, opened: Opened, person: Person, side: str) -> None:
    """Staff bring somebody in, or back; twice is once. Who comes back finds what they missed unread."""
    only_staff_of_group(opened)
    thread = locked_thread(opened)
    if thread.members.filter(person=person, left_at=None).exists():
        return
    join(thread=thread, person=person, side=side)
    bus.publish([GroupChanged(thread.pk)])
    words = {"name": opened.viewer.first_name, "other": person.first_name}
    _tell(opened, _("%(name)s a ajouté %(other)s au groupe.") % words)
    record_in(opened, "member-added", person.uid)


@transaction.atomic
def take_out(*, opened: Opened, uid: UUID) -> None:
    """Staff take a member out of the group. 404 for who is not in it, 403 for the last of the staff."""
    only_staff_of_group(opened)
    thread = locked_thread(opened)
    member = thread.members.select_related("person").filter(person__uid=uid, left_at=None).first()
    if member is None:
        raise Problem("not-found")
    if member.person_id == opened.viewer.person_id:
        leave_group(opened=opened)
        return
    _let_go(thread, member.person_id)
    _tell(opened, _("%(name)s ne fait plus partie du groupe.") % {"name": member.person.first_name})
    record_in(opened, "member-removed", uid)


@transaction.atomic
def rename_group(*, opened: Opened, title: str) -> None:
    """The group is called otherwise; everybody reads it in the thread. The same name changes nothing."""
    only_staff_of_group(opened)
    thread = locked_thread(opened)
    if thread.title == title:
        return
    thread.title = title
    thread.save(update_fields=["title"])
    bus.publish([GroupChanged(thread.pk)])
    _tell(opened, _("Le groupe s’appelle maintenant « %(title)s ».") % {"title": title})
    journal.record(
        verb="group-renamed",
        subject="thread",
        subject_uid=opened.uid,
        actor=opened.viewer.person_id,
        structure=opened.structure,
    )


def mute(*, opened: Opened, on: bool, until: datetime | None = None) -> None:
    """The viewer wants to hear nothing of a group until a moment (None: until they say so), or everything again.

    Being called by name breaks the silence. A 422 problem for a moment that has passed.
    """
    if opened.kind == Thread.Kind.SUPPORT:
        raise Problem("forbidden", _("Ce fil est le vôtre : il ne se met pas en sourdine."))
    now = clock.now()
    if on and until is not None and until <= now:
        raise Problem("invalid", errors={"until": [_("Choisissez un moment à venir.")]})
    rows = Member.objects.filter(thread=opened.pk, person=opened.viewer.person_id, left_at=None)
    rows.update(muted_at=now if on else None, muted_until=until if on else None)


def _let_go(thread: Thread, person: int) -> None:
    """Who goes is told of nothing more; what they wrote stays."""
    leave(thread=thread, person_id=person)
    bus.publish([GroupChanged(thread.pk)])
    delivery.withdraw_for(person=person, topic=thread.pk, at=clock.now())


def _tell(opened: Opened, text: str) -> None:
    """What happened, in the group itself, by who did it."""
    kind, via = Entry.Kind.EVENT.value, Entry.Via.SELF.value
    post(Post(opened.uid, opened.viewer.person_id, new_id(), text, kind=kind, via=via))
