"""Taking appointments out of Aufil: said in the journal, then read as they are sent."""

import io
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from aufil.appointments.models import Appointment
from aufil.appointments.queries.exporting import AT_ONCE, Wanted
from aufil.audit import actions as journal
from aufil.people.actions import as_csv
from aufil.people.models import Person

BOM = "\ufeff".encode()


@transaction.atomic
def note_export(*, wanted: Wanted, by: Person) -> None:
    """The journal says who took a list of appointments out."""
    journal.record(
        verb="appointments-exported",
        subject="structure",
        subject_uid=wanted.structure.uid,
        actor=by.pk,
        structure=wanted.structure.pk,
    )


@transaction.atomic
def note_sheet(*, appointment: Appointment, by: Person) -> None:
    """… who printed the names of those enrolled."""
    journal.record(
        verb="appointment-sheet",
        subject="appointment",
        subject_uid=appointment.uid,
        actor=by.pk,
        structure=appointment.structure_id,
    )


def as_csv_in_parts(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """`as_csv`, some rows at a time: what is sent is not held in memory."""
    left = iter(rows)
    first = True
    while some := list(islice(left, AT_ONCE)):
        part = as_csv(some)
        yield part if first else part.removeprefix(BOM)
        first = False


def as_workbook(rows: Iterable[list[str]]) -> bytes:
    """A spreadsheet file; every cell is a text, none a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rendez-vous")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _text(sheet: object, said: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value="".join(c for c in said if c.isprintable()))
    cell.data_type = "s"
    return cell
