"""The command `aufil import people`: what it prints, and how it refuses."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from aufil.people.models import Person
from aufil.people.tests.lists import HEADER, LOU, bring, lou, what


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def command(capsys, path: Path | str, *options: str, structure: str = "cholet") -> str:
    call_command("import", "people", str(path), "--structure", structure, *options)
    return capsys.readouterr().out


@pytest.fixture
def csv_list(tmp_path):
    path = tmp_path / "jeunes.csv"
    path.write_text(f"{HEADER};statut\n{LOU}\nPetit;Lia;;06 12;;;;;\n", encoding="cp1252")
    return path


def test_json_says_one_object_a_line(cast, csv_list, capsys):
    first, second = map(json.loads, command(capsys, csv_list, "--json").splitlines())
    assert first == {"line": 2, "outcome": "created", "column": "", "value": "", "reason": "", "warnings": []}
    assert (second["line"], second["outcome"]) == (3, "refused")
    assert (second["column"], second["value"]) == ("telephone", "06 12")
    assert second["reason"].startswith("Ce n’est pas un numéro")


def test_without_json_the_summary_reads_well(cast, csv_list, capsys):
    said = command(capsys, csv_list, "--dry-run").splitlines()
    assert said[0].startswith("Ligne 3, refusée, colonne « telephone », « 06 12 » : Ce n’est pas un numéro")
    assert said[1:] == [
        "Lignes lues : 2. Créées : 1. Mises à jour : 0. Inchangées : 0. Refusées : 1.",
        "Colonnes laissées de côté : statut.",
        "C’était un essai : rien n’a été changé.",
    ]
    assert not Person.objects.filter(first_name="Lou").exists()


def test_a_spreadsheet_comes_in_as_a_csv_does(cast, cholet, tmp_path, capsys):
    book = openpyxl.Workbook()
    book.active.append(["Nom", "Prénom", "Date de naissance", "Téléphone", "N° de dossier"])
    book.active.append(["Petit", "Lou", date(2007, 7, 14), 612345678, 7200001])
    book.save(tmp_path / "jeunes.xlsx")
    assert json.loads(command(capsys, tmp_path / "jeunes.xlsx", "--json"))["outcome"] == "created"
    assert what(bring(cholet, LOU.rpartition(";")[0] + ";")) == ["updated"]
    assert (lou().birth_date, lou().phone) == (date(2007, 7, 14), "+33612345678")


@pytest.mark.parametrize(
    ("name", "content", "structure", "says"),
    [
        ("absente.csv", None, "cholet", "n’existe pas. Vérifiez son nom"),
        (".", None, "cholet", "ne peut pas être lu"),
        ("liste.csv", b"nom;telephone\n", "cholet", "Il manque la colonne « prenom »"),
        (
            "liste.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "cholet",
            "Enregistrez la liste en CSV UTF-8 ou en XLSX",
        ),
        ("liste.csv", b"nom;prenom\n", "ailleurs", "La structure « ailleurs » n’existe pas"),
    ],
)
def test_what_cannot_be_brought_in_is_one_line_that_says_what_to_do(
    cast, tmp_path, capsys, name, content, structure, says
):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=says) as refusal:
        command(capsys, path, structure=structure)
    assert "\n" not in str(refusal.value)


def test_a_list_without_structure_is_wrong_usage(cast, csv_list):
    with pytest.raises(CommandError, match="--structure"):
        call_command("import", "people", str(csv_list))


def test_a_failed_command_says_its_sentence_alone(tmp_path):
    command = [sys.executable, "-m", "aufil", "import", "people", "absente.csv", "--structure", "nulle-part"]
    environment = {**os.environ, "AUFIL_HOME": str(tmp_path)}
    subprocess.run([*command[:3], "migrate", "-v", "0"], env=environment, check=True, capture_output=True)
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "La structure « nulle-part » n’existe pas. Créez-la avec « aufil structure create »."
    ]


def test_a_reader_who_has_seen_enough_ends_a_command_without_a_word():
    with subprocess.Popen(
        [sys.executable, "-m", "aufil", "help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        command.stdout.close()
        assert command.stderr.read() == b""
