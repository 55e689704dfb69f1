from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.thread.actions.adds import rewrite
from aufil.thread.actions.locked import journal_entry, locked_thread, said_entry
from aufil.thread.models import Reaction
from aufil.thread.queries import Opened, entry_in
from aufil.thread.rows import EntryRow
from aufil.web.problems import Problem


@transaction.atomic
def react(*, opened: Opened, uid: UUID, sign: str, on: bool) -> EntryRow:
    """Put a sign on an entry, or take one's own off; twice is once.

    A reaction is no exchange: what waits for an answer still waits, for a sign does not say whether a question
    was understood, and nobody is told of it but by the open screens. « Rien à répondre » is for who decides that a
    sign was answer enough.
    """
    wanted = known_sign(sign)
    thread = locked_thread(opened)
    entry = said_entry(thread, uid)
    own = Reaction.objects.filter(entry=entry, person=opened.viewer.person_id, sign=wanted)
    if own.exists() == on:
        return entry_in(opened.uid, uid)
    if on:
        Reaction.objects.create(
            entry=entry, person_id=opened.viewer.person_id, sign=wanted, made_at=clock.now()
        )
    else:
        own.delete()
    rewrite(thread.pk, entry.pk)
    journal_entry("reacted" if on else "reaction-withdrawn", opened, uid)
    return entry_in(opened.uid, uid)


def known_sign(sign: str) -> str:
    """One of the short list, with or without the mark that asks for its picture; a 422 problem for any other."""
    plain = {one.replace("\ufe0f", ""): one for one in Reaction.Sign.values}
    found = plain.get(sign.replace("\ufe0f", ""))
    if found is None:
        raise Problem("invalid", errors={"sign": [_("Choisissez un signe de la liste.")]})
    return found
