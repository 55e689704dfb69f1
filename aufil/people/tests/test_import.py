"""`aufil import people`: a structure's own list, line by line, once and again."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aufil.audit.models import Record
from aufil.people import actions
from aufil.people.actions import create_person, import_people
from aufil.people.importing.lines import LineRefusedError, open_list, read_line
from aufil.people.importing.plan import Planner
from aufil.people.importing.register import Register
from aufil.people.importing.values import Context
from aufil.people.models import Membership, Person, Role, Support
from aufil.people.queries import find_staff, referent_of, young_of
from aufil.thread.models import Member, Thread

HEADER = "nom;prenom;date de naissance;telephone;mail;commune;code postal;numero de dossier;conseiller"
LOU = "Petit;Lou;14/07/2007;06 12 34 56 78;lou@exemple.fr;Cholet;49300;7200001;camille"


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def bring(structure, *lines, header=HEADER, **options):
    """What became of the lines of a CSV list."""
    people = open_list("\n".join([header, *lines]).encode())
    return list(import_people(people=people, structure=structure, **options))


def what(outcomes):
    return [outcome.outcome for outcome in outcomes]


def lou():
    return Person.objects.get(first_name="Lou")


def state():
    """Everything a list can change."""
    return (
        list(Person.objects.order_by("pk").values_list()),
        list(Membership.objects.order_by("pk").values_list()),
        list(Support.objects.order_by("pk").values_list()),
        list(Thread.objects.order_by("pk").values_list()),
        list(Member.objects.order_by("pk").values_list()),
        Record.objects.count(),
    )


def test_a_line_makes_a_young_person_with_all_it_says(cast, cholet):
    [outcome] = bring(cholet, LOU)
    assert (outcome.line, outcome.outcome, outcome.warnings) == (2, "created", ())
    person = lou()
    assert person.full_name == "Lou Petit"
    assert person.username == "lou.petit"
    assert not person.has_usable_password()
    assert person.birth_date == date(2007, 7, 14)
    assert (person.phone, person.email) == ("+33612345678", "lou@exemple.fr")
    assert (person.commune, person.postal_code) == ("Cholet", "49300")
    membership = person.memberships.get()
    assert (membership.structure, membership.role, membership.file_number) == (cholet, Role.YOUNG, "7200001")
    assert membership.site.is_main
    assert person in young_of(cholet)


def test_the_counsellor_of_the_line_becomes_the_referent_and_their_thread_opens(cast, cholet):
    bring(cholet, LOU)
    assert referent_of(lou(), cholet) == cast.camille
    thread = Thread.objects.get(young=lou(), kind=Thread.Kind.SUPPORT)
    assert {m.person_id for m in Member.objects.filter(thread=thread)} == {lou().pk, cast.camille.pk}


def test_a_structure_opened_by_command_and_list_can_talk(cast, cholet, api):
    bring(cholet, LOU)
    thread = Thread.objects.get(young=lou())
    assert api.camille.say(thread, "Bonjour Lou, bienvenue.").status == 201


@pytest.mark.parametrize(
    "words", ["camille", "CAMILLE@cholet.exemple.fr", "Camille Rousseau", "ROUSSEAU camille"]
)
def test_a_counsellor_is_named_by_username_e_mail_or_full_name(cast, cholet, words):
    bring(cholet, f"Petit;Lou;{words}", header="nom;prenom;conseiller")
    assert referent_of(lou(), cholet) == cast.camille


@pytest.mark.parametrize("words", ["inconnue", "alex", "yanis", "Camille"])
def test_a_counsellor_who_is_not_of_the_team_refuses_the_line(cast, cholet, words):
    if words == "Camille":
        create_person(
            username="camille2", first_name="Camille", last_name="Rousseau", structure=cholet, role="head"
        )
        words = "Camille Rousseau"
    [outcome] = bring(cholet, f"Petit;Lou;{words}", header="nom;prenom;Conseiller")
    assert (outcome.outcome, outcome.column, outcome.value) == ("refused", "Conseiller", words)
    assert "Écrivez l’identifiant" in outcome.reason
    assert not Person.objects.filter(first_name="Lou").exists()


def test_a_new_counsellor_takes_over_and_the_former_one_leaves_the_thread(cast, cholet):
    bring(cholet, LOU)
    [outcome] = bring(cholet, LOU.replace("camille", "julien"))
    assert outcome.outcome == "updated"
    assert referent_of(lou(), cholet) == cast.julien
    present = Member.objects.filter(thread__young=lou(), left_at=None).values_list("person", flat=True)
    assert set(present) == {lou().pk, cast.julien.pk}


def test_the_same_list_twice_changes_nothing(cast, cholet):
    lines = [
        LOU,
        "Leroy;Noé;;;;;;;",
        "Girard;Zoé;01/02/2008;;;;;;julien",
        "Leroy;Noé;03/03/2008;;;;;7200009;",
    ]
    assert what(bring(cholet, *lines)) == ["created"] * 4
    before = state()
    again = bring(cholet, *lines)
    assert what(again) == ["unchanged"] * 4
    assert [outcome.warnings for outcome in again] == [()] * 4
    assert state() == before


def test_a_trial_changes_nothing_and_reports_the_same(cast, cholet):
    lines = [
        LOU,
        "Petit;Lia;01/01/2008;06 12 34 56 78;;;;;",
        "PETIT;LOU;14/07/2007;;;Angers;;;",
        "Petit;Lou;14/07/2007;;;;49000;;inconnue",
        "Baron;Léa;12/03/2007;;LEA@exemple.fr;;;7200002;julien",
        "Petit;Lou;14/07/2007;07 12 34 56 78;;;;;",
    ]
    before = state()
    trial = bring(cholet, *lines, dry_run=True)
    assert state() == before
    assert trial == bring(cholet, *lines)
    assert what(trial) == ["created", "created", "refused", "refused", "updated", "refused"]


def test_a_person_is_found_by_file_number_whatever_the_rest_says(cast, cholet):
    bring(cholet, LOU)
    [outcome] = bring(cholet, "Petit-Roy;Lou;;;;Angers;;7200001;")
    assert outcome.outcome == "updated"
    assert (lou().last_name, lou().commune) == ("Petit-Roy", "Angers")


def test_a_person_without_file_number_is_found_by_names_and_birth_date(cast, cholet):
    [outcome] = bring(cholet, "BARON;Lea;12/03/2007;;;Cholet;;7200002;")
    assert outcome.outcome == "updated"
    person = Person.objects.get(pk=cast.lea.pk)
    assert person.full_name == "Léa Baron"
    assert person.commune == "Cholet"
    assert person.memberships.get().file_number == "7200002"


def test_the_same_names_born_another_day_are_another_person_and_somebody_should_look(cast, cholet):
    [outcome] = bring(cholet, "Baron;Léa;13/03/2007;;;;;;")
    assert outcome.outcome == "created"
    assert "même nom" in outcome.warnings[0]
    assert Person.objects.filter(last_name="Baron").count() == 2
    assert sorted(Person.objects.filter(last_name="Baron").values_list("username", flat=True)) == [
        "lea",
        "lea.baron",
    ]


def test_twins_of_name_and_birth_date_stay_two_by_their_file_numbers(cast, cholet):
    lines = ["Petit;Lou;14/07/2007;;;;;7200001;", "Petit;Lou;14/07/2007;;;;;7200002;"]
    assert what(bring(cholet, *lines)) == ["created", "created"]
    assert what(bring(cholet, *lines)) == ["unchanged", "unchanged"]
    [outcome] = bring(cholet, "Petit;Lou;14/07/2007;;;Angers;;;")
    assert (outcome.outcome, outcome.column, outcome.value) == ("refused", "nom", "Petit")
    assert "Ajoutez le numéro de dossier" in outcome.reason


def test_a_file_number_that_changes_or_changes_hands_is_told(cast, cholet):
    bring(cholet, LOU)
    [renumbered] = bring(cholet, "Petit;Lou;14/07/2007;;;;;7200005;")
    assert renumbered.outcome == "updated"
    assert renumbered.warnings == ("Le dossier de Lou Petit avait le numéro 7200001. Vérifiez le nouveau.",)
    [another] = bring(cholet, "Girard;Zoé;14/07/2007;;;;;7200005;")
    assert another.warnings == ("Le dossier 7200005 était celui de Lou Petit. Vérifiez le numéro.",)


def test_a_blank_cell_changes_nothing(cast, cholet):
    bring(cholet, LOU)
    before = state()
    assert what(bring(cholet, "Petit;Lou;14/07/2007;;;;;;", ";;;;;;;7200001;")) == ["unchanged", "unchanged"]
    assert state() == before


def test_people_of_another_structure_are_never_found_nor_told(cast, cholet):
    mayenne = cast.structures["mayenne"]
    bring(mayenne, LOU.replace("camille", "alex"))
    [outcome] = bring(cholet, LOU)
    assert (outcome.outcome, outcome.warnings) == ("created", ())
    assert Person.objects.filter(first_name="Lou").count() == 2


def test_a_shared_phone_or_address_is_told_and_kept(cast, cholet):
    create_person(username="papa", first_name="Jo", structure=cholet, role="young", phone="+33612345678")
    [outcome] = bring(cholet, "Petit;Lou;14/07/2007;0612345678;Lea@exemple.fr;;;;")
    assert outcome.outcome == "created"
    assert outcome.warnings == (
        "Ce téléphone est aussi celui de Jo. Vérifiez-le.",
        "Cet e-mail est aussi celui de Léa Baron. Vérifiez-le.",
    )
    assert lou().phone == "+33612345678"


def test_ages_outside_16_to_29_are_told(cast, cholet):
    year = date.today().year
    young, old = bring(cholet, f"Petit;Lou;01/01/{year - 12};;;;;;", f"Petit;Lia;01/01/{year - 35};;;;;;")
    assert "moins de 16 ans" in young.warnings[0]
    assert "plus de 29 ans" in old.warnings[0]
    assert (young.outcome, old.outcome) == ("created", "created")


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("Petit;Lou;31/02/2007;;;;;;", "date de naissance", "31/02/2007"),
        ("Petit;Lou;01/01/2150;;;;;;", "date de naissance", "01/01/2150"),
        ("Petit;Lou;;06 12;;;;;", "telephone", "06 12"),
        ("Petit;Lou;;;lou@;;;;", "mail", "lou@"),
        ("Petit;Lou;;;;;4930;;", None, None),
        ("Petit;Lou;;;;;ABC;;", "code postal", "ABC"),
        ("Petit;;;;;;;;", "prenom", ""),
        (";Lou;;;;;7200777;;", "code postal", "7200777"),
        (";Lou;;;;;;7200777;", "nom", ""),
        ("Petit;Lou;;;;;;;;débordé", "", "débordé"),
        ("P" * 81 + ";Lou;;;;;;;", "nom", "P" * 81),
    ],
)
def test_a_refused_line_says_why_and_stops_no_other(cast, cholet, line, column, value):
    outcomes = bring(cholet, "Avant;Ana;;;;;;;", line, "Après;Bob;;;;;;;")
    assert [what(outcomes)[0], what(outcomes)[2]] == ["created", "created"]
    refused = outcomes[1]
    if column is None:
        assert refused.outcome == "created"
        return
    assert (refused.line, refused.outcome) == (3, "refused")
    assert (refused.column, refused.value) == (column, value)
    assert refused.reason.endswith(".")
    assert not Person.objects.filter(first_name="Lou").exists()


def test_two_lines_of_one_person_complete_but_never_contradict_each_other(cast, cholet):
    lines = ["Petit;Lou;;;;Cholet;;7200001;", ";;;06 12 34 56 78;;CHOLET;;7200001;", ";;;;;Angers;;7200001;"]
    outcomes = bring(cholet, *lines)
    assert what(outcomes) == ["created", "updated", "refused"]
    assert (outcomes[2].column, outcomes[2].value) == ("commune", "Angers")
    assert "La ligne 2 dit autre chose" in outcomes[2].reason
    assert what(bring(cholet, *lines)) == ["unchanged", "unchanged", "refused"]


def test_the_journal_names_who_came_and_changed_without_any_text(cast, cholet):
    bring(cholet, LOU)
    bring(cholet, LOU.replace("Cholet", "Angers"), actor=cast.claude)
    records = Record.objects.filter(subject_uid=lou().uid).exclude(verb__startswith="support")
    assert [(r.verb, r.actor, r.structure) for r in records.order_by("pk")] == [
        ("person-created", None, cholet.pk),
        ("person-updated", cast.claude.pk, cholet.pk),
    ]


def test_a_file_number_given_elsewhere_meanwhile_refuses_that_line_alone(cast, cholet, monkeypatch):
    """Another import or the API wins the number between the look-up and the write."""
    from aufil.people.actions import importing

    create = importing._create

    def late(changes, structure):
        if any(change.known.file_number == "7200002" for change in changes):
            raise IntegrityError("file_number_once")
        create(changes, structure)

    monkeypatch.setattr(importing, "_create", late)
    lines = [f"Petit;{name};;;;;;720000{n};" for n, name in enumerate(["Lou", "Lia", "Léo"], start=1)]
    outcomes = bring(cholet, *lines)
    assert what(outcomes) == ["created", "refused", "created"]
    assert outcomes[1].reason.endswith("Recommencez avec la même liste.")
    monkeypatch.undo()
    assert what(bring(cholet, *lines)) == ["unchanged", "created", "unchanged"]


def test_a_file_number_held_by_staff_refuses_the_line_without_a_crash(cast, cholet):
    Membership.objects.filter(person=cast.camille).update(file_number="7200001")
    assert what(bring(cholet, LOU, "Leroy;Noé;;;;;;;")) == ["refused", "created"]


def test_lists_longer_than_a_batch_keep_their_order_and_memory(cast, cholet, monkeypatch):
    monkeypatch.setattr("aufil.people.actions.importing.AT_ONCE", 3)
    lines = [f"Petit;Lou;;;;;;{n % 5 + 1};" for n in range(20)]
    trial = bring(cholet, *lines, dry_run=True)
    assert trial == bring(cholet, *lines)
    assert [o.line for o in trial] == list(range(2, 22))
    assert what(trial) == ["created"] * 5 + ["unchanged"] * 15


NAMES = st.sampled_from(["Petit;Lou", "PETIT;LOU", "Petit;Lia", ";"])
LINES = st.tuples(
    NAMES,
    st.sampled_from(["", "14/07/2007", "15/07/2007", "hier"]),
    st.sampled_from(["", "0612345678", "0712345678"]),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "camille", "julien", "inconnue"]),
).map(";".join)


LINE_HEADER = "nom;prenom;date de naissance;telephone;numero de dossier;conseiller"
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture], "derandomize": True}


def planned(people, register):
    """What a list comes to for who is in the register, which it enters."""
    context = Context("FR", date(2026, 11, 23))
    planner = Planner(register, people.file_numbers, context)
    outcomes = []
    for row in people.rows:
        try:
            outcomes.append(planner.plan(read_line(people, row, context, register.staff)).outcome.outcome)
        except LineRefusedError:
            outcomes.append("refused")
    return outcomes


@settings(max_examples=300, **SLOW)
@given(lines=st.lists(LINES, min_size=1, max_size=7))
def test_whatever_the_list_a_second_time_changes_nothing(cast, cholet, lines):
    register = Register(cholet, _staff={"camille": cast.camille, "julien": cast.julien, "inconnue": None})
    people = open_list("\n".join([LINE_HEADER, *lines]).encode())
    planned(people, register)
    assert set(planned(people, register)) <= {"unchanged", "refused"}


@settings(max_examples=15, **SLOW)
@given(lines=st.lists(LINES, min_size=2, max_size=7))
def test_whatever_the_list_a_trial_tells_the_truth(cast, cholet, lines):
    with transaction.atomic():
        trial = bring(cholet, *lines, header=LINE_HEADER, dry_run=True)
        assert trial == bring(cholet, *lines, header=LINE_HEADER)
        before = state()
        again = bring(cholet, *lines, header=LINE_HEADER)
        assert set(what(again)) <= {"unchanged", "refused"}
        assert state() == before
        transaction.set_rollback(True)


def test_support_of_many_is_support_of_each(cast, cholet):
    pairs = [(cast.lea, cast.julien), (cast.yanis, cast.camille)]
    rows = actions.support_many(pairs=pairs, structure=cholet)
    assert [row.counsellor for row in rows] == [cast.julien, cast.camille]
    assert referent_of(cast.lea, cholet) == cast.julien
    assert Support.objects.filter(young=cast.yanis).count() == 1


# --- The command ------------------------------------------------------------------------------------------


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


def test_staff_are_asked_of_the_database_once_a_name(cast, cholet, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "aufil.people.importing.register.find_staff", lambda w, s: asked.append(w) or find_staff(w, s)
    )
    bring(cholet, *[f"Petit;Lou{n};camille" for n in range(5)], header="nom;prenom;conseiller")
    assert asked == ["camille"]


def test_a_long_list_asks_no_more_questions_a_line(cast, cholet, django_assert_max_num_queries):
    """Lines without counsellor cost nothing each: what a batch asks does not grow with its lines."""
    with django_assert_max_num_queries(25):
        bring(cholet, *[f"Petit;Lou{n};14/07/2007;;;;;{n};" for n in range(90)])
