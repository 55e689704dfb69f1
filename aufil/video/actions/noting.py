"""What is noted of a rehearsal, and what becomes of it: nothing leaves without a tap, and twice is once."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit.actions import record
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread import actions as threads
from aufil.thread.queries import Opened
from aufil.video.actions.locked import locked_rehearsal
from aufil.video.models import Asked, Rehearsal
from aufil.video.queries import letter
from aufil.web.problems import Problem

NOTES_KEPT = timedelta(days=30)  # after the end, sent or not: what was sent is an entry


@transaction.atomic
def note_answer(*, rehearsal: Rehearsal, question: UUID, well: str, work: str) -> None:
    """What the counsellor noted of an answer, as typed; the last word counts, and the same again changes nothing. 404
    for a question of another rehearsal, 410 once notes are forgotten."""
    if rehearsal.forgotten_at:
        raise Problem("gone", _("Les notes de cet entraînement sont effacées."))
    rows = Asked.objects.filter(rehearsal=rehearsal, uid=question, rehearsal__forgotten_at=None)
    if not rows.update(well=well, work=work):
        raise Problem("not-found")


@transaction.atomic
def keep_draft(*, rehearsal: Rehearsal, strong: str, to_work_on: str, for_team: str) -> Rehearsal:
    """What the counsellor makes of the notes. What was sent already stays as it was sent."""
    row, _room = locked_rehearsal(rehearsal)
    if row.forgotten_at:
        raise Problem("gone", _("Les notes de cet entraînement sont effacées."))
    if row.sent_at is None:
        row.strong, row.to_work_on = strong, to_work_on
    if row.noted_at is None:
        row.for_team = for_team
    row.drafted_at = clock.now()
    row.save(update_fields=["strong", "to_work_on", "for_team", "drafted_at"])
    return row


@transaction.atomic
def send_letter(*, rehearsal: Rehearsal, opened: Opened) -> None:
    """One message to the young person, by whoever of the staff opened the thread. Sent already: nothing."""
    row, _room = locked_rehearsal(rehearsal)
    if row.sent_at:
        return
    _same(row, opened)
    if not (row.strong or row.to_work_on):
        raise Problem("invalid", errors={"strong": [_("Écrivez au moins un point avant d’envoyer.")]})
    text = letter(row, list(row.questions.all()), row.strong, row.to_work_on)
    threads.post(threads.Post(opened.uid, opened.viewer.person_id, uuid5(row.uid, "letter"), text))
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    _journal("sent", row, opened.viewer.person_id)


@transaction.atomic
def note_for_team(*, rehearsal: Rehearsal, opened: Opened) -> None:
    """The rest, beside the thread, for its staff alone. Noted already: nothing."""
    row, _room = locked_rehearsal(rehearsal)
    if row.noted_at:
        return
    _same(row, opened)
    if not row.for_team:
        raise Problem("invalid", errors={"for_team": [_("Écrivez la note avant de la garder.")]})
    text = _("Entraînement à l’entretien. %(text)s") % {"text": row.for_team}
    threads.write_note(opened=opened, uid=uuid5(row.uid, "team"), text=text)
    row.noted_at = clock.now()
    row.save(update_fields=["noted_at"])
    _journal("noted", row, opened.viewer.person_id)


@transaction.atomic
def retain(*, rehearsal: Rehearsal, by: Person, thread: UUID, text: str) -> None:
    """« Ce que j’en retiens », by the young person, in the thread. Once: another text is a message like others."""
    row, _room = locked_rehearsal(rehearsal)
    if row.young_id != by.pk:
        raise Problem("not-found")
    if row.retained_at:
        return
    said = _("Ce que je retiens de l’entraînement : %(text)s") % {"text": text}
    threads.post(threads.Post(thread, by.pk, uuid5(row.uid, "retained"), said))
    row.retained_at, row.rev = clock.now(), row.rev + 1
    row.save(update_fields=["retained_at", "rev"])


def forget_notes() -> None:
    """Thirty days after its end a rehearsal keeps its date, its title and its questions, and nothing that was noted."""
    now = clock.now()
    rows = Rehearsal.objects.filter(ended_at__lt=now - NOTES_KEPT, forgotten_at=None)
    for number in rows.values_list("pk", flat=True):
        _forget(number)


@transaction.atomic
def _forget(number: int) -> None:
    Asked.objects.filter(rehearsal=number).update(well="", work="")
    Rehearsal.objects.filter(pk=number).update(
        strong="", to_work_on="", for_team="", forgotten_at=clock.now()
    )


def _same(row: Rehearsal, opened: Opened) -> None:
    if opened.young != row.young_id or opened.structure != row.structure_id:
        raise Problem("not-found")


def _journal(verb: str, row: Rehearsal, actor: int) -> None:
    record(verb=verb, subject="rehearsal", subject_uid=row.uid, actor=actor, structure=row.structure_id)
