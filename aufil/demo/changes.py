"""What does not stay so: a text, who supports whom; a hand-over that will return, somebody who has left."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from aufil.delivery.models import Notice
from aufil.demo.script import Said
from aufil.kernel.words import fingerprint
from aufil.people.models import Exit, HandOver, Membership, Person, Role, Structure, Support
from aufil.thread.models import Entry, Member, Revision, Side, Thread
from aufil.ui.texts import date_in_full

WEEK = timedelta(days=7)
GONE = timedelta(days=38)
LEFT = (
    (70, "young", "bonjour jai eu votre contact par ma soeur cest possible un rdv ?"),
    (70, "staff", "Bonjour Marius, oui avec plaisir. Vous pouvez passer jeudi à Cholet, à 10 heures ?"),
    (69, "young", "oui jeudi c bon"),
    (40, "young", "jai signé au garage 🎉 cdi a partir de lundi"),
    (40, "staff", "Bravo Marius. Gardez mon contact, et donnez des nouvelles quand vous voulez."),
    (38, "event", "L’accompagnement s’arrête ici. Tout ce qui s’est dit reste à relire."),
)


def lend(young: Person, giver: Person, taker: Person, now: datetime, today: date, names: UUID) -> None:
    """Given last week for two weeks: it returns by itself."""
    support = Support.objects.get(young=young, part=Support.Part.REFERENT)
    starts_on, returns_on = today - WEEK, today + WEEK
    Support.objects.filter(pk=support.pk).update(ends_on=starts_on, stage=Support.Stage.OVER)
    rows = {"structure": support.structure, "young": young}
    Support.objects.create(**rows, counsellor=taker, starts_on=starts_on, ends_on=returns_on)
    Support.objects.create(**rows, counsellor=giver, starts_on=returns_on, stage=Support.Stage.PLANNED)
    HandOver.objects.create(
        **rows,
        uid=uuid5(names, f"relais/{young.username}"),
        giver=giver,
        taker=taker,
        starts_on=starts_on,
        returns_on=returns_on,
        made_by=giver,
        made_at=now - WEEK,
    )
    thread = Thread.objects.get(young=young)
    when = min(now, max(now - WEEK, thread.updated_at + timedelta(minutes=1)))
    words = {"taker": taker.first_name, "giver": giver.first_name, "day": date_in_full(returns_on, today)}
    text = "{taker} prend le relais de {giver} jusqu’au {day}. {giver} reprend ce jour-là.".format(**words)
    seq = thread.last_seq + 1
    Thread.objects.filter(pk=thread.pk).update(last_seq=seq, rev=thread.rev + 1, updated_at=when)
    _said(thread, seq, thread.rev + 1, taker, text, when, Entry.Kind.EVENT, names)
    Member.objects.filter(thread=thread).update(seen_seq=seq)
    Member.objects.filter(thread=thread, person=giver).update(left_at=when)
    Member.objects.create(thread=thread, person=taker, side=Side.STAFF, seen_seq=seq, joined_at=when)
    _noticed(thread, young, seq, when)


def leave(structure: Structure, referent: Person, now: datetime, today: date, names: UUID) -> None:
    """Marius found a job six weeks ago."""
    young = Person(
        uid=uuid5(names, "marius"),
        username="marius",
        first_name="Marius",
        last_name="Gelineau",
        birth_date=date(today.year - 22, 4, 17),
        commune="Trémentines",
        postal_code="49340",
        phone="+33639989100",
    )
    young.set_unusable_password()
    young.save()
    dates = {"starts_on": today - 11 * WEEK, "ends_on": today - GONE}
    Membership.objects.create(
        person=young,
        structure=structure,
        role=Role.YOUNG,
        file_number="7109100",
        programme="CEJ",
        end_reason=Exit.LASTING_JOB,
        end_note="Mécanicien au garage de Trémentines.",
        **dates,
    )
    Support.objects.create(
        structure=structure, young=young, counsellor=referent, stage=Support.Stage.OVER, **dates
    )
    _closed_thread(structure, young, referent, now, names)


def former_text(entry: Entry, line: Said, changed: datetime) -> Revision:
    """What an entry said before somebody corrected it or took it back."""
    return Revision(
        entry=entry,
        text=line.text,
        reason=Revision.Reason.DELETED if line.deleted else Revision.Reason.EDITED,
        made_at=changed,
        keep_until=changed.date() + timedelta(days=90),
    )


def _closed_thread(structure: Structure, young: Person, referent: Person, now: datetime, names: UUID) -> None:
    thread = Thread.objects.create(
        uid=uuid5(names, "fil/marius"),
        structure=structure,
        kind=Thread.Kind.SUPPORT,
        young=young,
        created_at=now - 10 * WEEK,
        updated_at=now - GONE,
        closed_at=now - GONE,
        last_seq=len(LEFT),
        rev=len(LEFT),
        last_exchange_at=now - timedelta(days=40),
    )
    seen = {"thread": thread, "seen_seq": len(LEFT), "joined_at": thread.created_at}
    Member.objects.create(person=young, side=Side.YOUNG, **seen)
    Member.objects.create(person=referent, side=Side.STAFF, left_at=thread.closed_at, **seen)
    for seq, (days, who, text) in enumerate(LEFT, start=1):
        author = young if who == "young" else referent
        kind = Entry.Kind.EVENT if who == "event" else Entry.Kind.MESSAGE
        at = min(now - timedelta(days=days) + timedelta(minutes=seq), now - GONE)
        _said(thread, seq, seq, author, text, at, kind, names)
        _noticed(thread, referent if author is young else young, seq, at)


def _said(
    thread: Thread, seq: int, rev: int, author: Person, text: str, at: datetime, kind: str, names: UUID
) -> None:
    Entry.objects.create(
        uid=uuid5(names, f"{thread.uid}/{seq}"),
        thread=thread,
        seq=seq,
        rev=rev,
        author=author,
        kind=kind,
        via=Entry.Via.SELF if kind == Entry.Kind.EVENT else Entry.Via.APP,
        text=text,
        body_hash=fingerprint(text, ""),
        written_at=at,
        created_at=at,
    )


def _noticed(thread: Thread, person: Person, seq: int, at: datetime) -> None:
    Notice.objects.create(
        structure=thread.structure,
        person=person,
        topic=thread.pk,
        position=seq,
        created_at=at,
        seen_at=at,
    )
