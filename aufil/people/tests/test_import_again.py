"""A list as a trial, a second time, in several batches, or while somebody else writes: it stays true."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aufil.people.importing.lines import LineRefusedError, open_list, read_line
from aufil.people.importing.plan import Planner
from aufil.people.importing.register import Register
from aufil.people.importing.values import Context
from aufil.people.models import Membership
from aufil.people.tests.lists import LOU, bring, state, what


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


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


def test_two_lines_of_one_person_complete_but_never_contradict_each_other(cast, cholet):
    lines = ["Petit;Lou;;;;Cholet;;7200001;", ";;;06 12 34 56 78;;CHOLET;;7200001;", ";;;;;Angers;;7200001;"]
    outcomes = bring(cholet, *lines)
    assert what(outcomes) == ["created", "updated", "refused"]
    assert (outcomes[2].column, outcomes[2].value) == ("commune", "Angers")
    assert "La ligne 2 dit autre chose" in outcomes[2].reason
    assert what(bring(cholet, *lines)) == ["unchanged", "unchanged", "refused"]


def test_a_line_without_names_needs_its_person_to_be_known_before_it(cast, cholet):
    lines = [";;;;;Angers;;7200001;", LOU, ";;;;;Cholet;;7200001;"]
    outcomes = bring(cholet, *lines)
    assert what(outcomes) == ["refused", "created", "unchanged"]
    assert (outcomes[0].column, outcomes[0].reason) == ("nom", "Cette cellule est vide. Remplissez-la.")
    assert what(bring(cholet, *lines)) == ["refused", "unchanged", "unchanged"]


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
    monkeypatch.setattr("aufil.people.actions.importing.LINES_AT_ONCE", 3)
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
