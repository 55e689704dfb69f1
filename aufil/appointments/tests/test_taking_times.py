"""The pages by which a time is taken, moved and given back, as browsers without script see them."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.appointments.models import Appointment, Kind, Place, Rules, Seat, Watch
from aufil.territory.models import Commune
from tests.support import signed_in


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def links(answer, word="heure="):
    """The addresses of the times a page offers."""
    found = re.findall(r'class="time" href="([^"]+)"', answer.content.decode())
    return [unescape(one) for one in found if word in one]


def read(answer):
    return unescape(answer.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def lea(world):
    return signed_in(world.cast.lea)


@pytest.fixture
def camille(world):
    return signed_in(world.cast.camille)


BOOK, TAKE = "/rendez-vous/prendre/", "/agenda/prendre/"


def on_site(world):
    return f"{BOOK}?genre={world.talk.uid}&facon=site"


def typed(world, day=2, hour="09:15", **more):
    """What staff type."""
    at = world.at(day, 12)
    return {
        "uid": str(uuid4()),
        "starts_on": at.date().isoformat(),
        "starts": hour,
        "minutes": "45",
        "counsellor": str(world.cast.camille.uid),
        "place": str(world.office.uid),
        **more,
    }


def take_for(world, name="lea", **more):
    said = {"pour": world.cast.people[name].uid, "genre": world.talk.uid, "facon": "site", **more}
    return f"{TAKE}?" + "&".join(f"{key}={value}" for key, value in said.items())


def test_a_young_person_goes_from_way_to_time_to_done(world, lea):
    assert "par téléphone" in read(lea.get(BOOK)).lower()  # one kind only: its ways at once
    times = links(lea.get(on_site(world)))
    assert times
    page = lea.get(BOOK + times[0])
    assert "Prendre ce rendez-vous" in read(page)
    uid = str(uuid4())
    done = lea.post(BOOK + times[0], {"uid": uid})
    made = Appointment.objects.get()
    assert (done.status_code, done.url) == (302, f"/rendez-vous/{made.uid}/pris/")
    assert (made.counsellor, made.place) == (world.cast.camille, world.office)
    assert lea.post(BOOK + times[0], {"uid": uid}).status_code == 302
    assert Appointment.objects.count() == 1
    assert "C’est noté" in read(lea.get(done.url))


def test_by_telephone_asks_for_a_number_alone(world, lea):
    phone = f"{BOOK}?genre={world.talk.uid}&facon=phone"
    time = links(lea.get(phone))[0]
    assert "On vous appelle au" in read(lea.get(BOOK + time))
    refused = lea.post(BOOK + time, {"uid": str(uuid4()), "phone": "12"})
    assert refused.status_code == 422
    assert 'value="12"' in read(refused)
    assert lea.post(BOOK + time, {"uid": str(uuid4()), "phone": "06 39 98 00 01"}).status_code == 302
    made = Appointment.objects.get()
    assert (made.phone, made.place) == ("+33639980001", None)


def test_two_for_the_same_time_one_has_it_the_other_three_more(world, lea):
    time = links(lea.get(on_site(world)))[0]
    yanis = signed_in(world.cast.yanis)
    assert lea.post(BOOK + time, {"uid": str(uuid4())}).status_code == 302
    late = yanis.post(BOOK + time, {"uid": str(uuid4())})
    assert late.status_code == 409
    assert "vient de prendre cette heure" in read(late)
    assert len(links(late)) == 3
    assert yanis.post(BOOK + links(late)[0], {"uid": str(uuid4())}).status_code == 302


def test_no_free_time_says_until_when_and_what_else_one_can_do(world, lea):
    Rules.objects.create(structure=world.cast.structures["cholet"], notice_minutes=60 * 24 * 90)
    page = read(lea.get(on_site(world)))
    assert "Aucune heure libre avant le" in page
    assert "Me prévenir si une place se libère" in page
    assert "Demander à être appelé" in page


def test_what_is_not_offered_to_them_is_not_there(world, lea):
    Kind.objects.update(for_young=False)
    assert "on prend rendez-vous avec son conseiller" in read(lea.get(BOOK))
    assert "Quand" not in read(lea.get(on_site(world)))


def test_a_day_to_jump_to_and_nonsense_is_no_fault(world, lea):
    far = world.at(21, 9).date().isoformat()
    page = lea.get(on_site(world) + f"&des={far}")
    assert links(page)
    assert "Au plus tôt" in read(page)
    for nonsense in ("&des=hier", "&des=9999-12-31", "&heure=midi", "&avec=1&heure=2026-01-14T08:00Z"):
        assert lea.get(on_site(world) + nonsense).status_code in (200, 404)


def test_the_steps_cost_the_same_whatever_is_free(world, lea):
    world.booked(2, 9, young=world.cast.yanis)
    with CaptureQueriesContext(connection) as few:
        lea.get(on_site(world))
    for day in range(3):
        world.booked(3 + day, 9, young=world.cast.yanis)
    with CaptureQueriesContext(connection) as more:
        lea.get(on_site(world))
    assert len(more) == len(few) <= 25


def test_staff_take_a_free_time_with_its_facts(world, camille):
    page = camille.get(take_for(world))
    assert "avec Léa" in read(page)
    details = camille.get(TAKE + links(page)[0])
    assert "À apporter" in read(details)
    assert "Numéro à appeler" not in read(details)
    done = camille.post(TAKE + links(page)[0], typed(world, note="Votre CV"))
    made = Appointment.objects.get()
    assert done.url == f"/agenda/rdv/{made.uid}/"
    assert (made.note, made.starts_at) == ("Votre CV", world.at(2, 9, 15))


def test_staff_type_any_hour_and_what_is_wrong_is_kept(world, camille):
    assert camille.post(take_for(world), typed(world, hour="19h30")).status_code == 302
    wrong = camille.post(take_for(world), typed(world, hour="26h", note="Pièce d’identité"))
    assert wrong.status_code == 422
    assert "Une heure s’écrit comme" in read(wrong)
    assert "Pièce d’identité" in read(wrong)
    past = camille.post(take_for(world), typed(world, day=-3))
    assert past.status_code == 422
    assert "déjà passée" in read(past)
    assert Appointment.objects.count() == 1


def test_staff_see_the_nearest_times_or_overlap_with_a_reason(world, camille):
    world.booked(2, 9, young=world.cast.yanis)
    said = typed(world, note="Votre CV")
    late = camille.post(take_for(world), said)
    assert late.status_code == 409
    assert len(links(late)) == 3
    assert "Votre CV" in read(late)
    assert camille.post(take_for(world), {**said, "overlap_reason": "Urgence"}).status_code == 302
    assert Appointment.objects.get(note="Votre CV").overlap_reason == "Urgence"


def test_the_hour_missing_in_march_and_the_one_october_says_twice(world, camille):
    march = camille.post(take_for(world), typed(world, hour="02:30", starts_on="2026-03-29"))
    assert march.status_code == 422
    assert "heure d’été" in read(march)
    said = typed(world, hour="02:30", starts_on="2026-10-25")
    assert "cette heure vient deux fois" in read(camille.post(take_for(world), {**said, "minutes": ""}))
    assert camille.post(take_for(world), {**said, "second": "on"}).status_code == 302
    assert Appointment.objects.get().starts_at.isoformat() == "2026-10-25T01:30:00+00:00"


def test_a_place_that_is_typed_is_found_by_its_commune_and_kept(world, camille):
    world.talk.modes = ["site", "chosen"]
    world.talk.save()
    for insee, name, code in (("49099", "Cholet", "49300"), ("49100", "Saint-Cholet", "49301")):
        Commune.objects.create(
            insee=insee,
            name=name,
            department="49",
            postal_codes=code,
            folded=name.lower(),
            latitude=47,
            longitude=0,
        )
    said = typed(world, place="autre", place_name="Café du Mail", commune="493")
    two = camille.post(take_for(world, facon="chosen"), said)
    assert two.status_code == 422
    assert "Choisissez la bonne" in read(two)
    assert "Café du Mail" in read(two)
    assert camille.post(take_for(world, facon="chosen"), {**said, "insee": "49099"}).status_code == 302
    made = Place.objects.get(name="Café du Mail")
    assert (made.commune, made.postal_code) == ("Cholet", "49300")
    assert Appointment.objects.get().place == made
    nowhere = camille.post(take_for(world, facon="chosen"), {**said, "commune": "Nulle-Part"})
    assert nowhere.status_code == 422
    assert "pas connue" in read(nowhere)


def test_a_session_is_made_with_its_seats(world, camille):
    address = f"{TAKE}?genre={world.workshop.uid}&facon=site"
    assert "Nombre de places" in read(camille.get(address + "&a-la-main=1"))
    refused = camille.post(address, typed(world))
    assert refused.status_code == 422
    assert "combien de personnes" in read(refused)
    on = world.at(1, 9).date().isoformat()
    assert camille.post(address, typed(world, seats="8", enrol_on=on, title="CV")).status_code == 302
    assert Appointment.objects.get().seats == 8


def test_a_past_meeting_is_noted(world, camille):
    address = f"/agenda/noter/?pour={world.cast.lea.uid}&genre={world.talk.uid}&facon=site"
    assert "Rien n’est envoyé" in read(camille.get(address))
    ahead = camille.post(address, typed(world, outcome="present"))
    assert ahead.status_code == 422
    assert "pas fini" in read(ahead)
    assert camille.post(address, typed(world, day=-4, outcome="late")).status_code == 302
    assert Seat.objects.get().outcome == "late"


def test_staff_of_another_structure_find_nobody(world):
    alex = signed_in(world.cast.alex)
    assert alex.get(take_for(world)).status_code == 404
    assert "Baron" not in read(alex.get(f"{TAKE}?q=baron"))
    made = world.booked(2, 9)
    for page in ("deplacer", "annuler"):
        assert alex.get(f"/agenda/rdv/{made.uid}/{page}/").status_code == 404
        assert signed_in(world.cast.yanis).get(f"/rendez-vous/{made.uid}/{page}/").status_code == 404


def test_whom_is_looked_for_by_name(world, camille):
    assert "Léa Baron" in read(camille.get(f"{TAKE}?q=baron"))
    assert "Personne ne s’appelle" in read(camille.get(f"{TAKE}?q=zzz"))


def test_moving_is_one_act_for_either(world, lea, camille):
    made = world.booked(2, 9)
    address = f"/rendez-vous/{made.uid}/deplacer/"
    time = links(lea.get(address))[-1]
    assert "Au lieu de" in read(lea.get(address + time))
    assert lea.post(address + time).url == f"/rendez-vous/{made.uid}/pris/"
    made.refresh_from_db()
    assert (made.moves, Appointment.objects.count()) == (1, 1)
    kept = f"/agenda/rdv/{made.uid}/deplacer/"
    assert camille.post(kept + links(camille.get(kept))[0]).url == f"/agenda/rdv/{made.uid}/"
    made.refresh_from_db()
    assert made.moves == 2


def test_moved_to_a_time_that_went_it_stays_and_shows_three(world, lea):
    made, other = world.booked(2, 9), world.booked(2, 11, young=world.cast.yanis)
    there = f"/rendez-vous/{made.uid}/deplacer/?heure={other.starts_at:%Y-%m-%dT%H:%MZ}"
    late = lea.post(there)
    assert late.status_code == 409
    assert len(links(late)) == 3
    made.refresh_from_db()
    assert made.starts_at == world.at(2, 9)


def test_staff_move_to_any_hour_they_type(world, camille):
    made = world.booked(2, 9)
    kept = f"/agenda/rdv/{made.uid}/deplacer/"
    wrong = camille.get(f"{kept}?jour=2026-03-29&a=02:30")
    assert wrong.status_code == 422
    assert "heure d’été" in read(wrong)
    assert camille.post(f"{kept}?jour={world.at(3, 9).date()}&a=19:30").status_code == 302
    made.refresh_from_db()
    assert made.starts_at == world.at(3, 19, 30)
    world.booked(4, 9, young=world.cast.yanis)
    there = f"{kept}?jour={world.at(4, 9).date()}&a=9h"
    assert camille.post(there).status_code == 409
    assert camille.post(there, {"overlap_reason": "Urgence"}).status_code == 302


def test_past_the_limit_it_says_so_and_whom_to_call(world, lea, at):
    made = world.booked(2, 9)
    at(world.at(2, 8))
    for page in ("deplacer", "annuler"):
        answer = lea.get(f"/rendez-vous/{made.uid}/{page}/")
        assert answer.status_code == 403
        assert "2 heures avant" in read(answer)
        assert lea.post(f"/rendez-vous/{made.uid}/{page}/").status_code == 403


def test_cancelling_frees_the_time_and_keeps_the_word(world, lea, camille):
    made = world.booked(2, 9)
    assert lea.post(f"/rendez-vous/{made.uid}/annuler/", {"word": "Je travaille"}).status_code == 302
    made.refresh_from_db()
    assert (made.cancel_word, made.cancelled_by) == ("Je travaille", world.cast.lea)
    other = world.booked(2, 9, young=world.cast.yanis)
    assert camille.post(f"/agenda/rdv/{other.uid}/annuler/", {"word": ""}).status_code == 302
    other.refresh_from_db()
    assert other.cancelled_by == world.cast.camille


def test_a_session_is_enrolled_in_left_and_waited_for(world, lea):
    made = world.session(7, 10, seats=1)
    page = read(lea.get("/rendez-vous/seances/"))
    assert "Atelier CV" in page
    assert "1 place libre" in page
    assert lea.post(f"/rendez-vous/seances/{made.uid}/inscrire/").status_code == 302
    assert "Vous êtes inscrit" in read(lea.get("/rendez-vous/seances/"))
    yanis = signed_in(world.cast.yanis)
    assert "Me mettre dans la file" in read(yanis.get("/rendez-vous/seances/"))
    yanis.post(f"/rendez-vous/seances/{made.uid}/inscrire/")
    lea.post(f"/rendez-vous/seances/{made.uid}/rendre/")
    assert "gardée pour vous jusqu’à" in read(yanis.get("/rendez-vous/seances/"))
    yanis.post(f"/rendez-vous/seances/{made.uid}/inscrire/")
    assert made.taken.get(young=world.cast.yanis).state == "taken"
    assert signed_in(world.cast.ousmane).post(f"/rendez-vous/seances/{made.uid}/inscrire/").status_code == 404


def test_being_told_of_something_earlier_is_asked_seen_and_stopped(world, lea, camille):
    said = {"kind": str(world.talk.uid), "before": world.at(20, 9).date().isoformat()}
    assert lea.post("/rendez-vous/prevenir/", said).status_code == 302
    assert lea.post("/rendez-vous/prevenir/", {**said, "kind": "x"}).status_code == 302
    row = Watch.objects.get()
    assert "avant" in read(lea.get("/rendez-vous/prevenir/"))
    lea.post(f"/rendez-vous/prevenir/{row.uid}/arreter/")
    row.refresh_from_db()
    assert row.ended_at
    address = f"/mes-jeunes/{world.cast.lea.uid}/prevenir-plus-tot/"
    assert camille.post(address, said).status_code == 302
    again = Watch.objects.get(ended_at=None)
    assert "sera prévenu" in read(camille.get(take_for(world)))
    camille.post(f"{address}{again.uid}/arreter/")
    assert not Watch.objects.filter(ended_at=None).exists()


def test_nothing_of_another_structure_is_offered(world):
    ousmane = signed_in(world.cast.ousmane)
    assert "Entretien" not in read(ousmane.get(BOOK))
    assert (
        ousmane.get(f"{BOOK}?genre={world.talk.uid}&facon=site&avec={world.cast.camille.uid}").status_code
        == 200
    )


def test_a_seat_of_a_session_is_given_back_from_its_own_page(world, lea):
    made = world.session(7, 10, seats=1)
    lea.post(f"/rendez-vous/seances/{made.uid}/inscrire/")
    address = f"/rendez-vous/{made.uid}/annuler/"
    assert "Rendre votre place" in read(lea.get(address))
    assert lea.post(address).url == "/rendez-vous/seances/"
    assert made.taken.get().state == "given-back"
    made.refresh_from_db()
    assert made.cancelled_at is None
