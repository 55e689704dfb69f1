"""A structure's own lists of questions."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit.actions import record
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.video.models import Question, QuestionList, Rehearsal
from aufil.web.problems import Problem

LISTS_MOST = 30


@transaction.atomic
def save_list(
    *,
    structure: Structure,
    title: str,
    questions: Sequence[tuple[str, str]],
    by: Person,
    row: QuestionList | None = None,
) -> QuestionList:
    """A new list, or other questions in one; rehearsals begun with it keep theirs. 422 for a title another one has."""
    if row is None and QuestionList.objects.filter(structure=structure).count() >= LISTS_MOST:
        said = _("Il y a déjà %(most)s listes. Changez-en une, ou retirez-en une.") % {"most": LISTS_MOST}
        raise Problem("invalid", errors={"title": [said]})
    is_new = row is None
    row = row or QuestionList(structure=structure, made_by=by, made_at=clock.now())
    row.title = title
    _named(row)
    row.questions.all().delete()
    Question.objects.bulk_create(
        Question(of=row, number=number, text=text, advice=advice)
        for number, (text, advice) in enumerate(questions, start=1)
    )
    _journal("made" if is_new else "changed", row, by)
    return row


@transaction.atomic
def retire_list(*, row: QuestionList, by: Person) -> None:
    """Offered no more: kept aside if it served, deleted if it never did."""
    row = QuestionList.objects.select_for_update().get(pk=row.pk)
    _journal("retired", row, by)
    if Rehearsal.objects.filter(of=row).exists():
        row.archived_at = row.archived_at or clock.now()
        row.save(update_fields=["archived_at"])
    else:
        row.delete()


@transaction.atomic
def bring_back_list(*, row: QuestionList, by: Person) -> None:
    """Offered again. 422 when another one has taken its title meanwhile."""
    row.archived_at = None
    _named(row)
    _journal("brought-back", row, by)


def _named(row: QuestionList) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        said = _("Une autre liste porte déjà ce nom.")
        raise Problem("invalid", said, errors={"title": [said]}) from taken


def _journal(verb: str, row: QuestionList, by: Person) -> None:
    record(verb=verb, subject="question-list", subject_uid=row.uid, actor=by.pk, structure=row.structure_id)
