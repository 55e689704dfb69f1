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
            why=fact.why,
            uid=str(fact.uid),
        )


@job
@transaction.atomic
def tell_way_lost(*, structure: int, young: int, channel: str, why: str, uid: str) -> None:
    """One entry; twice is once. What they asked for themselves stands in their thread, for both to see; what was lost
    beside it, by the first of its staff. Nothing where there is no thread, or nobody in it (who is told of a colleague
    has none)."""
    thread = support_thread_of(young, structure)
    if thread is None:
        return
    asked = why == "stopped"
    members = thread.members.filter(left_at=None)
    speakers = members.filter(person=young) if asked else members.filter(side=Side.STAFF)
    speaker = speakers.order_by("pk").select_related("person").first()
    if speaker is None:
        return
    place = thread.uid if asked else notes_of(thread=thread.pk).uid
    said = _asked(channel, speaker.person.first_name) if asked else _said(channel)
    kind, via = Entry.Kind.EVENT.value, Entry.Via.SELF.value
    post(Post(place, speaker.person_id, UUID(uid), said, kind=kind, via=via))


def _asked(channel: str, name: str) -> str:
    if channel == Channel.SMS:
        return _("%(name)s a répondu STOP : Aufil ne lui envoie plus de SMS.") % {"name": name}
    return _("%(name)s a demandé l’arrêt des e-mails : Aufil ne lui en envoie plus.") % {"name": name}


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
