"""What becomes of a text written to several: followed, told further, called for."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.audit.models import Record
from aufil.delivery.actions import record_receipt
from aufil.delivery.models import Attempt, CallLine, Notice
from aufil.delivery.states import State
from aufil.people.actions import support
from aufil.thread.models import Broadcast

pytestmark = pytest.mark.django_db
Reach = Notice.Reach


@pytest.fixture
def three(office):
    """Léa has a mobile, Yanis an address, Inès nothing."""
    office.lea.phone, office.lea.email = "+33639980001", ""
    office.lea.save()
    office.ines.email = ""
    office.ines.save()
    return office


def write(pages, cast, **more):
    chosen = [str(cast.people[name].uid) for name in ("lea", "yanis", "ines")]
    body = {"id": str(uuid4()), "jeune": chosen, "text": "Forum de l’emploi jeudi", **more}
    answer = pages.camille.post("/ecrire-a-plusieurs/", body)
    assert answer.status_code == 302
    return Broadcast.objects.get(uid=body["id"])


def reach_of(cast, name):
    return Notice.objects.get(person=cast.people[name]).reach


def state_of(cast, name):
    return Notice.objects.get(person=cast.people[name]).state


def shown(pages, broadcast, etat=""):
    return pages.camille.get(f"/ecrire-a-plusieurs/{broadcast.uid}/?etat={etat}").content.decode()


def test_it_stops_at_push_unless_its_author_asks_for_more(pages, three, held, carriers):
    write(pages, three)
    held.pass_by(minutes=3)
    assert not Attempt.objects.exists()
    assert {reach_of(three, name) for name in ("lea", "yanis", "ines")} == {Reach.PUSH}
    assert state_of(three, "lea") == State.DROPPED


def test_asked_to_go_on_it_goes_by_sms_and_mail_or_to_the_call_list(pages, three, held, carriers):
    write(pages, three, reach="4")
    held.pass_by(minutes=3)
    assert [one.attempt.person_id for one in carriers["sms"].handed] == [three.lea.pk]
    assert [one.attempt.person_id for one in carriers["email"].handed] == [three.yanis.pk]
    assert state_of(three, "ines") == State.TO_CALL
    assert CallLine.objects.get().person == three.ines


def test_a_reach_that_is_none_is_refused_and_the_text_stays(pages, three):
    body = {"id": str(uuid4()), "jeune": str(three.lea.uid), "text": "Forum", "reach": "9"}
    answer = pages.camille.post("/ecrire-a-plusieurs/", body)
    assert answer.status_code == 422
    assert "Forum</textarea>" in answer.content.decode()
    assert not Broadcast.objects.exists()


def test_discreet_to_many_is_discreet_to_each(pages, three):
    write(pages, three, private="1")
    assert all(Notice.objects.values_list("private", flat=True))


def test_the_cost_is_said_before(pages, three, carriers):
    page = pages.camille.get(
        "/ecrire-a-plusieurs/", {"jeune": [str(three.people[n].uid) for n in ("lea", "yanis", "ines")]}
    ).content.decode()
    assert "Par SMS : 1 personne, de 0,05\u00a0€ à 0,14\u00a0€" in page
    assert "Par e-mail : 1 personne." in page
    assert "Ni l’un ni l’autre : 1 personne." in page


def test_its_author_sees_who_has_read_it_and_whom_nothing_reached(api, pages, three, held, carriers):
    broadcast = write(pages, three)
    held.pass_by(minutes=3)
    api.yanis.call("POST", f"/threads/{three.thread('yanis').uid}/read", {"seq": 1})
    page = shown(pages, broadcast)
    assert "Lu par 1 personne sur 3" in page
    assert "aucun moyen de joindre cette personne" in page
    assert "Yanis Diallo" in shown(pages, broadcast, "lu")
    assert "Léa Baron" not in shown(pages, broadcast, "lu")
    assert "1 personne par SMS, 0,05\u00a0€ au plus." in page


def test_telling_further_reopens_what_had_ended_and_twice_is_once(pages, three, held, carriers):
    broadcast = write(pages, three)
    held.pass_by(minutes=3)
    for _twice in range(2):
        answer = pages.camille.post(f"/ecrire-a-plusieurs/{broadcast.uid}/prevenir/")
        assert answer.status_code == 302
        held.pass_by(minutes=5)
    assert len(carriers["sms"].handed) == len(carriers["email"].handed) == 1
    assert Record.objects.filter(verb="told-further").count() == 1
    broadcast.refresh_from_db()
    assert broadcast.reach == Reach.MESSAGE
    assert "par SMS" in shown(pages, broadcast, "parti")
    assert "Prévenir par SMS ou e-mail" not in shown(pages, broadcast)


def test_the_rest_is_put_on_the_call_list_once(api, pages, three, held, carriers):
    broadcast = write(pages, three, reach="3")
    held.pass_by(minutes=3)
    sms = Attempt.objects.get(person=three.lea)
    record_receipt(said="delivered", attempt=sms.uid, at=held.at)  # who lives by SMS has it: no need to call
    held.follow()
    api.yanis.call("POST", f"/threads/{three.thread('yanis').uid}/read", {"seq": 1})
    assert "Mettre 1 personne à appeler" in shown(pages, broadcast)
    for _twice in range(2):
        assert pages.camille.post(f"/ecrire-a-plusieurs/{broadcast.uid}/appeler/").status_code == 302
        held.pass_by(minutes=1)
    assert [line.person for line in CallLine.objects.filter(closed_at=None)] == [three.ines]
    assert state_of(three, "lea") == State.DELIVERED
    assert state_of(three, "yanis") == State.SEEN
    assert Record.objects.filter(verb="called-the-rest").count() == 1


def test_nobody_else_follows_or_pushes_it(pages, three):
    broadcast = write(pages, three)
    support(young=three.lea, counsellor=three.julien, structure=three.structures["cholet"], part="colleague")
    for other in (pages.julien, pages.dominique, pages.claude, pages.alex, pages.lea):
        assert other.get(f"/ecrire-a-plusieurs/{broadcast.uid}/").status_code == 404
        for verb in ("prevenir", "appeler"):
            assert other.post(f"/ecrire-a-plusieurs/{broadcast.uid}/{verb}/").status_code == 404
    assert {n.reach for n in Notice.objects.filter(person=three.lea)} == {Reach.PUSH}


def test_what_was_written_before_is_listed_with_how_many_have_read(pages, three):
    write(pages, three)
    page = pages.camille.get("/ecrire-a-plusieurs/").content.decode()
    assert "Forum de l’emploi jeudi" in page
    assert "lu par 0 sur 3" in page
    assert "Forum" not in pages.julien.get("/ecrire-a-plusieurs/").content.decode()


def test_following_many_asks_the_database_as_often_as_following_one(pages, three, held, carriers):
    counts = []
    for names in (["lea"], ["lea", "yanis", "ines"]):
        chosen = [str(three.people[name].uid) for name in names]
        body = {"id": str(uuid4()), "jeune": chosen, "text": f"Pour {len(names)}", "reach": "4"}
        assert pages.camille.post("/ecrire-a-plusieurs/", body).status_code == 302
        held.pass_by(minutes=10)
        path = f"/ecrire-a-plusieurs/{body['id']}/"
        pages.camille.get(path)
        with CaptureQueriesContext(connection) as captured:
            pages.camille.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1]
