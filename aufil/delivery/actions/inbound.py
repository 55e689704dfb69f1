"""What comes back: each text message or e-mail once, in the thread of who sent it or in a sorting box, never lost.

`receive` is what every way in calls: a gateway's webhook, a mailbox, LMTP. It writes one row, in one transaction with
all that follows from it. Only a sender known today for exactly one young person is placed by itself: a reference that
a message carries says which of several it is, never who.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery.actions.receipts import record_receipt
from aufil.delivery.actions.stopping import stop_channel
from aufil.delivery.events import AnswerReceived
from aufil.delivery.models import Address, Attempt, Channel, Inbound, InboundPart
from aufil.delivery.queries import known_as, last_attempt_to, structure_reached_at
from aufil.delivery.queries.senders import Known
from aufil.delivery.states import Said
from aufil.delivery.stop import asks_to_stop
from aufil.files import actions as files
from aufil.files.models import NAME_LIMIT, SIZE_LIMIT
from aufil.kernel import bus, clock
from aufil.kernel.phones import to_e164
from aufil.people.models import Person, Structure
from aufil.web.problems import Problem

TEXT_MOST, ORIGINAL_MOST = 20_000, 200_000
PARTS_MOST = 10
PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")


class Belongs(NamedTuple):
    """Where something that came in belongs: a structure, and one young person of it if they are surely its sender."""

    structure: int | None
    person: Person | None
    known: list[Known]
    answers: Attempt | None


def receive(
    *,
    channel: str,
    provider: str,
    provider_ref: str,
    sender: str,
    receiver: str = "",
    text: str,
    subject: str = "",
    original: str = "",
    received_at: datetime,
    attachments: Sequence[tuple[str, bytes]] = (),
    answers_uid: UUID | None = None,
    automatic: bool = False,
) -> Inbound:
    """Keep what came in; the same (provider, provider_ref) again is once.

    `text` is what was written anew, `original` all of it where that is more. `attachments`: name and bytes of each;
    what is too large (20 MB) or beyond the tenth is named in the text. Problems: 507 and 503 where
    files cannot be kept now; nothing was kept then, and it is to come again.
    """
    provider, provider_ref = provider[:20], provider_ref[:250]
    known = Inbound.objects.filter(provider=provider, provider_ref=provider_ref).first()
    if known:
        return known
    sender, text = _address(channel, sender), _cleaned(text, TEXT_MOST)
    where = _belongs(channel, sender, receiver, answers_uid)
    taken, left = _fitting(() if automatic else attachments)
    row = Inbound(
        structure_id=where.structure,
        channel=channel,
        provider=provider,
        provider_ref=provider_ref,
        sender=sender,
        receiver=_cleaned(receiver, 254),
        subject=_cleaned(" ".join(subject.split()), 250),
        text="\n\n".join(filter(None, [text, *left])),
        original=_cleaned(original, ORIGINAL_MOST),
        received_at=min(received_at, clock.now()),
        answers=where.answers,
        state=_state(text, automatic=automatic, alone=not attachments),
    )
    try:
        return _keep(row, where, taken)
    except IntegrityError:  # the same at the same instant, by another way
        twin = Inbound.objects.filter(provider=provider, provider_ref=provider_ref).first()
        if twin is None:
            raise
        return twin


def _keep(row: Inbound, where: Belongs, attachments: Sequence[tuple[str, bytes]]) -> Inbound:
    # Bytes come first: what is cut off after them is let go by and by (`purge_inbound`).
    holder = row.structure_id or Structure.objects.order_by("pk").values_list("pk", flat=True).first()
    held = [files.hold(structure=holder, data=data) for _name, data in attachments] if holder else []
    with files.let_go_on_failure(held), transaction.atomic():
        row.save(force_insert=True)
        InboundPart.objects.bulk_create(
            InboundPart(
                inbound=row, name=name, size=len(data), stored_as=str(uid), is_photo=data.startswith(PHOTOS)
            )
            for uid, (name, data) in zip(held, attachments, strict=False)
        )
        if row.state == Inbound.State.STOP:
            stop_channel(inbound=row, known=where.known)
        elif row.state == Inbound.State.WAITING and where.person and row.structure_id:
            bus.publish([AnswerReceived(row.pk, row.structure_id, where.person.pk)])
    row.refresh_from_db()
    return row


@transaction.atomic
def place(*, inbound: Inbound, person: Person, actor: Person) -> Inbound:
    """A counsellor says whose it is: it becomes an entry of that person's thread. A 409 problem when a colleague was
    faster, 422 when this person has no open thread."""
    row = _waiting(inbound)
    if row.structure_id is None:
        raise Problem("not-found")
    bus.publish([AnswerReceived(row.pk, row.structure_id, person.pk)])
    row.refresh_from_db()
    if row.state != Inbound.State.PLACED:
        raise Problem(
            "invalid",
            _("%(name)s n’a pas de conversation ouverte. Rouvrez son accompagnement, ou écartez ce message.")
            % {"name": person.full_name},
        )
    row.placed_by = actor
    row.save(update_fields=["placed_by"])
    _journal("inbound-placed", row, actor)
    return row


@transaction.atomic
def put_away(*, inbound: Inbound, actor: Person) -> None:
    """It is for nobody here: out of the box, forgotten with what came with it when its days are over."""
    row = _waiting(inbound)
    row.state, row.placed_by, row.placed_at = Inbound.State.PUT_AWAY, actor, clock.now()
    row.save(update_fields=["state", "placed_by", "placed_at"])
    _journal("inbound-put-away", row, actor)


@transaction.atomic
def entrust(*, inbound: Inbound, structure: Structure, actor: Person) -> None:
    """The administrator says which structure's box it waits in."""
    row = _waiting(inbound)
    row.structure = structure
    row.save(update_fields=["structure"])
    _journal("inbound-entrusted", row, actor)


@transaction.atomic
def mark_placed(*, inbound: int, person: int) -> None:
    """It is in a thread now, its files with it, and the address works. Called by whoever heard `AnswerReceived`, in the
    same transaction as the entry."""
    row = Inbound.objects.select_for_update(of=("self",)).select_related("answers").get(pk=inbound)
    row.state, row.person_id, row.placed_at = Inbound.State.PLACED, person, clock.now()
    row.save(update_fields=["state", "person", "placed_at"])
    Address.objects.update_or_create(
        person_id=person,
        channel=row.channel,
        address=row.sender,
        defaults={"answered_at": row.received_at},
    )
    row.parts.update(stored_as="")
    # What they answered has reached them: what was last sent to where they wrote from, or what they refer to.
    if row.answers and row.answers.person_id == person:
        record_receipt(said=Said.ANSWERED, attempt=row.answers.uid, at=row.received_at)


def _waiting(inbound: Inbound) -> Inbound:
    row = Inbound.objects.select_for_update().get(pk=inbound.pk)
    if row.state != Inbound.State.WAITING:
        raise Problem("conflict", _("Un collègue s’en est déjà occupé."))
    return row


def _belongs(channel: str, sender: str, receiver: str, answers_uid: UUID | None) -> Belongs:
    known = known_as(channel, sender)
    people = [one.person.pk for one in known]
    meant = Attempt.objects.filter(uid=answers_uid, channel=channel).first() if answers_uid else None
    if meant and meant.person_id in people:  # a reference tells several apart; alone it proves nothing
        known = [one for one in known if one.person.pk == meant.person_id]
        people = [meant.person_id]
    told = meant if meant and meant.person_id in people else last_attempt_to(channel, sender, people)
    structures = {one.structure.pk for one in known}
    reached = structure_reached_at(channel, receiver)
    wished = [told.structure_id if told else None, reached, *sorted(structures)]
    where = next((pk for pk in wished if pk in structures), None) if structures else reached
    if where is None and meant:
        where = meant.structure_id  # somebody answers what we sent, from an address nobody knows
    one = known[0].person if len(set(people)) == 1 else None
    return Belongs(where, one, known, told or meant)


def _state(text: str, *, automatic: bool, alone: bool) -> str:
    if automatic:
        return Inbound.State.AUTOMATIC
    return Inbound.State.STOP if alone and asks_to_stop(text) else Inbound.State.WAITING


def _fitting(attachments: Sequence[tuple[str, bytes]]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """What can be kept, and a sentence for each that cannot."""
    taken: list[tuple[str, bytes]] = []
    left = []
    for name, data in attachments:
        name = _cleaned(name.replace("\n", " "), NAME_LIMIT)
        if len(data) > SIZE_LIMIT or (data and len(taken) == PARTS_MOST):
            left.append(
                _("[« %(name)s » n’a pas pu être gardé : trop lourd, ou trop de fichiers.]") % {"name": name}
            )
        elif data:
            taken.append((name, data))
    return taken, left


def _address(channel: str, sender: str) -> str:
    sender = _cleaned(sender, 254)
    if channel == Channel.EMAIL:
        return sender.lower()
    bare = "".join(c for c in sender if c not in " .-()")
    for written in (bare, f"+{bare.removeprefix('00')}"):
        try:
            return to_e164(written)
        except ValueError:
            continue
    return sender


def _cleaned(text: str, most: int) -> str:
    """What any database keeps: no NUL, no half of a character."""
    plain = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return plain.replace("\r\n", "\n").replace("\r", "\n").strip()[:most]


def _journal(verb: str, row: Inbound, actor: Person) -> None:
    journal.record(
        verb=verb, subject="inbound", subject_uid=row.uid, actor=actor.pk, structure=row.structure_id
    )
