"""What Nadia wrote to all her young people this morning, and where each stands since."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from aufil.delivery.actions import close_seen
from aufil.delivery.models import Attempt, CallLine, Carried, Channel, Notice, Receipt
from aufil.delivery.queries import Reason
from aufil.people.models import Person, Structure, Support
from aufil.thread.actions import write_to_many
from aufil.thread.models import Entry, Member
from aufil.thread.queries import notices_behind

TEXT = (
    "Forum de l’emploi jeudi de 9 h à 12 h, salle des fêtes de Cholet. Douze employeurs, dont trois qui prennent en"
    " alternance. Apportez un CV si vous en avez un ; on en imprime sur place."
)
State = Notice.State
# In turn: how it stands, why, and by what they were told.
STANDS: tuple[tuple[str, str, str], ...] = (
    (State.SEEN, "", Channel.PUSH),
    (State.SENT, "", Channel.PUSH),
    (State.DROPPED, Reason.NO_WAY, ""),
    (State.SEEN, "", ""),
    (State.DELIVERED, "", Channel.SMS),
    (State.DROPPED, Reason.NO_WAY, ""),
    (State.SENT, "", Channel.EMAIL),
    (State.TO_CALL, Reason.FAILED, Channel.SMS),
)


def announce(structure: Structure, author: Person, now: datetime, namespace: UUID) -> None:
    rows = Support.objects.filter(structure=structure, counsellor=author, ends_on=None)
    young = list(Person.objects.filter(pk__in=rows.values("young")).order_by("pk"))
    uid = uuid5(namespace, "forum")
    broadcast = write_to_many(uid=uid, structure=structure, author=author, young=young, text=TEXT)
    at = now - timedelta(minutes=50)
    broadcast.created_at = at
    broadcast.save(update_fields=["created_at"])
    Entry.objects.filter(pk__in=broadcast.copies.values("entry")).update(created_at=at, written_at=at)
    for number, notice in enumerate(notices_behind(broadcast).select_related("person").order_by("pk")):
        _stand(notice, *STANDS[number % len(STANDS)], at)


def _stand(notice: Notice, state: str, reason: str, channel: str, at: datetime) -> None:
    later = at + timedelta(minutes=40)
    notice.created_at, notice.state, notice.reason, notice.due_at = at, state, reason, None
    if state == State.TO_CALL:
        line = {"structure": notice.structure, "person": notice.person, "closed_at": None}
        notice.call, _made = CallLine.objects.get_or_create(**line, defaults={"opened_at": later})
    else:
        notice.ended_at = later
        notice.seen_at = later if state == State.SEEN else None
    notice.save()
    if state == State.SEEN:
        rows = Member.objects.filter(thread=notice.topic, person=notice.person)
        rows.update(seen_seq=notice.position)
        close_seen(person=notice.person_id, topic=notice.topic, up_to=notice.position, at=later)
    if channel:
        address = {Channel.SMS.value: notice.person.phone, Channel.EMAIL.value: notice.person.email}
        attempt = Attempt.objects.create(
            structure=notice.structure,
            person=notice.person,
            channel=channel,
            address=address.get(channel) or str(notice.person.uid),
            made_at=at + timedelta(minutes=3),
        )
        Carried.objects.create(attempt=attempt, notice=notice)
        said = Receipt.Said.FAILED if state == State.TO_CALL else Receipt.Said.TAKEN
        Receipt.objects.create(attempt=attempt, said=said, at=at + timedelta(minutes=3), parts=1)
