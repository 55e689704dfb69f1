"""Lists as they really come: whatever is in them, what can be brought in is, and what cannot says why."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.kernel.lists.rows import MOST_ROWS, FileRefusedError, ValueRefusedError, cell, guarded, plain
from aufil.kernel.lists.sheets import MOST_UNPACKED
from aufil.kernel.phones import OVERSEAS, readings
from aufil.people.actions import import_people
from aufil.people.importing.contacts import as_town, phone_doubt, phone_of, place_of
from aufil.people.importing.headers import FIELDS, HEADERS, field_of
from aufil.people.importing.lines import open_list
from aufil.people.importing.values import READERS, Context, name_key, proper
from aufil.people.models import Person
from aufil.people.tests.lists import bring, lou, what

CONTEXT = Context("FR", date(2026, 11, 23))


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def book(*sheets, formulas=()):
    found = openpyxl.Workbook()
    found.remove(found.active)
    for number, rows in enumerate(sheets):
        sheet = found.create_sheet(f"Feuille{number}")
        for row in rows:
            sheet.append(row)
    for place, formula in formulas:
        found.worksheets[0][place] = formula
    content = io.BytesIO()
    found.save(content)
    return content.getvalue()


HEADER = [
    "Civilité",
    "NOM",
    "Prénom",
    "Né(e) le",
    "Tél. portable",
    "CP / Ville",
    "N° dossier",
    "Conseiller·e",
    "Obs.",
]
AWFUL = [
    ["Mission Locale du Choletais", None, None, "liste au 20 novembre"],
    [],
    HEADER,
    ["M.", "GAUTIER", "MAËL", 39153, 612345678, "49300 CHOLET CEDEX", 7300001, "camille", "rappeler"],
    ["Mme", "PAYET", "Élodie", "12/03/2006", "0692 12 34 56", "Cholet (49300)", 7300002, "", ""],
    [],
    HEADER,
    ["Mme", "N'DIAYE", "Awa", "31/02/2007", "06 12 34 56 79", "49300 Cholet", 7300003, "", ""],
    [
        "M.",
        "DE LA TOUR",
        "JEAN-BAPTISTE",
        "3 mai 2005",
        "06 12 34 56 80 / 02 41 62 00 00",
        "49122 LE MAY-SUR-ÈVRE",
        "",
        "",
        "",
    ],
    ["Mme", "GUILLOU", "Nolwenn", "2004-05-06", "06 12 34 56 80 (sa mère)", "49360-Maulévrier", "", "", ""],
]


def test_an_awful_spreadsheet_comes_in(cast, cholet):
    people = open_list(book(AWFUL))
    assert people.columns.ignored == ["Civilité", "Conseiller·e", "Obs."]
    assert people.notes == [
        "Ce qui est au-dessus des titres, ligne 3, est laissé de côté.",
        "Titres répétés, laissés de côté : ligne 7.",
    ]
    outcomes = list(import_people(people=people, structure=cholet))
    assert [(o.line, o.outcome) for o in outcomes] == [
        (4, "created"),
        (5, "created"),
        (8, "refused"),
        (9, "created"),
        (10, "created"),
    ]
    mael = Person.objects.get(username="mael.gautier")
    assert (mael.full_name, mael.birth_date, mael.phone) == (
        "Maël Gautier",
        date(2007, 3, 12),
        "+33612345678",
    )
    assert (mael.postal_code, mael.commune) == ("49300", "Cholet")
    elodie = Person.objects.get(username="elodie.payet")
    assert (elodie.phone, elodie.commune, elodie.last_name) == ("+262692123456", "Cholet", "Payet")
    tour = Person.objects.get(username="jean.baptiste.de.la.tour")
    assert (tour.full_name, tour.phone) == ("Jean-Baptiste De La Tour", "+33612345680")
    assert (tour.postal_code, tour.commune) == ("49122", "Le May-sur-Èvre")
    said = {o.line: " ".join(o.warnings) for o in outcomes}
    assert "nombre de tableur, 39153, lu 12/03/2007" in said[4]
    assert "est de La Réunion" in said[5]
    assert "06 12 34 56 80 est gardé, pas 02 41 62 00 00" in said[9]
    assert "aussi celui de Jean-Baptiste De La Tour" in said[10]
    refused = outcomes[2]
    assert (refused.column, refused.value) == ("Né(e) le", "31/02/2007")
    assert set(what(import_people(people=open_list(book(AWFUL)), structure=cholet))) == {
        "unchanged",
        "refused",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_encoding_and_separator_below_a_heading(encoding, separator):
    rows = [
        ("Liste des jeunes",),
        ("Nom", "Prénom", "Commune"),
        ("Lefèvre", "Zoé", "Saint-Léger"),
        ("Forêt", "Anaïs", "Châlons"),
    ]
    people = open_list("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert [row.cells for row in people.rows] == [list(row) for row in rows[2:]]


def test_the_first_sheet_that_holds_something_is_read_and_the_others_told():
    people = open_list(book([], [["nom", "prenom"], ["Petit", "Lou"]], [["autre"]]))
    assert people.names == {2: "Lou Petit"}
    assert people.notes == ["Seule la feuille « Feuille1 » est lue. Laissées de côté : Feuille2."]


def test_a_formula_is_never_computed(cast, cholet):
    rows = [["nom", "prenom", "commune"], ["Petit", "Lou", ""]]
    people = open_list(book(rows, formulas=[("C2", '=HYPERLINK("x","y")')]))
    [outcome] = import_people(people=people, structure=cholet)
    assert (outcome.outcome, outcome.column) == ("refused", "commune")
    assert "formule sans valeur" in outcome.reason
    [outcome] = bring(cholet, "=cmd|x;Lou", header="nom;prenom")
    assert (outcome.outcome, outcome.column, outcome.value) == ("refused", "nom", "=cmd|x")
    [outcome] = bring(cholet, "#REF!;Lou", header="nom;prenom")
    assert outcome.outcome == "refused"


def test_the_last_value_of_a_formula_is_taken_and_told(cast, cholet):
    content = book([["nom", "prenom", "commune"], ["Petit", "Lou", ""]], formulas=[("C2", "=A2")])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b'<c r="C2"><f>A2</f><v', b'<c r="C2" t="str"><f>A2</f><v')
                text = (
                    text.replace(b"<f>A2</f><v />", b"<f>A2</f><v>Angers</v>")
                    .replace(b"<f>A2</f><v/>", b"<f>A2</f><v>Angers</v>")
                    .replace(b"<f>A2</f><v></v>", b"<f>A2</f><v>Angers</v>")
                )
            new.writestr(name, text)
    [outcome] = import_people(people=open_list(changed.getvalue()), structure=cholet)
    assert outcome.outcome == "created"
    assert "est une formule" in outcome.warnings[0]
    assert lou().commune == "Angers"


def bomb(size):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return content.getvalue()


def entities():
    content = io.BytesIO(book([["nom", "prenom"], ["Petit", "Lou"]]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/evil.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: bomb(MOST_UNPACKED + 1), "trop grand une fois ouvert"),
        (entities, "ne s’ouvre pas"),
        (lambda: bomb(10), "ne s’ouvre pas"),
        (lambda: b"nom;prenom\n" + b"Petit;Lou\n" * 100_000, "plus de 20 000 lignes"),
        (lambda: b"x" * 7_000_001, "dépasse 7 Mo"),
        (
            lambda: b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            ".ods",
        ),
        (lambda: b"<html><table>", "une page web"),
        (lambda: b"\xd0\xcf\x11\xe0", "(.xls)"),
    ],
)
def test_what_would_fill_the_memory_or_is_no_list_is_one_sentence(content, says):
    with pytest.raises(FileRefusedError) as refused:
        open_list(content())
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_line_of_somebody_who_left_asks_to_reopen(cast, cholet):
    bring(cholet, "Petit;Lou;14/07/2007;;;;;7200001;")
    lou().memberships.update(starts_on=date(2020, 1, 1), ends_on=date(2026, 3, 3))
    for line in ("Petit;Lou;14/07/2007;;;;;7200001;", "PETIT;LOU;14/07/2007;;;;;;"):
        [outcome] = bring(cholet, line)
        assert outcome.outcome == "refused"
        assert "fermé depuis le 03/03/2026" in outcome.reason
    [outcome] = bring(cholet, "Petit;Lou;15/07/2007;;;;;7200002;")
    assert outcome.outcome == "created"


def test_a_new_number_is_not_the_wrong_one(cast, cholet):
    bring(cholet, "Petit;Lou;;06 12 34 56 78;;;;7200001;")
    Person.objects.filter(pk=lou().pk).update(phone_wrong_at="2026-11-01T10:00:00+00:00")
    bring(cholet, "Petit;Lou;;06 98 76 54 32;;;;7200001;")
    assert lou().phone_wrong_at is None


@given(
    digits=st.integers(600_000_000, 799_999_999),
    style=st.sampled_from(["{}", "0{}", "+33{}", "0033{}", "{}.0", "33{}"]),
)
def test_a_mobile_number_is_read_the_same_in_any_writing(digits, style):
    plainly = readings(f"0{digits}", "FR")
    written = style.format(digits)
    try:
        e164 = phone_of(written, "FR")[0]
    except ValueRefusedError:
        assert not plainly or str(digits)[:3] in OVERSEAS
        return
    assert not (e164.startswith("+33") and e164[3:6] in OVERSEAS) or e164.startswith("+3363998")
    assert e164 in plainly.values()


@given(
    prefix=st.sampled_from(sorted(OVERSEAS)),
    rest=st.integers(0, 999_999),
    region=st.sampled_from(["FR", "RE", "GP", "YT"]),
)
def test_an_overseas_number_is_never_metropolitan_and_is_told_where_it_surprises(prefix, rest, region):
    written = f"0{prefix}{rest:06}"
    try:
        e164 = phone_of(written, region)[0]
    except ValueRefusedError as refused:
        assert str(refused)
        return
    fiction = e164.startswith(("+3363998",))
    assert fiction or not e164.startswith("+33")
    if region == "FR" and not fiction:
        assert phone_doubt(written, region)


@given(text=st.text(max_size=40), region=st.sampled_from(["FR", "RE", "PF"]))
def test_no_phone_cell_breaks_anything(text, region):
    try:
        e164 = phone_of(text, region)[0]
    except ValueRefusedError:
        return
    assert e164.startswith("+")
    assert e164[1:].isdecimal()
    phone_doubt(text, region)


@given(born=st.dates(date(1950, 1, 1), CONTEXT.today))
def test_a_day_is_read_the_same_in_any_writing(born):
    serial = (born - date(1899, 12, 30)).days
    months = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre")
    months += ("octobre", "novembre", "décembre")
    for written in (
        f"{born:%d/%m/%Y}",
        f"{born.day}/{born.month}/{born.year}",
        born.isoformat(),
        f"{born:%d.%m.%Y}",
        f"{born.isoformat()} 00:00:00",
        str(serial),
        f"{serial}.0",
        f"{born.day} {months[born.month - 1]} {born.year}",
    ):
        assert READERS["birth_date"](written, CONTEXT) == born


@given(text=st.text(max_size=20))
def test_no_date_cell_breaks_anything(text):
    try:
        born = READERS["birth_date"](text, CONTEXT)
    except ValueRefusedError:
        return
    assert date(1940, 1, 1) <= born <= CONTEXT.today + timedelta(days=0)


@given(
    header=st.sampled_from(sorted(FIELDS)), upper=st.booleans(), join=st.sampled_from([" ", "_", "-", " / "])
)
def test_a_title_is_known_in_any_writing(header, upper, join):
    written = join.join(header.split())
    assert field_of(f" {written.upper() if upper else written.title()} :") == FIELDS[header]


@given(text=st.text(max_size=30))
def test_a_guarded_cell_is_no_formula_and_reads_back(text):
    said = plain(text)
    if cell(guarded(said)) != said:
        assert not any(c.isalnum() for c in said)  # only dashes and the like say nothing
    assert not guarded(said).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(town=st.text(alphabet=st.sampled_from("49300 Cholet'()-ÉF"), max_size=20))
def test_a_town_reads_back_as_it_was_exported(town):
    town = plain(town)
    assert place_of(cell(guarded(as_town(town))))[1] == town or not any(c.isalnum() for c in town)


@settings(max_examples=50)
@given(name=st.text(min_size=1, max_size=20))
def test_a_name_as_people_write_it_is_the_same_name(name):
    assert name_key(proper("last_name", name)) == name_key(name) or not name.isascii()


def test_no_header_is_taught_twice():
    assert len(FIELDS) == sum(len(titles) for titles in HEADERS.values())
    assert MOST_ROWS >= 5_000
