"""Communes brought in from files as they come, and found again."""

import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from aufil.territory.actions import FileRefusedError, import_communes
from aufil.territory.models import Commune
from aufil.territory.queries import commune_of, find_communes

pytestmark = pytest.mark.django_db
TITLES = "code_insee,nom,departement,codes_postaux,latitude,longitude"
FILE = f"""{TITLES}
49099,Cholet,49,49300,47.0601,-0.8803
49023,Beaupréau-en-Mauges,49,49110 49450 49510 49600,47.2036,-0.9903
1004,Ambérieu-en-Bugay,1,1500,45.9608,5.3729
2A004,Ajaccio,2A,20000 20090 20167,41.9347,8.7009
97411,Saint-Denis,974,97400 97417 97490,-20.9329,55.4468
"""


def outcomes(text: str | bytes, **more) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    return [one.outcome for one in import_communes(content=content, **more)]


def test_the_same_file_twice_changes_nothing():
    assert outcomes(FILE) == ["created"] * 5
    before = list(Commune.objects.values())
    assert outcomes(FILE) == ["unchanged"] * 5
    assert list(Commune.objects.values()) == before
    ambérieu = commune_of("01004")
    assert ambérieu is not None
    assert (ambérieu.department, ambérieu.postal_codes) == ("01", "01500")


def test_a_trial_changes_nothing_and_says_the_same():
    assert outcomes(FILE, dry_run=True) == ["created"] * 5
    assert not Commune.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_spreadsheet_s_own_way_of_writing_is_read(encoding):
    text = (
        "Communes du territoire;;;;;\r\n\r\nLongitude;Latitude;Nom;Code INSEE;Code postal;Département\r\n"
        '"-0,9903";"47,2036";Beaupréau-en-Mauges;49023;49110/49450;49\r\n\r\n'
    )
    assert outcomes(text.encode(encoding)) == ["created"]
    commune = Commune.objects.get()
    assert (commune.name, commune.postal_codes) == ("Beaupréau-en-Mauges", "49110 49450")
    assert commune.point == (47.2036, -0.9903)


def test_a_spreadsheet_itself_is_read():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Communes", None])
    sheet.append(["code_insee", "nom", "departement", "codes_postaux", "latitude", "longitude"])
    sheet.append([1004, "Ambérieu-en-Bugay", 1, 1500, 45.9608, 5.3729])
    sheet.append(["2A004", "Ajaccio", "2A", "20000 20090", 41.9347, 8.7009])
    file = BytesIO()
    book.save(file)
    assert outcomes(file.getvalue()) == ["created", "created"]
    assert [(one.insee, one.postal_codes) for one in Commune.objects.order_by("insee")] == [
        *(("01004", "01500"), ("2A004", "20000 20090")),
    ]


def test_what_changed_is_changed_and_a_refused_line_stops_no_other():
    outcomes(FILE)
    text = f"""{TITLES}
49099,Cholet,49,49300 49280,47.0601,-0.8803
49099,Cholet,49,49300,47.0601,-0.8803
4909,Ailleurs,49,49300,47,-0.8
49100,Nulle Part,53,49300,47,-0.8
49101,Trop Haut,49,49300,147,-0.8
49102,Sans Code,49,,47,-0.8
49103,Bien,49,49303,47,-0.8
"""
    found = import_communes(content=text.encode())
    assert [one.outcome for one in found] == ["updated", *["refused"] * 5, "created"]
    assert [one.column for one in found[1:6]] == [
        *("code_insee", "departement", "departement", "latitude", "codes_postaux"),
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a;b;c\n1;2;3\n", b"%PDF-1.4\0", b"\xff\xfe\0\0"])
def test_what_is_no_list_of_communes_is_refused(content):
    with pytest.raises(FileRefusedError):
        import_communes(content=content)


def test_communes_are_found_by_words_and_by_postal_code():
    outcomes(FILE)

    def found(text: str) -> list[str]:
        return [commune.name for commune in find_communes(text)]

    assert found("beaupreau") == found("Mauges") == found("49450") == ["Beaupréau-en-Mauges"]
    assert found("493") == found("49300 chol") == ["Cholet"]
    assert found("saint denis") == found("Saint-D") == ["Saint-Denis"]
    assert found("en") == ["Ambérieu-en-Bugay", "Beaupréau-en-Mauges"]
    assert found("c") == found("") == found("Cholet 97400") == found("%") == []


def test_the_command_says_what_it_did(tmp_path):
    file = tmp_path / "communes.csv"
    file.write_text(FILE + "x,y,z,1,2,3\n", encoding="utf-8")
    said = StringIO()
    call_command("import", "communes", str(file), "--dry-run", stdout=said)
    assert "Lignes lues : 6. Créées : 5." in said.getvalue()
    assert "Ligne 7, refusée" in said.getvalue()
    assert "rien n’a été changé" in said.getvalue()
    said = StringIO()
    call_command("import", "communes", str(file), "--json", stdout=said)
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [line["outcome"] for line in lines] == [*["created"] * 5, "refused"]
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("import", "communes", str(tmp_path / "none.csv"))
