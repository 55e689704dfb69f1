"""`aufil person create` gives the team a link to come in by; young people need none."""

from io import StringIO

import pytest
from django.core.management import call_command

from aufil.signin.tests.team import PASSWORD, browser, link_in, who


def said(*words):
    out = StringIO()
    call_command("person", "create", *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("role", ["counsellor", "pilot", "head"])
def test_one_of_the_team_gets_a_link_that_lets_them_in(cast, role):
    name, link = said("nadia", "--structure", "cholet", "--role", role)
    assert name == "nadia"
    client = browser()
    client.post(link_in(link), {"password": PASSWORD, "again": PASSWORD})
    assert who(client) == "nadia"


def test_an_administrator_gets_one_too(db):
    name, link = said("chantal", "--role", "admin")
    assert (name, browser().get(link_in(link)).status_code) == ("chantal", 200)


def test_a_young_person_gets_none(cast):
    assert said("lou", "--structure", "cholet", "--role", "young") == ["lou"]
