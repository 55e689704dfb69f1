"""Pages of hours, kinds, rules and places, as those who use them."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from aufil.appointments.models import Kind, Opening, Place, Rules, Variation
from aufil.territory.actions import import_communes
from tests.support import signed_in

pytestmark = pytest.mark.django_db
HOURS, KINDS, PLACES = "/agenda/ouvertures/", "/structure/rendez-vous/", "/structure/endroits/"


@pytest.fixture
def as_(world):
    def client(name: str) -> Client:
        return signed_in(world.cast.people[name])

    return client


def text(response) -> str:
    return response.content.decode()


def stretch(world, **more) -> dict:
    return {
        "weekdays": ["0", "2"],
        "starts": "09:00",
        "ends": "12 h 30",
        "modes": ["site", "phone"],
        "place": str(world.office.uid),
        "every_weeks": "1",
        "from_on": "2026-01-12",
        **more,
    }


def test_a_counsellor_lays_changes_and_ends_their_own(world, as_):
    julien = as_("julien")
    assert "Aucun créneau pour l’instant" in text(julien.get(HOURS))
    assert julien.post(f"{HOURS}ajouter/", stretch(world)).status_code == 302
    page = text(julien.get(f"{HOURS}?enregistre"))
    assert "C’est enregistré." in page
    assert "9\u202fh à 12\u202fh\u202f30" in page
    monday, wednesday = Opening.objects.filter(counsellor=world.cast.julien)
    changed = stretch(world, weekdays="4", ends="11:00")
    assert julien.post(f"{HOURS}{monday.uid}/", changed).status_code == 302
    monday.refresh_from_db()
    assert (monday.weekday, monday.ends) == (4, time(11))
    assert julien.post(f"{HOURS}{wednesday.uid}/", {"do": "end", "last": "14/01/2026"}).status_code == 302
    wednesday.refresh_from_db()
    assert wednesday.until_on == date(2026, 1, 14)
    assert julien.post(HOURS, {"source": "4", "target": ["1"]}).status_code == 302
    assert Opening.objects.filter(counsellor=world.cast.julien, weekday=1).exists()


def test_what_is_refused_keeps_what_was_typed(world, as_):
    julien = as_("julien")
    answer = julien.post(f"{HOURS}ajouter/", stretch(world, starts="14:00", ends="9 h"))
    assert answer.status_code == 422
    page = text(answer)
    assert "La fin vient avant le début." in page
    assert 'value="14:00"' in page
    assert 'value="9 h"' in page
    assert not Opening.objects.filter(counsellor=world.cast.julien).exists()
    answer = julien.post(f"{HOURS}ajouter/", stretch(world, starts="midi", weekdays=[]))
    assert "Une heure s’écrit comme 9:00 ou 14:30." in text(answer)
    assert "Cochez au moins un jour." in text(answer)
    answer = as_("camille").post(HOURS, {"source": "6", "target": ["1"]})
    assert (answer.status_code, "rien à copier" in text(answer)) == (422, True)


def test_pilot_and_head_lay_for_a_colleague_and_nobody_else_does(world, as_):
    asked = f"?de={world.cast.julien.uid}"
    for name in ("dominique", "claude"):
        assert "Ouvertures de Julien Besnard" in text(as_(name).get(HOURS + asked))
    answer = as_("dominique").post(f"{HOURS}ajouter/{asked}", stretch(world))
    assert answer.url == f"{HOURS}{asked}&enregistre"
    opening = Opening.objects.filter(counsellor=world.cast.julien).first()
    for name in ("camille", "lea", "alex", "admin"):
        assert as_(name).get(HOURS + asked).status_code == 404
        assert as_(name).get(f"{HOURS}{opening.uid}/").status_code == 404
        assert as_(name).post(f"{HOURS}{opening.uid}/", {"do": "end"}).status_code == 404
    assert as_("claude").get(f"{HOURS}{opening.uid}/").status_code == 200
    assert as_("dominique").get(f"{HOURS}?de={world.cast.alex.uid}").status_code == 404


def test_a_day_that_differs_comes_changes_and_goes(world, as_):
    camille = as_("camille")
    day = (world.monday.date() + timedelta(days=1)).isoformat()
    sent = {
        "uid": str(uuid4()),
        "what": "moins",
        "day": day,
        "starts": "9:00",
        "ends": "10:30",
        "why": "Réunion",
    }
    for _ in range(2):
        assert camille.post(f"{HOURS}jour/", sent).status_code == 302
    [one] = Variation.objects.all()
    page = text(camille.get(HOURS))
    assert "Réunion" in page
    assert "10\u202fh\u202f30" in page
    assert as_("julien").get(f"{HOURS}jour/{one.uid}/").status_code == 404
    changed = sent | {"what": "plus", "starts": "17:00", "ends": "18:00", "modes": ["phone"]}
    assert camille.post(f"{HOURS}jour/{one.uid}/", changed).status_code == 302
    one.refresh_from_db()
    assert (one.is_open, one.starts, one.place) == (True, time(17), None)
    assert camille.post(f"{HOURS}jour/{one.uid}/", {"do": "drop"}).status_code == 302
    assert not Variation.objects.exists()
    answer = camille.post(f"{HOURS}jour/", sent | {"day": "2020-01-01"})
    assert (answer.status_code, "Ce jour est passé." in text(answer)) == (422, True)


def test_hours_of_a_kind_that_closed_stay_of_that_kind(world, as_):
    opening = Opening.objects.filter(counsellor=world.cast.camille).first()
    opening.kinds.add(world.talk)
    Kind.objects.filter(pk=world.talk.pk).update(closed_at=world.monday)
    page = text(as_("camille").get(f"{HOURS}{opening.uid}/"))
    assert f'value="{world.talk.uid}"' in page
    sent = stretch(world, weekdays=str(opening.weekday), kinds=[str(world.talk.uid)])
    assert as_("camille").post(f"{HOURS}{opening.uid}/", sent).status_code == 302
    assert list(opening.kinds.all()) == [world.talk]


def test_the_page_says_what_is_booked_outside_and_what_is_free(world, as_):
    booked = world.booked(2, 9)
    Opening.objects.filter(counsellor=world.cast.camille, weekday=2, starts=time(9)).update(starts=time(11))
    page = text(as_("camille").get(HOURS))
    assert "1 rendez-vous déjà pris est hors de ces heures. Il reste pris." in page
    assert f"/agenda/rdv/{booked.uid}/" in page
    assert "Ce que les jeunes verront" in page
    assert "Demain : <span" in page


def test_a_week_is_looked_at_with_its_holidays(world, as_):
    page = text(as_("camille").get(f"{HOURS}?semaine=2026-04-07"))
    assert "Semaine du lundi 6 avril" in page
    assert "fermé, jour férié" in page
    assert "Semaine du lundi 12 janvier" in text(as_("camille").get(f"{HOURS}?semaine=1999-01-01"))
    assert "Semaine du lundi 12 janvier" in text(as_("camille").get(f"{HOURS}?semaine=bientot"))


def test_the_page_asks_as_often_for_much_as_for_little(world, as_, django_assert_max_num_queries):
    camille = as_("camille")
    camille.get(HOURS)
    world.booked(0, 14)
    Opening.objects.filter(counsellor=world.cast.camille, weekday__gte=1).delete()
    with django_assert_max_num_queries(20) as little:
        camille.get(HOURS)
    for hour in range(8, 18):
        more = {"modes": ["site"], "from_on": date(2026, 1, 1), "starts": time(hour), "ends": time(hour + 1)}
        opening = Opening.objects.create(
            structure=world.talk.structure,
            counsellor=world.cast.camille,
            place=world.office,
            weekday=3,
            **more,
        )
        opening.kinds.add(world.talk)
    Kind.objects.create(structure=world.talk.structure, name="Point", modes=["phone"])
    world.booked(1, 9)
    with django_assert_max_num_queries(20) as much:
        camille.get(HOURS)
    assert len(little) == len(much)


KIND = {
    "name": "Atelier CV ",
    "nature": "workshop",
    "minutes": "120",
    "is_collective": "oui",
    "modes": ["site", "video"],
    "usual": "video",
    "for_young": "on",
    "reminders": ["2880"],
}


def test_a_new_structure_takes_ready_made_kinds_in_one_tap(world, as_):
    Kind.objects.filter(structure=world.talk.structure).update(structure=world.cast.structures["mayenne"])
    claude = as_("claude")
    page = text(claude.get(KINDS))
    assert "Aucun rendez-vous proposé pour l’instant" in page
    assert "Visite d’entreprise" in page
    sent = claude.post(KINDS, {"which": ["entretien", "accueil", "atelier", "information", "visite"]})
    assert sent.status_code == 302
    assert Kind.objects.filter(structure=world.talk.structure).count() == 5
    assert "Rappels : 7 jours avant, 2 jours avant, 2 heures avant" in text(claude.get(KINDS))


def test_a_head_adds_changes_closes_and_reopens_a_kind(world, as_):
    claude, uid = as_("claude"), uuid4()
    sent = KIND | {"uid": str(uid), "name": "Atelier  mobilité"}
    assert claude.post(f"{KINDS}ajouter/", sent).status_code == 302
    assert claude.post(f"{KINDS}ajouter/", sent).status_code == 302
    kind = Kind.objects.get(uid=uid)
    assert (kind.name, kind.modes, kind.is_collective) == ("Atelier mobilité", ["video", "site"], True)
    assert claude.post(f"{KINDS}{uid}/", sent | {"minutes": "90"}).status_code == 302
    for does, closed in (("close", True), ("reopen", False)):
        assert claude.post(f"{KINDS}{uid}/", {"do": does}).status_code == 302
        kind.refresh_from_db()
        assert (kind.minutes, bool(kind.closed_at)) == (90, closed)


def test_a_kind_that_is_wrong_says_what_to_mend(world, as_):
    sent = KIND | {"uid": str(uuid4()), "name": "entretien", "usual": "phone", "minutes": "2"}
    page = as_("claude").post(f"{KINDS}ajouter/", sent)
    assert page.status_code == 422
    for sentence in ("Cochez aussi cette façon", "Un rendez-vous dure de 5 minutes"):
        assert sentence in text(page)
    page = as_("claude").post(f"{KINDS}ajouter/", sent | {"usual": "", "minutes": "20"})
    assert "Un rendez-vous porte déjà ce nom." in text(page)


@pytest.mark.parametrize("path", [f"{KINDS}ajouter/", f"{KINDS}regles/", f"{PLACES}ajouter/"])
def test_the_pilot_sees_and_the_head_changes(world, as_, path):
    assert as_("dominique").get(KINDS).status_code == as_("dominique").get(PLACES).status_code == 200
    answer = as_("dominique").get(path)
    assert (answer.status_code, "La direction" in text(answer)) == (403, True)
    assert as_("dominique").post(KINDS, {"which": ["entretien"]}).status_code == 403
    for name in ("camille", "lea", "alex", "admin"):
        assert as_(name).get(path).status_code == 404


def test_rules_are_changed_in_words(world, as_):
    claude = as_("claude")
    page = text(claude.get(f"{KINDS}regles/"))
    assert "24 heures avant (habituel)" in page
    sent = {
        "notice_minutes": "240",
        "horizon_days": "28",
        "staff_horizon_days": "365",
        "change_minutes": "120",
        "hold_minutes": "1440",
        "pause_minutes": "10",
        "lounge_before": "15",
        "lounge_after": "30",
    }
    assert claude.post(f"{KINDS}regles/", sent).status_code == 302
    rules = Rules.objects.get()
    assert (rules.notice_minutes, rules.pause_minutes, rules.saves_from_home) == (240, 10, False)
    assert "4 semaines" in text(claude.get(KINDS))
    answer = claude.post(f"{KINDS}regles/", sent | {"horizon_days": "7", "notice_minutes": "10080"})
    assert (answer.status_code, "plus rien ne serait libre" in text(answer)) == (422, True)


COMMUNES = b"""code_insee,nom,departement,codes_postaux,latitude,longitude
49332,La S\xc3\xa9guini\xc3\xa8re,49,49280,47.08,-0.96
49343,La Tessoualle,49,49280,47.01,-0.84
"""


def test_a_place_finds_its_commune_or_asks_which_or_says_that_it_does_not_know(world, as_):
    import_communes(content=COMMUNES)
    claude = as_("claude")
    sent = {"uid": str(uuid4()), "name": "Mairie", "address": "1 place de l’Église", "postal_code": "49280"}
    answer = claude.post(f"{PLACES}ajouter/", sent)
    assert answer.status_code == 422
    assert "Plusieurs communes répondent." in text(answer)
    assert "La Tessoualle (49280)" in text(answer)
    assert 'value="Mairie"' in text(answer)
    assert claude.post(f"{PLACES}ajouter/", sent | {"which": "49343"}).status_code == 302
    place = Place.objects.get(name="Mairie")
    assert (place.commune, place.insee, place.point is not None) == ("La Tessoualle", "49343", True)
    assert 'value="La Tessoualle"' in text(claude.get(f"{PLACES}{place.uid}/"))
    answer = claude.post(
        f"{PLACES}ajouter/", {"uid": str(uuid4()), "name": "Ailleurs", "commune": "Nulle-Part"}, follow=True
    )
    assert "sans position" in text(answer)
    assert Place.objects.get(name="Ailleurs").commune == "Nulle-Part"


def test_a_position_is_typed_and_a_wrong_one_is_told(world, as_):
    claude = as_("claude")
    sent = {"uid": str(uuid4()), "name": "Belvédère", "point": "47,0601 -0,8803"}
    assert claude.post(f"{PLACES}ajouter/", sent).url == f"{PLACES}?enregistre"
    place = Place.objects.get(name="Belvédère")
    assert (place.latitude, place.longitude) == (47.0601, -0.8803)
    assert 'value="47.0601, -0.8803"' in text(claude.get(f"{PLACES}{place.uid}/"))
    for wrong in ("ici", "147, 0", "47", "47, 200"):
        answer = claude.post(f"{PLACES}{place.uid}/", sent | {"point": wrong})
        assert (answer.status_code, "deux nombres de degrés" in text(answer)) == (422, True)


def test_the_places_of_sites_come_by_themselves_and_close_with_them(world, as_):
    claude = as_("claude")
    page = text(claude.get(PLACES))
    assert "Mission Locale du Choletais" in page
    place = Place.objects.get(site__isnull=False)
    sent = {"uid": str(place.uid), "directions": "Bus 1, deuxième étage, ascenseur", "point": ""}
    assert claude.post(f"{PLACES}{place.uid}/", sent).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.directions) == (
        "Mission Locale du Choletais",
        "Bus 1, deuxième étage, ascenseur",
    )
    assert claude.post(f"{PLACES}{place.uid}/", {"do": "close"}).status_code == 409
    office = world.office
    for does, closed in (("close", True), ("reopen", False)):
        assert claude.post(f"{PLACES}{office.uid}/", {"do": does}).status_code == 302
        office.refresh_from_db()
        assert bool(office.closed_at) is closed


@pytest.mark.parametrize("path", [KINDS, PLACES])
def test_lists_ask_as_often_for_one_as_for_many(world, as_, django_assert_max_num_queries, path):
    claude = as_("claude")
    claude.get(path)
    with django_assert_max_num_queries(30) as captured:
        claude.get(path)
    for number in range(4):
        Kind.objects.create(structure=world.talk.structure, name=f"Genre {number}", modes=["site"])
        Place.objects.create(structure=world.talk.structure, name=f"Endroit {number}")
    world.booked(1, 9)
    with django_assert_max_num_queries(30) as again:
        claude.get(path)
    assert len(captured) == len(again)


def test_another_structure_s_kinds_and_places_do_not_exist(world, as_):
    mayenne = world.cast.structures["mayenne"]
    kind = Kind.objects.create(structure=mayenne, name="Secret", modes=["site"])
    place = Place.objects.create(structure=mayenne, name="Secret")
    claude = as_("claude")
    assert claude.get(f"{KINDS}{kind.uid}/").status_code == 404
    assert claude.get(f"{PLACES}{place.uid}/").status_code == 404
    for path in (KINDS, PLACES, HOURS, f"{HOURS}ajouter/"):
        assert "Secret" not in text(claude.get(path))
    answer = claude.post(f"{HOURS}ajouter/", stretch(world, place=str(place.uid), kinds=[str(kind.uid)]))
    assert (answer.status_code, "Secret" in text(answer)) == (422, False)
