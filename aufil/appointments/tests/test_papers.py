"""What is printed and taken out: the day on paper, the sheet to sign, the export in the words of i-milo."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pikepdf
import pytest

from aufil.appointments import sheets
from aufil.appointments.actions import Elsewhere, cancel, enrol, move, set_outcome
from aufil.appointments.models import Appointment, Busy, Seat
from aufil.audit.models import Record
from aufil.people.models import Membership, Person
from tests.support import signed_in


@pytest.fixture
def camille(world):
    return signed_in(world.cast.camille)


def text(response) -> str:
    return response.content.decode()


def taken_out(client, world, **more) -> list[dict[str, str]]:
    whose = more.pop("whose", world.cast.camille)
    sent = {"first": "2026-01-01", "last": "2026-01-31", "whose": getattr(whose, "uid", whose), "kind": "csv"}
    response = client.post("/agenda/exporter/", {**sent, **more})
    assert response.status_code == 200, text(response)
    body = b"".join(response.streaming_content)
    assert body.startswith("\ufeff".encode())
    assert body.count("\ufeff".encode()) == 1
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_the_words_of_i_milo(world, at):
    Membership.objects.filter(person=world.cast.lea).update(file_number="4900123")
    lea, yanis, ines = (
        world.booked(0, hour, young=young)
        for hour, young in ((9, world.cast.lea), (10, world.cast.yanis), (11, world.cast.ines))
    )
    cancel(appointment=ines, by=world.cast.camille)
    there = Elsewhere(starts_at=world.at(2, 10), ends_at=world.at(2, 10, 45))
    move(appointment=yanis, to=there, by=world.cast.camille)
    world.workshop.nature = "workshop"
    world.workshop.save()
    workshop = world.session(1, 14, seats=4)
    seat = enrol(appointment=workshop, young=world.cast.ines, by=world.cast.camille)
    at(world.at(1, 18))
    set_outcome(seat=lea.taken.get(), outcome="late", by=world.cast.camille)
    set_outcome(seat=seat, outcome="absent", is_legitimate=True, by=world.cast.camille)
    rows = taken_out(signed_in(world.cast.camille), world)
    said = [(r["Prénom"], r["Type"], r["Date"], r["Début"], r["État"], r["Précision"]) for r in rows]
    assert said == [
        ("Léa", "Entretien individuel conseiller", "12/01/2026", "09:00", "Présent", "en retard"),
        ("Inès", "Entretien individuel conseiller", "12/01/2026", "11:00", "Annulé", ""),
        ("Inès", "Atelier", "13/01/2026", "14:00", "Absent", "motif légitime"),
        ("Yanis", "Entretien individuel conseiller", "14/01/2026", "10:00", "Planifié", ""),
        ("Yanis", "Entretien individuel conseiller", "12/01/2026", "10:00", "Reporté", "au 14/01/2026 10:00"),
    ]
    assert rows[0]["Numéro de dossier"] == "4900123"
    assert rows[0]["Nom"] == "BARON"
    assert Record.objects.filter(verb="appointments-exported").count() == 1


def test_no_cell_is_a_formula(world, camille):
    Person.objects.filter(pk=world.cast.lea.pk).update(first_name="=HYPERLINK(1)")
    world.booked(2, 10, title="+cmd|' /C calc'!A0")
    (row,) = taken_out(camille, world)
    assert row["Prénom"] == "'=HYPERLINK(1)"
    assert row["Titre"].startswith("'+cmd")
    sent = {"first": "2026-01-01", "last": "2026-01-31", "whose": world.cast.camille.uid, "kind": "xlsx"}
    response = camille.post("/agenda/exporter/", sent)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cell = next(c for c in sheet[2] if c.value == "=HYPERLINK(1)")
    assert cell.data_type == "s"


def test_a_counsellor_takes_out_their_own_and_who_leads_all(world, camille):
    world.booked(2, 10)
    world.booked(2, 10, counsellor=world.cast.julien, young=world.cast.yanis)
    assert len(taken_out(camille, world)) == 1
    sent = {"first": "2026-01-01", "last": "2026-01-31", "whose": "tous", "kind": "csv"}
    assert camille.post("/agenda/exporter/", sent).status_code == 422
    claude = signed_in(world.cast.claude)
    assert len(taken_out(claude, world, whose="tous")) == 2
    assert [r["Prénom"] for r in taken_out(claude, world, whose=world.cast.julien)] == ["Yanis"]
    assert taken_out(signed_in(world.cast.alex), world, whose=world.cast.alex) == []


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-01", "2026-01-01"), ("2020-01-01", "2026-01-01"), ("hier", "2026-01-01")]
)
def test_odd_days_are_said_with_what_was_typed(camille, world, first, last):
    sent = {"first": first, "last": last, "whose": world.cast.camille.uid, "kind": "csv"}
    response = camille.post("/agenda/exporter/", sent)
    assert response.status_code == 422
    assert "field__error" in text(response)
    assert not Record.objects.filter(verb="appointments-exported").exists()


def test_many_rows_come_in_parts(world, camille, django_assert_max_num_queries):
    made = world.booked(2, 10)
    Busy.objects.all().delete()
    copies = []
    for number in range(1_200):
        made.pk, made.uid = None, uuid4()
        made.starts_at = world.at(3, 9) + timedelta(minutes=number)
        made.ends_at = made.starts_at + timedelta(minutes=15)
        copies.append(
            Appointment(**{f.attname: getattr(made, f.attname) for f in made._meta.fields if f.name != "id"})
        )
    Appointment.objects.bulk_create(copies)
    seat = world.cast.lea
    Seat.objects.bulk_create(
        Seat(appointment=row, young=seat, since=world.monday)
        for row in Appointment.objects.exclude(uid__isnull=True).filter(taken=None)
    )
    with django_assert_max_num_queries(20):
        assert len(taken_out(camille, world)) == 1_201


def test_the_sheet_to_sign_has_names_in_order_and_is_noted(world, camille, monkeypatch):
    made = world.session(2, 10, seats=5, title="Mon CV <en> une page")
    for young in (world.cast.yanis, world.cast.lea):
        enrol(appointment=made, young=young, by=world.cast.camille)
    pages = []
    render = sheets.render_to_string
    monkeypatch.setattr(sheets, "render_to_string", lambda *said: pages.append(render(*said)) or pages[-1])
    response = camille.get(f"/agenda/rdv/{made.uid}/emargement/")
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) == 1
        assert "Mon CV <en> une page" in str(pdf.docinfo["/Title"])
    page = pages[0]
    assert "de 10\u202fh à 10\u202fh\u202f45" in page
    assert page.index("Baron") < page.index("Diallo")
    assert page.count("<tr>") == 2 + 4 + 1 + 2
    assert Record.objects.filter(verb="appointment-sheet", subject_uid=made.uid).count() == 1
    assert signed_in(world.cast.alex).get(f"/agenda/rdv/{made.uid}/emargement/").status_code == 404
    alone = world.booked(3, 10)
    assert camille.get(f"/agenda/rdv/{alone.uid}/emargement/").status_code == 404


def test_a_paper_fetches_nothing_and_what_cannot_be_drawn_is_said(world, camille, monkeypatch):
    asking = '<img src="file:///etc/passwd"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">paper'
    monkeypatch.setattr(sheets, "render_to_string", lambda *said: asking)
    paper = sheets.drawn("", {})
    assert paper.startswith(b"%PDF")
    assert b"root:" not in paper
    monkeypatch.setattr(sheets, "DRAW", ("/bin/false",))
    made = world.session(2, 10, seats=5)
    response = camille.get(f"/agenda/rdv/{made.uid}/emargement/")
    assert response.status_code == 503
    assert "Réessayez" in text(response)


def test_a_day_on_paper_one_page_a_counsellor(world, camille):
    Person.objects.filter(pk=world.cast.lea.pk).update(phone="+33612345678")
    world.booked(2, 10, note="Apporter la carte", mode="phone", place=None)
    world.booked(2, 10, counsellor=world.cast.julien, young=world.cast.yanis)
    page = text(camille.get("/agenda/feuille/?jour=2026-01-14&qui=tous"))
    assert page.count('class="printed__page"') == 2
    assert "06 12 34 56 78" in page
    assert "Apporter la carte" in page
    assert "Rien de prévu" in text(camille.get("/agenda/feuille/?jour=2026-01-18"))
