"""The test of microphone, camera and network: proposed from a thread, and what it said; and how a connection was."""

from datetime import timedelta
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit.actions import record
from aufil.delivery import actions as delivery
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.signin.queries import hash_of, spelled_code
from aufil.thread import actions as threads
from aufil.thread.models import Side
from aufil.thread.queries import Opened, opened_for_all, support_thread_of
from aufil.video.models import Check, Guest, Opinion, Trial
from aufil.video.queries import CHECK_PATH, TRIAL, last_check
from aufil.web.problems import Problem

LIVES = timedelta(days=30)
ONCE = timedelta(minutes=10)  # a second tap is the same proposal
SAID_AGAIN = timedelta(days=1)  # the same result is worth a line once a day


@transaction.atomic
def propose_check(*, opened: Opened, by: Person) -> Trial:
    """« Proposer d’essayer la visio »: an entry of the support thread, told like a message by an address that opens
    without signing in. 404 for a thread that is no support thread, 403 for one that is closed."""
    if opened.young is None:
        raise Problem("not-found")
    if opened.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée : on ne peut plus y proposer d’essai."))
    young = Person.objects.select_for_update(no_key=True).get(pk=opened.young)
    row = Trial.objects.filter(structure=opened.structure, person=young, closed_at=None).first()
    now = clock.now()
    if row and row.proposed_at > now - ONCE:
        return row
    row = row or _new(opened.structure, young)
    row.proposed_by, row.proposed_at, row.until = by, now, now + LIVES
    row.save()
    join = {
        "path": CHECK_PATH,
        "from": now.isoformat(),
        "until": row.until.isoformat(),
        "does": "test",
    }
    text = _("%(name)s vous propose d’essayer la visio : le micro, la caméra, le réseau, en une demi-minute.")
    uid = uuid5(row.uid, f"test {now.isoformat()}")
    said = threads.tell_call(opened=opened, uid=uid, text=text % {"name": by.first_name}, join=join)
    delivery.tell_again(
        structure=opened.structure,
        person=young.pk,
        kind=TRIAL,
        topic=opened.pk,
        position=said.entry.seq,
        reach=Notice.Reach.MESSAGE,
        pointless_at=row.until,
    )
    record(
        verb="test-proposed",
        subject="video-test",
        subject_uid=row.uid,
        actor=by.pk,
        structure=opened.structure,
    )
    return row


def _new(structure: int, young: Person) -> Trial:
    uid = new_id()
    key = hash_of(Trial.PURPOSE, spelled_code(Trial.PURPOSE, uid, Trial.LENGTH, None))
    return Trial(uid=uid, structure_id=structure, person=young, key_hash=key, made_at=clock.now())


@transaction.atomic
def record_check(
    *,
    structure: Structure,
    result: str,
    facts: dict[str, Any],
    person: Person | None = None,
    guest: Guest | None = None,
) -> Check:
    """What a test said: of a person, or of a visitor who is a guest of a room. The team reads it beside the thread."""
    whose = guest.person if guest else person
    before = last_check(whose) if whose else None
    check = Check.objects.create(
        structure=structure, person=whose, guest=guest, result=result, facts=facts, made_at=clock.now()
    )
    if whose:
        pending = Notice.objects.pending().filter(kind=TRIAL, person=whose, structure=structure)
        places = list(pending.values_list("topic", "position"))
        delivery.close_seen_of(kind=TRIAL, person=whose.pk, places=places, at=check.made_at)
    if before is None or before.result != result or before.made_at < check.made_at - SAID_AGAIN:
        _note(check)
    return check


def _note(check: Check) -> None:
    """By whoever proposed the test, or else the first of the team who is there."""
    person = check.person
    thread = support_thread_of(person.pk, check.structure_id) if person else None
    if person is None or thread is None:
        return
    team = [one.person_id for one in opened_for_all(thread.uid).members if one.side == Side.STAFF]
    asked = Trial.objects.filter(structure=check.structure, person=person, proposed_by__in=team)
    by = asked.order_by("-proposed_at").values_list("proposed_by", flat=True).first()
    if team:
        said = {"name": person.first_name, "result": Check.Result(check.result).label}
        text = _("Test de visio de %(name)s : %(result)s.") % said
        threads.note_for_team(thread=thread.pk, author=by or team[0], uid=uuid5(check.uid, "said"), text=text)


@transaction.atomic
def give_opinion(*, guest: Guest, answer: str) -> Opinion:
    """How the connection was; said again, the last word counts."""
    said, _is_new = Opinion.objects.update_or_create(
        room=guest.room, guest=guest, defaults={"answer": answer, "given_at": clock.now()}
    )
    return said
