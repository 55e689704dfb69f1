"""Telling the team that a young person is no longer reached by one of their ways."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.delivery.events import WayLost
from aufil.delivery.models import Channel
from aufil.jobs.actions import job, later
from aufil.thread.actions.notes import notes_of
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry, Side
from aufil.thread.queries import support_thread_of


def tell_ways_lost(facts: Sequence[WayLost]) -> None:
    """Of each, as a job: whoever says so holds rows that a thread must not wait for."""
    for fact in facts:
        later(
            tell_way_lost,
            key=f"way-lost {fact.uid}",
            structure=fact.structure,
            young=fact.person,
            channel=fact.channel,
            uid=str(fact.uid),
        )


@job
@transaction.atomic
def tell_way_lost(*, structure: int, young: int, channel: str, uid: str) -> None:
    """An entry beside the support thread, by the first of its staff; twice is once. Nothing where there is no thread,
    or nobody in it (who is told of a colleague has none)."""
    thread = support_thread_of(young, structure)
    staff = thread.members.filter(side=Side.STAFF, left_at=None).order_by("pk") if thread else None
    speaker = staff.values_list("person", flat=True).first() if staff is not None else None
    if thread is None or speaker is None:
        return
    kind, via = Entry.Kind.EVENT.value, Entry.Via.SELF.value
    post(Post(notes_of(thread=thread.pk).uid, speaker, UUID(uid), _said(channel), kind=kind, via=via))


def _said(channel: str) -> str:
    if channel == Channel.SMS:
        return _(
            "Le numéro de téléphone ne reçoit plus les SMS. Demandez le nouveau numéro, puis corrigez la fiche."
        )
    if channel == Channel.EMAIL:
        return _("L’adresse e-mail ne reçoit plus rien. Demandez la bonne adresse, puis corrigez la fiche.")
    return _(
        "Les notifications n’arrivent plus sur son téléphone. "
        "Il suffit d’ouvrir Aufil et de les autoriser de nouveau."
    )
