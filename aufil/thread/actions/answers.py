"""What came back by text message or e-mail, as entries of who sent it."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.delivery import actions as delivery
from aufil.delivery.events import AnswerReceived
from aufil.delivery.models import Channel, Inbound, InboundPart
from aufil.files import actions as files
from aufil.files.models import File
from aufil.files.queries import NewFile
from aufil.jobs.actions import later
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post
from aufil.thread.models import CameIn, Entry
from aufil.thread.models.entry import TEXT_LIMIT
from aufil.thread.queries import support_thread_of
from aufil.web.problems import Problem

# A long e-mail is several entries; beyond that the original says the rest.
TEXTS_MOST = 5


def post_answers(facts: Sequence[AnswerReceived]) -> None:
    """Each in the thread of who sent it; where they have none that is open, it stays in the sorting box."""
    for fact in facts:
        post_answer(inbound=fact.inbound, structure=fact.structure, young=fact.young)


@transaction.atomic
def post_answer(*, inbound: int, structure: int, young: int) -> bool:
    """What came in becomes entries of this young person: its words, then its photos, then its papers. Twice is once.

    Entries are named after it, so that whatever is done again finds them. False: no thread is open for it.
    """
    came = Inbound.objects.get(pk=inbound)
    thread = support_thread_of(young, structure)
    if thread is None or not thread.members.filter(person=young, left_at=None).exists():
        return False
    try:
        with transaction.atomic():
            for entry in entries_of(came, list(came.parts.order_by("pk")), thread.uid, young):
                said = post(entry)
                CameIn.objects.get_or_create(entry=Entry.objects.get(uid=said.entry.uid), inbound=came)
    except Problem:
        return False
    for part in came.parts.exclude(stored_as=""):
        later(files.take_held, file=str(_name(came, part)), held=part.stored_as)
    delivery.mark_placed(inbound=came.pk, person=young)
    return True


def entries_of(came: Inbound, parts: Sequence[InboundPart], thread: UUID, young: int) -> list[Post]:
    """The entries something that came in is made of; the first carries its own name."""
    via = Entry.Via.SMS if came.channel == Channel.SMS else Entry.Via.EMAIL
    photos = [part for part in parts if part.is_photo]
    papers = [part for part in parts if not part.is_photo]
    kinds: list[tuple[str, str, list[InboundPart]]] = [
        (Entry.Kind.MESSAGE.value, text, []) for text in said_in_parts(came.text)
    ]
    kinds += [(Entry.Kind.PHOTOS.value, "", photos)] if photos else []
    kinds += [(Entry.Kind.FILE.value, "", papers)] if papers else []
    kinds = kinds or [(Entry.Kind.MESSAGE.value, came.subject or _("(message vide)"), [])]
    return [
        Post(
            thread=thread,
            author=young,
            uid=came.uid if number == 0 else uuid5(came.uid, str(number)),
            text=text,
            written_at=came.received_at,
            kind=kind,
            via=via.value,
            files=tuple(_announced(came, part) for part in some),
        )
        for number, (kind, text, some) in enumerate(kinds)
    ]


def said_in_parts(text: str) -> list[str]:
    """A text cut where entries must be: after a paragraph, a sentence or a word, at most 2,000 characters each."""
    parts: list[str] = []
    left = text.strip()
    while left and len(parts) < TEXTS_MOST:
        if len(left) <= TEXT_LIMIT:
            return [*parts, left]
        piece = left[:TEXT_LIMIT]
        ends = [piece.rfind(mark, TEXT_LIMIT // 2) for mark in ("\n\n", "\n", ". ", " ")]
        end = next((place + 1 for place in ends if place > 0), TEXT_LIMIT)
        parts.append(left[:end].strip())
        left = left[end:].strip()
    return [part for part in parts if part]


def _name(came: Inbound, part: InboundPart) -> UUID:
    return uuid5(came.uid, f"file {part.pk}")


def _announced(came: Inbound, part: InboundPart) -> NewFile:
    kind = File.Kind.PHOTO if part.is_photo else File.Kind.DOCUMENT
    return NewFile(_name(came, part), kind.value, part.name, part.size)
