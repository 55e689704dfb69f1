"""« Trajets évités »: what is counted, what is counted apart, and how it is said."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.appointments.actions import cancel, set_outcome
from aufil.appointments.models import Place, Rules
from aufil.appointments.queries.savings import savings
from aufil.appointments.saved import Saved
from aufil.people.models import Membership, Site
from aufil.territory.models import Commune
from aufil.territory.queries import Address, communes_at
from tests.support import signed_in

PAGE = "/agenda/economies/"


@pytest.fixture
def town(world):
    """Léa lives in Vihiers, Yanis in Cholet, nobody knows where Inès does; Cholet’s site is known."""
    for insee, name, codes, north, east in (
        ("49099", "Cholet", "49300", 47.0608, -0.8793),
        ("49373", "Lys-Haut-Layon", "49310", 47.1453, -0.5331),
        ("49192", "Maulévrier", "49360", 47.0103, -0.7442),
    ):
        Commune.objects.create(
            insee=insee,
            name=name,
            department="49",
            postal_codes=codes,
            folded=name.lower().replace("-", " ").replace("é", "e"),
            latitude=north,
            longitude=east,
        )
    cholet = world.cast.structures["cholet"]
    main = cholet.sites.get(is_main=True)
    main.name, main.postal_code, main.commune = "Cholet centre", "49300", "Cholet"
    main.save()
    out = Site.objects.create(structure=cholet, name="Maulévrier", postal_code="49360")
    Membership.objects.filter(person=world.cast.ines).update(site=out)
    for person, code, commune in (
        (world.cast.lea, "49310", "LYS HAUT LAYON"),
        (world.cast.yanis, "49300", ""),
        (world.cast.ines, "", ""),
    ):
        person.postal_code, person.commune = code, commune
        person.save()
    return main


def held(world, at, *when: int, outcome: str = "present", mode: str = "phone", **more) -> None:
    """An appointment, and what became of it."""
    place = {"place": world.office} if mode == "site" else {"place": None}
    appointment = world.booked(*when, mode=mode, **place, **more)
    at(appointment.ends_at + timedelta(minutes=5))
    seat = appointment.taken.get()
    set_outcome(seat=seat, outcome=outcome, by=world.cast.camille)
    at(world.monday)


def counted(world) -> Saved:
    return savings(world.cast.structures["cholet"]).whole


def test_a_call_that_was_held_counts_the_way_there_and_back(world, at, town):
    held(world, at, 1, 9)
    found = savings(world.cast.structures["cholet"])
    assert found.whole.counted == 1
    assert found.whole.km == pytest.approx(72.5, rel=0.02)
    assert found.whole.hours == pytest.approx(1.47, rel=0.02)
    assert found.whole.co2_kg == pytest.approx(72.5 * 0.192, rel=0.02)
    assert [(site, saved.counted) for site, saved in found.sites] == [("Cholet centre", 1)]
    assert [month for month, saved in found.months if saved.counted] == [date(2026, 1, 1)]
    assert len(found.months) == 1
    at(world.at(80, 9))
    months = savings(world.cast.structures["cholet"]).months
    assert [(f"{month:%Y-%m}", saved.counted) for month, saved in months] == [
        *(("2026-04", 0), ("2026-03", 0), ("2026-02", 0), ("2026-01", 1))
    ]


def test_only_what_was_held_from_afar_counts(world, at, town):
    held(world, at, 1, 9, outcome="absent")
    held(world, at, 1, 10, outcome="excused")
    held(world, at, 1, 11, mode="site")
    cancel(appointment=world.booked(1, 14, mode="phone", place=None), by=world.cast.camille)
    world.booked(1, 15, mode="phone", place=None)  # nothing was noted of it
    assert counted(world) == Saved()
    for hour, outcome in ((9, "late"), (10, "shortened"), (11, "cut")):
        held(world, at, 2, hour, outcome=outcome)
    assert counted(world).counted == 3


def test_who_lives_there_saves_nothing_and_who_is_not_known_is_counted_apart(world, at, town):
    held(world, at, 1, 9, young=world.cast.yanis)
    held(world, at, 1, 10, young=world.cast.ines)
    found = savings(world.cast.structures["cholet"])
    assert (found.whole.counted, found.whole.unknown, found.whole.km) == (1, 1, 0)
    assert dict(found.sites)["Maulévrier"].unknown == 1
    page = signed_in(world.cast.camille).get(PAGE).content.decode()
    assert "1 autre rendez-vous à distance n’est pas compté" in page
    assert "192 g" in page
    assert "ADEME" in page


def test_a_place_on_the_map_comes_before_the_commune_of_its_site(world, at, town):
    Place.objects.create(
        structure=town.structure, site=town, name="Maison", latitude=47.1453, longitude=-0.5331
    )
    held(world, at, 1, 9)
    assert counted(world).km == 0


def test_months_are_those_of_the_structure(world, at, town):
    world.cast.structures["cholet"].timezone = "Pacific/Noumea"
    world.cast.structures["cholet"].save()
    held(world, at, 19, 15)  # the 31st of January in Paris, the 1st of February over there
    found = savings(world.cast.structures["cholet"])
    at(world.at(40, 9))
    found = savings(world.cast.structures["cholet"])
    assert sum(saved.counted for _, saved in found.months) == 1
    at(world.at(500, 9))
    assert savings(world.cast.structures["cholet"]).whole.counted == 0


def test_a_structure_may_choose_not_to_count(world, at, town):
    held(world, at, 1, 9)
    Rules.objects.create(structure=world.cast.structures["cholet"], saves_from_home=False)
    assert counted(world) == Saved()
    page = signed_in(world.cast.camille).get(PAGE).content.decode()
    assert "Rien n’est compté" in page


def test_it_is_empty_at_first_and_says_what_will_come(world):
    assert "Encore aucun" in signed_in(world.cast.camille).get(PAGE).content.decode()


def test_another_structure_s_are_not_counted(world, at, town):
    held(world, at, 1, 9)
    assert savings(world.cast.structures["mayenne"]).whole == Saved()
    assert "Encore aucun" in signed_in(world.cast.alex).get(PAGE).content.decode()


def test_the_table_is_for_a_spreadsheet(world, at, town):
    held(world, at, 1, 9)
    held(world, at, 1, 10, young=world.cast.ines)
    answer = signed_in(world.cast.camille).get(f"{PAGE}tableau.csv")
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Mois;Lieu;")
    assert lines[1].startswith("2026-01;Cholet centre;1;0;72,")
    assert lines[2] == "2026-01;Maulévrier;0;1;0,0;0,0;0,0"
    assert "Baron" not in answer.content.decode()


def test_it_takes_as_many_statements_for_one_as_for_many(world, at, town):
    counts = []
    for hours in ([9], [10, 11, 14]):
        for hour in hours:
            held(world, at, 1, hour)
            held(world, at, 2, hour, young=world.cast.ines)
        with CaptureQueriesContext(connection) as captured:
            savings(world.cast.structures["cholet"])
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7


def test_a_commune_is_found_when_it_is_certain(world, town):
    wanted = {
        Address("49300", "Cholet"): "49099",
        Address("49300", ""): "49099",
        Address("", "cholet"): "49099",
        Address("49310", "Vihiers"): "49373",  # only one has that code
        Address("75001", "Cholet"): None,
        Address("", ""): None,
    }
    found = communes_at(wanted)
    assert {one: found[one].insee if one in found else None for one in wanted} == wanted
    Commune.objects.filter(insee="49192").update(postal_codes="49360 49300")
    assert Address("49300", "") not in communes_at(wanted)
    assert communes_at(wanted)[Address("49300", "Cholet")].insee == "49099"
