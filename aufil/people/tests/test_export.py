"""The caseload taken out as a list: brought in again it changes nothing, whatever people are called."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aufil.audit.models import Record
from aufil.people.actions import create_person, export_people, import_people, support
from aufil.people.importing.headers import HEADERS
from aufil.people.importing.lines import open_list
from aufil.people.models import Person, Role
from aufil.people.tests.lists import LOU, bring, state

SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture], "derandomize": True}


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_list_has_the_columns_by_which_one_comes_in(cast, cholet):
    bring(cholet, LOU)
    header, *lines = rows(export_people(structure=cholet, actor=cast.claude))
    assert header == [titles[0] for titles in HEADERS.values()]
    [line] = [line for line in lines if line[1] == "Lou"]
    assert line == [
        *("Petit", "Lou", "14/07/2007", "06 12 34 56 78", "lou@exemple.fr", "Cholet", "49300", "7200001"),
        "Camille Rousseau",
    ]
    assert not any("Keita" in line for line in lines)


def test_a_counsellor_takes_out_their_own_only(cast, cholet):
    support(young=cast.ines, counsellor=cast.julien, structure=cholet)
    lines = rows(export_people(structure=cholet, actor=cast.julien, only=cast.julien))[1:]
    assert [line[1] for line in lines] == ["Inès"]


def test_the_journal_says_who_took_it_out(cast, cholet):
    export_people(structure=cholet, actor=cast.claude)
    record = Record.objects.get(verb="people-exported")
    assert (record.actor, record.subject_uid) == (cast.claude.pk, cholet.uid)


AWFUL = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@;\"',\t\r\n  ’#0123456789éÉœŒßİ()/"),
        st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]),
    ),
    max_size=12,
)
BIRTHS = st.dates(date(1995, 1, 1), date(2010, 1, 1))
PHONES = st.sampled_from(
    [
        "",
        "+33612345678",
        "+262692123456",
        "+33976123456",
        "+32470123456",
        "+33241620000",
        "+596596701234",
        "+68987123456",
    ]
)


@settings(max_examples=25, **SLOW)
@given(
    people=st.lists(st.tuples(AWFUL, AWFUL, AWFUL, AWFUL, PHONES, BIRTHS), max_size=4),
    region=st.sampled_from(["FR", "RE"]),
)
def test_what_goes_out_comes_back_without_a_change(cast, cholet, people, region):
    with transaction.atomic():
        cholet.region = region
        for number, (first, last, commune, file_number, phone, born) in enumerate(people):
            person = create_person(
                username=f"essai{number}",
                first_name=first,
                last_name=last,
                commune=commune,
                phone=phone,
                birth_date=born,
                file_number=f"{file_number}{number}" if file_number else "",
                structure=cholet,
                role=Role.YOUNG,
            )
            support(young=person, counsellor=cast.julien, structure=cholet)
        content = export_people(structure=cholet, actor=None)
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows(content) for cell in row
        )
        before = state()
        outcomes = list(import_people(people=open_list(content), structure=cholet))
        assert {outcome.outcome for outcome in outcomes} <= {"unchanged", "refused"}
        assert state() == before
        transaction.set_rollback(True)


def test_staff_of_one_name_are_told_by_their_username(cast, cholet):
    other = create_person(
        username="camille2",
        first_name="Camille",
        last_name="Rousseau",
        structure=cholet,
        role=Role.COUNSELLOR,
    )
    support(young=cast.ines, counsellor=other, structure=cholet)
    content = export_people(structure=cholet, actor=None)
    before = state()
    assert {o.outcome for o in import_people(people=open_list(content), structure=cholet)} == {"unchanged"}
    assert state() == before


def test_the_command_writes_the_same_list(cast, cholet, capfdbinary):
    call_command("export", "people", "--structure", "cholet", "--counsellor", "camille")
    assert rows(capfdbinary.readouterr().out)[1][0] == "Baron"
    for options in (["--structure", "ailleurs"], ["--structure", "cholet", "--counsellor", "alex"]):
        with pytest.raises(CommandError):
            call_command("export", "people", *options)
    assert Person.objects.filter(username="lea").exists()
