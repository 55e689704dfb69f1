"""The page of lists: dropped, looked at, brought in whole or not at all, by whoever may."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.audit.models import Record
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.operate import actions
from aufil.operate.models import Intake, IntakeLine
from aufil.people.models import Person
from aufil.people.queries import referent_of

LIST = (
    "Nom;Prénom;Date de naissance;Téléphone;Conseiller\nPetit;Lou;14/07/2007;612345678;\nPetit;Lia;hier;;\n"
)


def drop(browser, text=LIST, name="jeunes.csv", **more):
    content = text if isinstance(text, bytes) else text.encode()
    return browser.post("/importer/", {"file": SimpleUploadedFile(name, content), **more})


def dropped(browser, text=LIST, **more):
    answer = drop(browser, text, **more)
    assert answer.status_code == 302, answer.content.decode()
    return Intake.objects.get(uid=answer["Location"].split("/")[2])


def work():
    while work_off():
        pass


def text_of(answer):
    return answer.content.decode()


def test_every_line_is_shown_before_anything_is_written(pages, cast):
    row = dropped(pages.claude)
    assert row.state == "checked"
    assert not Person.objects.filter(first_name="Lou").exists()
    page = text_of(pages.claude.get(f"/importer/{row.uid}/"))
    assert "Lou Petit" in page
    assert "Date de naissance : « hier »" in page
    assert "Importer 1 ligne" in page
    refused = text_of(pages.claude.get(f"/importer/{row.uid}/?voir=refusees"))
    assert "Lia Petit" in refused
    assert "Lou Petit" not in refused


def test_a_list_is_brought_in_by_a_job_and_its_content_goes(pages, cast):
    row = dropped(pages.claude)
    pages.claude.post(f"/importer/{row.uid}/lancer/")
    row.refresh_from_db()
    assert row.state == "saving"
    assert "Import en cours" in text_of(pages.claude.get(f"/importer/{row.uid}/"))
    assert pages.claude.get(f"/importer/{row.uid}/etat/").json() == {
        "state": "saving",
        "handled": 0,
        "total": 2,
    }
    work()
    row.refresh_from_db()
    assert (row.state, bytes(row.content), row.handled) == ("done", b"", 2)
    assert Person.objects.get(first_name="Lou").phone == "+33612345678"
    assert "La liste est importée" in text_of(pages.claude.get(f"/importer/{row.uid}/"))
    verbs = list(Record.objects.filter(subject="list").order_by("pk").values_list("verb", "actor"))
    assert verbs == [("list-received", cast.claude.pk), ("list-saved", cast.claude.pk)]


def test_the_report_opens_in_a_spreadsheet_and_computes_nothing(pages, cast):
    row = dropped(pages.claude, 'nom;prenom;telephone\n"\'=cmd|x";Lou;06 12\n')
    answer = pages.claude.get(f"/importer/{row.uid}/rapport/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["ligne", "personne", "résultat"]
    assert rows[1][:5] == ["2", "Lou =cmd|x", "refusée", "telephone", "06 12"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in rows for cell in line)


def test_a_list_given_up_half_way_leaves_nothing(pages, cast, monkeypatch):
    row = dropped(pages.claude, LIST + "".join(f"Petit;Lou{n};;;\n" for n in range(600)))
    assert row.state == "checking"
    work()
    pages.claude.post(f"/importer/{row.uid}/lancer/")
    tell = actions._tell

    def cancelled_meanwhile(intake, handled):
        if handled >= 250:
            assert pages.claude.post(f"/importer/{row.uid}/annuler/").status_code == 302
        tell(intake, handled)

    monkeypatch.setattr(actions, "_tell", cancelled_meanwhile)
    people = Person.objects.count()
    work()
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert not row.lines.exists()
    assert Person.objects.count() == people


def test_a_list_given_up_while_it_is_written_is_undone(pages, cast, monkeypatch):
    row = dropped(pages.claude)
    pages.claude.post(f"/importer/{row.uid}/lancer/")
    monkeypatch.setattr(
        actions, "_mine", lambda intake: Intake.objects.filter(pk=intake.pk, turn=intake.turn - 1)
    )
    people = Person.objects.count()
    work()
    assert Person.objects.count() == people


def test_a_list_that_is_done_is_not_given_up_nor_done_twice(pages, cast):
    row = dropped(pages.claude)
    pages.claude.post(f"/importer/{row.uid}/lancer/")
    work()
    people = Person.objects.count()
    assert pages.claude.post(f"/importer/{row.uid}/annuler/").status_code == 409
    assert pages.claude.post(f"/importer/{row.uid}/lancer/").status_code == 409
    row.refresh_from_db()
    actions.save(intake=str(row.uid), turn=row.turn)
    assert Person.objects.count() == people


def test_columns_can_be_said_and_the_list_is_looked_at_again(pages, cast):
    row = dropped(pages.claude, "Patronyme;Petit nom;Autre\nPetit;Lou;x\n")
    assert row.state == "columns"
    page = text_of(pages.claude.get(f"/importer/{row.uid}/"))
    assert "Il manque les colonnes « nom » et « prenom »" in page
    assert "Importer 1 ligne" not in page
    pages.claude.post(f"/importer/{row.uid}/colonnes/", {"c0": "last_name", "c1": "first_name", "c2": "zut"})
    row.refresh_from_db()
    assert (row.state, row.columns) == ("checked", ["last_name", "first_name", ""])
    assert row.lines.get().who == "Lou Petit"
    pages.claude.post(f"/importer/{row.uid}/colonnes/", {"c0": "last_name", "c1": "last_name"})
    row.refresh_from_db()
    assert row.state == "columns"
    assert "disent la même chose" in text_of(pages.claude.get(f"/importer/{row.uid}/"))
    assert pages.claude.post(f"/importer/{row.uid}/lancer/").status_code == 409


def test_a_counsellor_brings_in_their_own_young_people_only(pages, cast):
    lines = [
        "Petit;Lou;;;",
        "Petit;Lia;;;julien",
        "Baron;Léa;12/03/2007;06 12 34 56 78;",
    ]
    row = dropped(pages.julien, LIST.splitlines()[0] + "\n" + "\n".join(lines))
    fates = dict(row.lines.values_list("who", "outcome"))
    assert fates == {"Lou Petit": "created", "Lia Petit": "created", "Léa Baron": "refused"}
    assert "suivie par Camille Rousseau" in row.lines.get(outcome="refused").reason
    pages.julien.post(f"/importer/{row.uid}/lancer/")
    work()
    lou = Person.objects.get(first_name="Lou")
    assert referent_of(lou, cast.structures["cholet"]) == cast.julien
    assert Person.objects.get(pk=cast.lea.pk).phone == ""
    named = dropped(pages.julien, "nom;prenom;conseiller\nPetit;Zoé;camille\n")
    assert "Cette ligne est pour Camille Rousseau" in named.lines.get().reason


def test_the_administration_says_for_which_structure(pages, cast):
    assert drop(pages.admin).status_code == 422
    assert drop(pages.admin, structure="ailleurs").status_code == 422
    row = dropped(pages.admin, structure="mayenne")
    assert row.structure.slug == "mayenne"
    assert drop(pages.alex, structure="cholet").status_code == 422


def test_only_its_owner_sees_a_list(pages, cast):
    row = dropped(pages.claude)
    for name in ("camille", "dominique", "alex", "admin", "lea"):
        browser = getattr(pages, name)
        for word in ("", "etat/", "rapport/"):
            assert browser.get(f"/importer/{row.uid}/{word}").status_code == 404, name
        for word in ("colonnes/", "lancer/", "annuler/"):
            assert browser.post(f"/importer/{row.uid}/{word}").status_code == 404, name
    row.refresh_from_db()
    assert row.state == "checked"


def test_people_of_another_structure_never_appear(pages, cast):
    Person.objects.filter(pk=cast.ousmane.pk).update(phone="+33612345678", email="o@exemple.fr")
    row = dropped(pages.claude, "nom;prenom;telephone;mail\nKeita;Ousmane;06 12 34 56 78;o@exemple.fr\n")
    line = row.lines.get()
    assert (line.outcome, line.warnings) == ("created", [])
    assert "Keita" not in pages.claude.post("/exporter/").content.decode()
    assert "Keita" in pages.alex.post("/exporter/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("vide.csv", b"", "Le fichier est vide"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "une image"),
        ("liste.pdf", b"%PDF-1.7", "Enregistrez la liste en CSV UTF-8 ou en XLSX"),
    ],
)
def test_what_is_no_list_is_refused_at_once_with_what_to_do(pages, cast, name, content, says):
    answer = drop(pages.claude, content, name)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert name in text_of(answer)
    assert not Intake.objects.exists()


def test_no_file_asks_for_one(pages, cast):
    answer = pages.claude.post("/importer/")
    assert answer.status_code == 422
    assert "Choisissez d’abord un fichier" in text_of(answer)


def test_a_list_is_forgotten_after_a_day(pages, cast):
    row = dropped(pages.claude)
    Intake.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    assert pages.claude.get(f"/importer/{row.uid}/").status_code == 404
    actions.purge_intakes()
    assert not IntakeLine.objects.exists()


def test_a_long_list_is_read_by_pages(pages, cast):
    row = dropped(pages.claude, "nom;prenom\n" + "".join(f"Petit;Lou{n}\n" for n in range(120)))
    first = text_of(pages.claude.get(f"/importer/{row.uid}/"))
    assert ("Lou49 Petit" in first, "Lou50 Petit" in first) == (True, False)
    second = text_of(pages.claude.get(f"/importer/{row.uid}/?apres=51"))
    assert ("Lou50 Petit" in second, "Lou99 Petit" in second) == (True, True)
    assert "?voir=&amp;avant=52" in second
    back = text_of(pages.claude.get(f"/importer/{row.uid}/?avant=52"))
    assert ("Lou0 Petit" in back, "Lou49 Petit" in back, "Lignes précédentes" in back) == (True, True, False)


@pytest.mark.parametrize("address", ["/importer/", "/importer/{}/"])
def test_pages_ask_as_often_for_one_line_as_for_three(pages, cast, address):
    def count(lines):
        row = dropped(pages.claude, "nom;prenom\n" + "".join(f"Petit;Lou{n}\n" for n in range(lines)))
        path = address.format(row.uid)
        pages.claude.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert pages.claude.get(path).status_code == 200
        return len(captured)

    assert count(1) == count(3)
