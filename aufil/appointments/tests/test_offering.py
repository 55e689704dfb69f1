"""Kinds, rules and places of a structure: who changes them, what is refused, what stays."""

from uuid import uuid4

import pytest

from aufil.appointments.actions import (
    Offer,
    Somewhere,
    add_ready_kinds,
    close_place,
    reopen_kind,
    save_kind,
    save_place,
    save_rules,
    settle_places,
)
from aufil.appointments.forms.offering import rules_said
from aufil.appointments.models import Kind, Place, Rules
from aufil.appointments.queries import rules_of
from aufil.audit.models import Record
from aufil.kernel.geography import Point
from aufil.people.actions import close_site, reopen_site, save_site
from aufil.people.models import Site
from aufil.territory.actions import import_communes
from aufil.territory.queries import likely_communes
from aufil.web.problems import Problem

pytestmark = pytest.mark.django_db
COMMUNES = b"""code_insee,nom,departement,codes_postaux,latitude,longitude
49099,Cholet,49,49300,47.0601,-0.8803
49023,Beaupr\xc3\xa9au-en-Mauges,49,49110 49450 49510 49600,47.2036,-0.9903
49332,La S\xc3\xa9guini\xc3\xa8re,49,49280,47.08,-0.96
49343,La Tessoualle,49,49280,47.01,-0.84
"""


@pytest.fixture
def communes(db) -> None:
    import_communes(content=COMMUNES)


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def refused(act, **named) -> str:
    with pytest.raises(Problem) as found:
        act(**named)
    [field] = found.value.errors
    return field


def test_ready_made_kinds_are_taken_once(cast, cholet):
    add_ready_kinds(structure=cholet, which=["entretien", "accueil", "nothing"], by=cast.claude)
    add_ready_kinds(structure=cholet, which=["entretien", "atelier"], by=cast.claude)
    assert [kind.name for kind in Kind.objects.filter(structure=cholet)] == [
        *("Atelier", "Entretien", "Premier accueil"),
    ]
    assert Kind.objects.get(name="Entretien").modes == ["site", "phone", "video"]
    assert Kind.objects.get(name="Premier accueil").for_public
    assert Record.objects.filter(verb="kind-added", actor=cast.claude.pk).count() == 3


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "entretien"}, "name"),  # there is one already
        ({"nature": "autre chose"}, "nature"),
        ({"modes": []}, "modes"),
        ({"modes": ["pigeon"]}, "modes"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"is_collective": True, "for_public": True}, "for_public"),
        ({"reminders": [0]}, "reminders"),
        ({"reminders": [99_999]}, "reminders"),
        ({"reminders": [60, 120, 180, 240, 300, 360, 420]}, "reminders"),
    ],
)
def test_what_makes_no_kind_is_refused(cast, cholet, more, field):
    add_ready_kinds(structure=cholet, which=["entretien"], by=cast.claude)
    offer = Offer(**{"name": "Atelier", **more})
    assert refused(save_kind, structure=cholet, kind=None, offer=offer, by=cast.claude, uid=uuid4()) == field
    assert Kind.objects.count() == 1


def test_the_same_kind_sent_twice_is_one_and_reminders_are_in_order(cast, cholet):
    uid = uuid4()
    for _ in range(2):
        offer = Offer(name="Point", modes=["phone", "site"], reminders=[120, 10_080, 120])
        save_kind(structure=cholet, kind=None, offer=offer, by=cast.claude, uid=uid)
    [kind] = Kind.objects.all()
    assert (kind.uid, kind.modes, kind.reminders) == (uid, ["phone", "site"], [10_080, 120])


def test_what_was_booked_alone_does_not_become_collective(world):
    world.booked(2, 10)
    offer = Offer(name="Entretien", modes=["site"], is_collective=True)
    named = {"structure": world.talk.structure, "kind": world.talk, "by": world.cast.claude}
    assert refused(save_kind, offer=offer, uid=world.talk.uid, **named) == "is_collective"
    reopen_kind(kind=world.talk, by=world.cast.claude)  # open already: nothing is said
    assert not Record.objects.filter(verb="kind-reopened").exists()


def test_rules_change_one_by_one_and_say_what_is_usual(cast, cholet):
    save_rules(structure=cholet, facts={"notice_minutes": 48 * 60}, by=cast.claude)
    save_rules(structure=cholet, facts={"pause_minutes": 15}, by=cast.claude)
    rules = rules_of(cholet)
    assert (rules.notice_minutes, rules.pause_minutes, rules.horizon_days) == (2880, 15, 56)
    assert [said for _label, said in rules_said(rules)] == [
        "48 heures avant",
        "8 semaines (habituel)",
        "un an (habituel)",
        "2 heures avant (habituel)",
        "24 heures (habituel)",
        "15 minutes de pause",
        "15 minutes avant (habituel)",
        "30 minutes après la fin (habituel)",
        "comptés (habituel)",
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"horizon_days": 0},
        {"staff_horizon_days": 7},
        {"pause_minutes": 300},
        {"notice_minutes": 7 * 24 * 60, "horizon_days": 7},
    ],
)
def test_rules_that_would_free_nothing_are_refused(cast, cholet, facts):
    with pytest.raises(Problem):
        save_rules(structure=cholet, facts=facts, by=cast.claude)
    assert not Rules.objects.exists()


def test_each_site_has_its_place_and_the_place_follows_it(cast, cholet, communes):
    settle_places(structure=cholet)
    settle_places(structure=cholet)
    [site] = cholet.sites.all()
    assert Place.objects.get(site=site).name == site.name
    facts = {
        "name": "Cholet",
        "address": "1 rue Neuve",
        "postal_code": "49300",
        "commune": "Cholet",
        "phone": "",
    }
    save_site(structure=cholet, site=site, facts=facts, main=True, actor=cast.claude)
    place = Place.objects.get(site=site)
    assert (place.name, place.address, place.insee) == ("Cholet", "1 rue Neuve", "49099")
    assert place.point == Point(47.0601, -0.8803)


def test_a_better_position_of_a_site_stays_until_it_moves(cast, cholet, communes):
    facts = {"name": "Est", "address": "", "postal_code": "49300", "commune": "Cholet", "phone": ""}
    site = save_site(structure=cholet, site=None, facts=facts, main=False, actor=cast.claude)
    settle_places(structure=cholet)
    place = Place.objects.get(site=site)
    better = Somewhere(name="autre nom", point=Point(47.07, -0.87), directions="Bus 2")
    save_place(structure=cholet, place=place, wanted=better, by=cast.claude, uid=place.uid)
    save_site(
        structure=cholet, site=site, facts=facts | {"name": "Est et gare"}, main=False, actor=cast.claude
    )
    place.refresh_from_db()
    assert (place.name, place.point, place.directions) == ("Est et gare", Point(47.07, -0.87), "Bus 2")
    moved = facts | {"postal_code": "49600", "commune": "Beaupréau-en-Mauges"}
    save_site(structure=cholet, site=site, facts=moved, main=False, actor=cast.claude)
    place.refresh_from_db()
    assert place.point == Point(47.2036, -0.9903)


def test_a_site_that_closes_closes_its_place_and_only_it_may(cast, cholet):
    site = Site.objects.create(structure=cholet, name="Est")
    settle_places(structure=cholet)
    place = Place.objects.get(site=site)
    with pytest.raises(Problem):
        close_place(place=place, by=cast.claude)
    close_site(site=site, actor=cast.claude)
    place.refresh_from_db()
    assert place.closed_at
    reopen_site(site=site, actor=cast.claude)
    place.refresh_from_db()
    assert place.closed_at is None


def test_a_place_lies_where_its_commune_does_or_where_it_is_said(cast, cholet, communes):
    [commune] = likely_communes("49300", "cholet")
    wanted = Somewhere(name="Médiathèque", commune="cholet", known=commune)
    place = save_place(structure=cholet, place=None, wanted=wanted, by=cast.claude, uid=uuid4())
    assert (place.commune, place.postal_code, place.insee) == ("Cholet", "49300", "49099")
    assert place.point == commune.point
    there = Somewhere(name="Médiathèque", known=commune, point=Point(47.0, -0.9))
    assert save_place(
        structure=cholet, place=place, wanted=there, by=cast.claude, uid=place.uid
    ).point == Point(47.0, -0.9)
    nowhere = Somewhere(name="médiathèque", commune="Nulle-Part")
    assert (
        refused(save_place, structure=cholet, place=None, wanted=nowhere, by=cast.claude, uid=uuid4())
        == "name"
    )
    unknown = Somewhere(name="Terrasse", commune="Nulle-Part", postal_code="49999")
    place = save_place(structure=cholet, place=None, wanted=unknown, by=cast.claude, uid=uuid4())
    assert (place.point, place.commune, place.insee) == (None, "Nulle-Part", "")


def test_one_commune_is_sure_several_are_to_choose_from(communes):
    assert [one.name for one in likely_communes("49280", "")] == ["La Séguinière", "La Tessoualle"]
    assert [one.name for one in likely_communes("49280", "la seguiniere")] == ["La Séguinière"]
    assert [one.name for one in likely_communes("", "Beaupréau en Mauges")] == ["Beaupréau-en-Mauges"]
    assert [one.name for one in likely_communes("99999", "Cholet")] == ["Cholet"]
    assert likely_communes("", "Nulle-Part") == []
