"""Lists on their way in: dropped, understood, checked, saved or given up."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.operate.models import Intake, IntakeLine
from aufil.people import actions as people
from aufil.people.actions import ListRefused, Outcome, Sheet, open_sheet
from aufil.people.models import Person, Structure
from aufil.web.problems import Problem

KEPT = timedelta(days=1)
# So few lines are checked while one waits: no need to leave it to the background.
AT_ONCE = 200
TOLD_EVERY = 250
State = Intake.State


class StoppedError(Exception):
    """The list was given up, or asked something else, while it was being read."""


def receive(*, owner: Person, structure: Structure, only_own: bool, file_name: str, content: bytes) -> Intake:
    """A list dropped by `owner`; raises a 422 problem when the file cannot be read at all."""
    try:
        sheet = open_sheet(content)
    except ListRefused as error:
        raise Problem("invalid", str(error)) from None
    now = clock.now()
    with transaction.atomic():
        intake = Intake.objects.create(
            structure=structure,
            owner=owner,
            only_own=only_own,
            file_name=file_name[-120:] or _("liste"),
            content=content,
            columns=sheet.guessed,
            titles=sheet.titles,
            state=State.COLUMNS,
            made_at=now,
            expires_at=now + KEPT,
        )
        _journal("list-received", intake)
        _ask_to_check(intake, sheet)
    return intake


def choose_columns(*, intake: Intake, columns: Sequence[str]) -> None:
    """Somebody says what each column holds; the list is checked again."""
    sheet = open_sheet(bytes(intake.content))
    with transaction.atomic():
        intake = _locked(intake, (State.COLUMNS, State.CHECKING, State.CHECKED))
        intake.columns = list(columns)
        _ask_to_check(intake, sheet)


def _ask_to_check(intake: Intake, sheet: Sheet) -> None:
    """The list is checked with its columns, at once or soon; or its columns are not enough, which it says."""
    intake.turn += 1
    intake.handled, intake.problem, intake.total, intake.notes = 0, "", 0, []
    intake.lines.all().delete()
    try:
        known = sheet.with_columns(intake.columns)
        intake.total, intake.notes, intake.state = len(known.rows), known.notes, State.CHECKING
    except ListRefused as error:
        intake.problem, intake.state = str(error), State.COLUMNS
    intake.save()
    if intake.state == State.CHECKING and intake.total > AT_ONCE:
        later(check, intake=str(intake.uid), turn=intake.turn)
    elif intake.state == State.CHECKING:
        check(intake=str(intake.uid), turn=intake.turn)


@job
def check(*, intake: str, turn: int) -> None:
    """Find what would become of each line, and keep it. Nothing else is changed."""
    row = _asked(intake, turn, State.CHECKING)
    if row is None:
        return
    known = open_sheet(bytes(row.content)).with_columns(row.columns)
    outcomes = []
    try:
        for outcome in people.try_people(people=known, structure=row.structure, only=_only(row)):
            outcomes.append(outcome)
            if len(outcomes) % TOLD_EVERY == 0:
                _tell(row, len(outcomes))
    except StoppedError:
        return
    with transaction.atomic():
        if _mine(row).update(state=State.CHECKED, handled=len(outcomes)):
            _keep(row, known.names, outcomes)


def ask_to_save(*, intake: Intake) -> None:
    """The list, checked, is saved soon."""
    with transaction.atomic():
        intake = _locked(intake, (State.CHECKED,))
        intake.state, intake.handled, intake.turn = State.SAVING, 0, intake.turn + 1
        intake.expires_at = clock.now() + KEPT
        intake.save(update_fields=["state", "handled", "turn", "expires_at"])
        later(save, intake=str(intake.uid), turn=intake.turn)


@job
def save(*, intake: str, turn: int) -> None:
    """Save the whole list and what became of it in one transaction: killed half way, it begins again."""
    row = _asked(intake, turn, State.SAVING)
    if row is None:
        return
    known = open_sheet(bytes(row.content)).with_columns(row.columns)

    def finish(outcomes: Sequence[Outcome]) -> None:
        done = _mine(row).update(state=State.DONE, handled=len(outcomes), content=b"", done_at=clock.now())
        if not done:
            raise StoppedError
        _keep(row, known.names, outcomes)
        _journal("list-saved", row)

    def progress(handled: int) -> None:
        if handled % TOLD_EVERY < people.LINES_AT_ONCE:
            _tell(row, handled)

    try:
        people.save_people(
            people=known,
            structure=row.structure,
            actor=row.owner,
            only=_only(row),
            progress=progress,
            finish=finish,
        )
    except StoppedError:
        return


def give_up(*, intake: Intake) -> None:
    """Nothing of the list is saved, and it is forgotten; a 409 problem once it has been saved."""
    with transaction.atomic():
        intake = _locked(intake, (State.COLUMNS, State.CHECKING, State.CHECKED, State.SAVING))
        intake.state, intake.content, intake.turn = State.CANCELLED, b"", intake.turn + 1
        intake.save(update_fields=["state", "content", "turn"])
        intake.lines.all().delete()
        _journal("list-given-up", intake)


def purge_intakes() -> None:
    """Forget lists a day after they came, lines and all."""
    Intake.objects.filter(expires_at__lte=clock.now()).delete()


def _locked(intake: Intake, states: Sequence[str]) -> Intake:
    """The list's row, locked, in one of these states; a 409 problem in another."""
    row = (
        Intake.objects.select_for_update(of=("self",)).select_related("structure", "owner").get(pk=intake.pk)
    )
    if row.state not in states:
        raise Problem("conflict", _("Cette liste n’en est plus là. Rechargez la page."))
    return row


def _asked(intake: str, turn: int, state: str) -> Intake | None:
    rows = Intake.objects.filter(uid=intake, turn=turn, state=state)
    return rows.select_related("structure", "owner").first()


def _mine(row: Intake) -> QuerySet[Intake]:
    """The row, unless the list was asked something else since."""
    return Intake.objects.filter(pk=row.pk, turn=row.turn, state=row.state)


def _tell(row: Intake, handled: int) -> None:
    if not _mine(row).update(handled=handled):
        raise StoppedError


def _only(row: Intake) -> Person | None:
    return row.owner if row.only_own else None


def _keep(row: Intake, names: dict[int, str], outcomes: Sequence[Outcome]) -> None:
    """What became of each line, instead of what was to become of it."""
    fresh = [_line(row, names, outcome) for outcome in outcomes]
    if _said(fresh) == _said(row.lines.all()):
        return
    row.lines.all().delete()
    IntakeLine.objects.bulk_create(fresh, batch_size=500)


def _line(row: Intake, names: dict[int, str], outcome: Outcome) -> IntakeLine:
    return IntakeLine(
        intake=row,
        line=outcome.line,
        who=names.get(outcome.line, "")[:170],
        outcome=outcome.outcome,
        column=outcome.column[:200],
        value=outcome.value[:300],
        reason=outcome.reason[:300],
        warnings=list(outcome.warnings),
        told=bool(outcome.warnings),
    )


def _said(
    lines: Iterator[IntakeLine] | Sequence[IntakeLine] | QuerySet[IntakeLine],
) -> list[tuple[object, ...]]:
    return [(x.line, x.outcome, x.column, x.value, x.reason, tuple(x.warnings)) for x in lines]


def _journal(verb: str, intake: Intake) -> None:
    journal.record(
        verb=verb,
        subject="list",
        subject_uid=intake.uid,
        actor=intake.owner_id,
        structure=intake.structure_id,
    )
