"""`aufil import people`: a structure's own list, line by line, once and again."""

from datetime import date

import pytest

from aufil.audit.models import Record
from aufil.people import actions
from aufil.people.actions import create_person
from aufil.people.models import Person, Role, Support
from aufil.people.queries import find_staff, referent_of, young_of
from aufil.people.tests.lists import LOU, bring, lou, state, what
from aufil.thread.models import Member, Thread


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


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


def test_the_journal_names_who_came_and_changed_without_any_text(cast, cholet):
    bring(cholet, LOU)
    bring(cholet, LOU.replace("Cholet", "Angers"), actor=cast.claude)
    records = Record.objects.filter(subject_uid=lou().uid).exclude(verb__startswith="support")
    assert [(r.verb, r.actor, r.structure) for r in records.order_by("pk")] == [
        ("person-created", None, cholet.pk),
        ("person-updated", cast.claude.pk, cholet.pk),
    ]


def test_support_of_many_is_support_of_each(cast, cholet):
    pairs = [(cast.lea, cast.julien), (cast.yanis, cast.camille)]
    rows = actions.support_many(pairs=pairs, structure=cholet)
    assert [row.counsellor for row in rows] == [cast.julien, cast.camille]
    assert referent_of(cast.lea, cholet) == cast.julien
    assert Support.objects.filter(young=cast.yanis).count() == 1


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
