"""Which column holds what, and what one cell means."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from aufil.kernel.lists.reading import read_file
from aufil.kernel.lists.rows import FileRefusedError, ValueRefusedError
from aufil.people.importing.columns import recognise
from aufil.people.importing.headers import HEADERS, titles_in
from aufil.people.importing.lines import open_list
from aufil.people.importing.values import READERS, Context, finer, same

CONTEXT = Context("FR", date(2026, 11, 23))
CONTRACT = [
    ("nom", "last_name"),
    ("prenom", "first_name"),
    ("date de naissance", "birth_date"),
    ("telephone", "phone"),
    ("mail", "email"),
    ("email", "email"),
    ("courriel", "email"),
    ("commune", "commune"),
    ("code postal", "postal_code"),
    ("numero de dossier", "file_number"),
    ("conseiller", "counsellor"),
]


def cells(content: bytes) -> list[list[str]]:
    return [row.cells for row in read_file(content, titles_in).rows]


def sheet(*rows: tuple, title: str = "Jeunes") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(("header", "field"), CONTRACT)
def test_every_header_of_the_contract_is_known(header, field):
    headers = list(dict.fromkeys(["nom", "prenom", header]))
    assert recognise(headers).places[field] == headers.index(header)


def test_headers_are_matched_without_case_accents_nor_punctuation():
    columns = recognise(
        ["NOM", "Prénom", "Date de naissance", "Téléphone", "E-mail", "N° de dossier", "code_postal"]
    )
    assert list(columns.places) == [
        "last_name",
        "first_name",
        "birth_date",
        "phone",
        "email",
        "file_number",
        "postal_code",
    ]
    assert columns.title("phone") == "Téléphone"


def test_no_header_means_two_things():
    headers = [header for known in HEADERS.values() for header in known]
    assert len(headers) == len(set(headers))


def test_unknown_columns_are_left_aside_and_told():
    columns = recognise(["nom", "statut", "prenom", ""])
    assert columns.ignored == ["statut"]


def test_a_missing_name_column_refuses_the_file_and_names_it():
    with pytest.raises(FileRefusedError, match="Il manque la colonne « prenom »"):
        recognise(["nom", "telephone"])
    with pytest.raises(FileRefusedError, match="les colonnes « nom » et « prenom »"):
        recognise(["telephone"])


def test_two_columns_for_one_thing_refuse_the_file():
    with pytest.raises(FileRefusedError, match="« mail » et « Courriel » disent la même chose"):
        recognise(["nom", "prenom", "mail", "Courriel"])


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_usual_separator_and_encoding_is_told_by_the_content(separator, encoding, end):
    text = end.join(
        separator.join(row) for row in [("Nom", "Prénom"), ("Baron", "Léa"), ("N’Diaye", "Œdipe")]
    )
    assert cells(text.encode(encoding)) == [["Nom", "Prénom"], ["Baron", "Léa"], ["N’Diaye", "Œdipe"]]


def test_quoted_cells_may_hold_separators_quotes_and_line_ends():
    content = 'nom;prenom;commune\n"Baron; dite Lou";"Lé""a";"Saint-\nMalo"\n'
    assert cells(content.encode())[1] == ["Baron; dite Lou", 'Lé"a', "Saint- Malo"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    content = b"nom;prenom\n\nBaron;Lea\n;\nDiallo;Yanis\n"
    assert [row.number for row in read_file(content, titles_in).rows] == [1, 3, 5]


def test_invisible_characters_and_doubled_spaces_go():
    content = "nom;prenom\n\u200bBaron\u00a0;  Léa  Lou \n"
    assert cells(content.encode())[1] == ["Baron", "Léa Lou"]


def test_a_sheet_gives_the_same_text_as_a_csv():
    content = sheet(
        ("Nom", "Prénom", "Date de naissance", "Téléphone", "Code postal"),
        ("Baron", "Léa", datetime(2007, 3, 12), 612345678, 49300.0),
        (None, None, None, None, None),
        ("Diallo", "Yanis", date(2005, 6, 1), "06 98 76 54 32", None),
    )
    rows = read_file(content, titles_in).rows
    assert rows[1].cells == ["Baron", "Léa", "2007-03-12", "612345678", "49300"]
    assert rows[2].number == 4
    assert rows[2].cells[:4] == ["Diallo", "Yanis", "2005-06-01", "06 98 76 54 32"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Le fichier est vide"),
        (b"\n;;\n", "Le fichier est vide"),
        (b"%PDF-1.7\n", "ni un CSV ni un XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "ni un CSV ni un XLSX"),
        ("nom;prenom\n".encode("utf-16-le"), "ni un CSV ni un XLSX"),
        (b"PK\x03\x04 this is no archive", "Ce fichier XLSX ne s’ouvre pas"),
        (b'nom;prenom\nBaron;"Lea\nDiallo;Yanis\n', "Après la ligne 1, un guillemet"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(content, says):
    with pytest.raises(FileRefusedError, match=says) as refusal:
        open_list(content)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("12/03/2007", date(2007, 3, 12)),
        ("1/3/2007", date(2007, 3, 1)),
        ("12-03-2007", date(2007, 3, 12)),
        ("2007-03-12", date(2007, 3, 12)),
        ("2007-03-12 00:00:00", date(2007, 3, 12)),
        ("29/02/2008", date(2008, 2, 29)),
    ],
)
def test_dates_are_french_or_iso(written, born):
    assert READERS["birth_date"](written, CONTEXT) == born


@pytest.mark.parametrize(
    "written",
    ["31/02/2007", "03/12/07", "12 mars", "2007", "29/02/2007", "24/11/2026", "31/12/1939", "٠١/٠١/٢٠٠٧"],
)
def test_impossible_dates_are_refused(written):
    with pytest.raises(ValueRefusedError):
        READERS["birth_date"](written, CONTEXT)


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "0612345678",
        "612345678",
        "+33612345678",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
    ],
)
def test_phones_in_any_french_writing_become_e164(written):
    assert READERS["phone"](written, CONTEXT) == "+33612345678"


def test_a_phone_without_prefix_belongs_to_the_region_of_the_structure():
    reunion = Context("RE", CONTEXT.today)
    assert READERS["phone"]("0692 12 34 56", reunion) == "+262692123456"
    assert READERS["phone"]("06 12 34 56 78", reunion) == "+33612345678"
    assert READERS["phone"]("87 12 34 56", Context("PF", CONTEXT.today)) == "+68987123456"


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("phone", "06 12"),
        ("phone", "6,12E+08"),
        ("phone", "06 12 34 56 78 / 02 41"),
        ("email", "lea@"),
        ("email", "lea@exemple.fr, papa@exemple.fr"),
        ("postal_code", "493"),
        ("postal_code", "49 300 Cholet"),
        ("last_name", "B" * 81),
        ("file_number", "7" * 21),
    ],
)
def test_what_a_column_cannot_hold_is_refused_with_what_to_do(field, written):
    with pytest.raises(ValueRefusedError) as refusal:
        READERS[field](written, CONTEXT)
    assert str(refusal.value).endswith((".", "rien."))


def test_a_postal_code_finds_its_lost_zero_again():
    assert READERS["postal_code"]("1000", CONTEXT) == "01000"


def test_names_say_the_same_whatever_their_writing_and_the_careful_one_stays():
    assert same("last_name", "Anne-Marie", "ANNE MARIE")
    assert not same("last_name", "Baron", "Barron")
    assert finer("first_name", "LEA", "Léa") == "Léa"
    assert finer("first_name", "Léa", "LEA") == "Léa"
    assert finer("email", "lea@exemple.fr", "Lea@Exemple.fr") == "lea@exemple.fr"
