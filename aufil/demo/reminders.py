"""What is asked of Sarah before a day, once and each month."""

from datetime import datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from aufil.delivery.actions import close_seen
from aufil.demo.cast import NAMESPACE
from aufil.people.models import Person
from aufil.thread.access import thread as opened_by
from aufil.thread.actions import Wanted, ask_reminder
from aufil.thread.models import Member, Thread

ASKED = (
    ("Envoie-moi ta fiche de paie", 9, True, (3, 1)),
    ("Apporte l’attestation de la CPAM, ou une photo", 5, False, (2, 0)),
)


def remind(young: Person, counsellor: Person, now: datetime, zone: ZoneInfo) -> None:
    """A reminder each month, another once, in the thread of a young person, who has read them."""
    thread = Thread.objects.get(young=young, kind=Thread.Kind.SUPPORT)
    today = now.astimezone(zone).date()
    for number, (text, days, monthly, before) in enumerate(ASKED):
        ask_reminder(
            opened=opened_by(counsellor, thread.uid),
            uid=uuid5(NAMESPACE, f"reminder {number}"),
            wanted=Wanted(text, today + timedelta(days=days), monthly, before),
        )
    thread.refresh_from_db()
    Member.objects.filter(thread=thread, person=young).update(seen_seq=thread.last_seq)
    close_seen(person=young.pk, topic=thread.pk, up_to=thread.last_seq, at=now)
