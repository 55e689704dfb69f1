"""`aufil person create` gives the team a link to come in by; young people need none."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from aufil.signin.tests.team import (
    PASSWORD,
    SECURITY,
    add_application,
    browser,
    enter,
    link_in,
    signed_in,
    who,
)


def said(*words):
    out = StringIO()
    call_command("person", *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("role", ["counsellor", "pilot", "head"])
def test_one_of_the_team_gets_a_link_that_lets_them_in(cast, role):
    name, link = said("create", "nadia", "--structure", "cholet", "--role", role)
    assert name == "nadia"
    client = browser()
    client.post(link_in(link), {"password": PASSWORD, "again": PASSWORD})
    assert who(client) == "nadia"


def test_an_administrator_gets_one_too(db):
    name, link = said("create", "chantal", "--role", "admin")
    assert (name, browser().get(link_in(link)).status_code) == ("chantal", 200)


def test_a_young_person_gets_none(cast):
    assert said("create", "lou", "--structure", "cholet", "--role", "young") == ["lou"]


def test_the_command_line_gives_another_link(cast):
    (line,) = said("invite", "camille")
    assert browser().get(link_in(line)).status_code == 200


@pytest.mark.parametrize(("name", "why"), [("lea", "Seule l’équipe"), ("personne", "n’existe pas")])
def test_a_link_for_nobody_of_the_team_is_refused(cast, name, why):
    with pytest.raises(CommandError, match=why):
        said("invite", name)


def test_the_last_administrator_who_lost_their_phone_is_let_in_again(cast):
    client = signed_in(cast.admin)
    add_application(client)
    said("forget-factors", "admin")
    assert who(client) is None
    again = browser()
    assert enter(again, "admin").headers["Location"] == "/"
    assert again.get("/").headers["Location"] == SECURITY
