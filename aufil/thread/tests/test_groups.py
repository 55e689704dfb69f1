"""The life of a group: who is here, coming and going, silence, what is pinned."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.people.actions import create_person
from aufil.people.models import Role
from aufil.thread.models import Entry, Member, Pin, Thread


def entries(client, thread):
    return client.get(f"/threads/{thread.uid}/entries").json["results"]


def last_text(client, thread):
    return entries(client, thread)[-1]["text"]


def own_line(client, thread):
    return next(one for one in client.get("/threads").json["results"] if one["id"] == str(thread.uid))


# Who is here


def test_everybody_sees_who_is_here_as_they_may_know_them(pages, club):
    young, staff = (
        who.get(f"/fil/{club.uid}/personnes/").content.decode() for who in (pages.lea, pages.camille)
    )
    assert all(name in young for name in ("Yanis", "Inès", "Camille", "Julien"))
    assert "Yanis Diallo" in staff
    assert "Diallo" not in young
    assert ">YD<" not in young


def test_only_who_is_in_a_group_sees_who_is_here(api, pages, club):
    for who in ("dominique", "alex", "admin"):
        assert getattr(pages, who).get(f"/fil/{club.uid}/personnes/").status_code == 404
        assert getattr(api, who).get(f"/threads/{club.uid}/members").status == 404


SECRETS = ("06 12", "+336", "61234", "@exemple.fr", "Diallo", "Morel", "Rousseau", "Besnard")


def test_no_member_is_shown_the_number_or_address_of_another(api, pages, cast, club):
    """In no page, answer, stream or refusal of a group, whoever asks among the young people."""
    for person in (cast.yanis, cast.ines, cast.camille, cast.julien):
        person.phone, person.email = "+33612345678", f"{person.username}@exemple.fr"
        person.save()
    said = api.yanis.say(club, "@lea @ines salut").json["id"]
    mine = api.lea.say(club, "salut @camille", reply_to=said).json["id"]
    api.yanis.call("PUT", f"/threads/{club.uid}/entries/{mine}/reactions/👍")
    api.camille.call("PUT", f"/threads/{club.uid}/entries/{said}/pin")
    hidden = api.lea.say(club, "mon adresse c’est rue des Lilas").json["id"]
    api.camille.call("PUT", f"/threads/{club.uid}/entries/{hidden}/hiding", {"reason": "Trop personnel"})
    api.yanis.post(f"/threads/{club.uid}/leave")
    at = f"/fil/{club.uid}/"
    shown = [
        pages.lea.get(address).content.decode()
        for address in (
            "/",
            at,
            f"{at}personnes/",
            f"{at}quitter/",
            f"{at}message/{said}/reagir/",
            f"{at}message/{hidden}/masquer/",
            f"{at}message/{said}/masquer/",
            f"{at}message/{said}/epingler/",
            f"{at}?repondre={said}",
        )
    ]
    base = f"/threads/{club.uid}"
    answers = (
        api.lea.get("/threads"),
        api.lea.get(f"{base}/entries"),
        api.lea.get(f"{base}/members"),
        api.lea.get(f"{base}/pins"),
        api.lea.post(f"{base}/members", {"person": str(cast.yanis.uid)}),
        api.lea.delete(f"{base}/members/{cast.ines.uid}"),
        api.lea.call("PUT", f"{base}/entries/{said}/pin"),
        api.lea.call("PUT", f"{base}/entries/{said}/hiding", {"reason": "pour voir"}),
        api.lea.call("PUT", f"{base}/entries/{said}/reactions/x"),
        api.lea.patch(base, {"title": ""}),
    )
    shown += [answer.body.decode() for answer in answers]
    own = ("Baron", "lea@exemple.fr")
    for text in shown:
        for secret in SECRETS:
            assert secret not in text.replace(own[1], ""), secret


# Coming and going


def test_a_young_person_leaves_and_the_group_reads_it(api, pages, cast, club):
    api.camille.say(club, "Visite jeudi")
    assert Notice.objects.pending().filter(person=cast.lea).count() == 1
    assert "ne lirez plus ce groupe" in pages.lea.get(f"/fil/{club.uid}/quitter/").content.decode()
    assert pages.lea.post(f"/fil/{club.uid}/quitter/").status_code == 302
    event = entries(api.camille, club)[-1]
    assert (event["kind"], event["via"], event["text"]) == ("event", "self", "Léa a quitté le groupe.")
    assert api.lea.get(f"/threads/{club.uid}/entries").status == 404
    assert api.lea.say(club, "encore").status == 404
    assert str(club.uid) not in pages.lea.get("/").content.decode()
    assert not Notice.objects.pending().filter(person=cast.lea, topic=club.pk).exists()
    assert Record.objects.filter(verb="group-left", actor=cast.lea.pk).count() == 1


def test_staff_let_back_in_who_left(api, pages, cast, club):
    api.lea.post(f"/threads/{club.uid}/leave")
    assert "Faire revenir" in pages.camille.get(f"/fil/{club.uid}/personnes/").content.decode()
    assert pages.camille.post(f"/fil/{club.uid}/personnes/", {"person": cast.lea.uid}).status_code == 302
    assert last_text(api.lea, club) == "Camille a ajouté Léa au groupe."
    again = pages.camille.post(f"/fil/{club.uid}/personnes/", {"person": cast.lea.uid})
    assert again.status_code == 422, "who is there cannot be brought in"
    assert Member.objects.filter(thread=club, person=cast.lea).count() == 1


def test_staff_bring_in_a_young_person_and_take_one_out(api, cast, club):
    lou = create_person(
        username="lou", first_name="Lou", structure=cast.structures["cholet"], role=Role.YOUNG
    )
    assert api.julien.post(f"/threads/{club.uid}/members", {"person": str(lou.uid)}).status == 204
    assert Member.objects.get(thread=club, person=lou).side == "young"
    assert api.julien.delete(f"/threads/{club.uid}/members/{lou.uid}").status == 204
    assert last_text(api.julien, club) == "Lou ne fait plus partie du groupe."
    assert api.julien.delete(f"/threads/{club.uid}/members/{lou.uid}").status == 404


def test_nobody_of_another_structure_is_brought_in(api, pages, cast, club):
    for outsider in (cast.ousmane, cast.alex, cast.admin):
        answer = api.camille.post(f"/threads/{club.uid}/members", {"person": str(outsider.uid)})
        assert (answer.status, "Keita" in answer.body.decode()) == (422, False)
        assert pages.camille.post(f"/fil/{club.uid}/personnes/", {"person": outsider.uid}).status_code == 422
    assert "Ousmane" not in pages.camille.get(f"/fil/{club.uid}/personnes/").content.decode()


def test_a_young_person_runs_nothing(api, pages, cast, club):
    said = api.camille.say(club, "Visite jeudi").json["id"]
    base = f"/threads/{club.uid}"
    for answer in (
        api.lea.post(f"{base}/members", {"person": str(cast.yanis.uid)}),
        api.lea.delete(f"{base}/members/{cast.yanis.uid}"),
        api.lea.patch(base, {"title": "À nous"}),
        api.lea.call("PUT", f"{base}/entries/{said}/pin"),
        api.lea.call("PUT", f"{base}/entries/{said}/hiding", {"reason": "parce que"}),
    ):
        assert (answer.status, answer.kind) == (403, "forbidden")
    at = f"/fil/{club.uid}"
    for address in (f"{at}/message/{said}/epingler/", f"{at}/message/{said}/masquer/"):
        assert pages.lea.get(address).status_code == 404
        assert pages.lea.post(address, {"on": "yes", "reason": "parce que"}).status_code == 404
    assert pages.lea.post(f"{at}/personnes/", {"remove": cast.yanis.uid}).status_code == 404
    assert pages.lea.post(f"{at}/nom/", {"title": "À nous"}).status_code == 404
    page = pages.lea.get(f"{at}/personnes/").content.decode()
    assert 'name="remove"' not in page
    assert 'name="person"' not in page
    thread = pages.lea.get(f"{at}/").content.decode()
    assert "/epingler/" not in thread
    assert "/masquer/" not in thread


def test_staff_of_the_structure_who_are_not_in_the_group_run_nothing(api, pages, cast, club):
    for who in ("dominique", "claude"):
        assert getattr(api, who).patch(f"/threads/{club.uid}", {"title": "Club"}).status == 404
        assert getattr(pages, who).post(f"/fil/{club.uid}/nom/", {"title": "Club"}).status_code == 404


def test_the_last_of_the_staff_stays(api, pages, cast, club):
    assert api.julien.post(f"/threads/{club.uid}/leave").status == 204
    assert api.camille.post(f"/threads/{club.uid}/leave").status == 403
    assert pages.camille.post(f"/fil/{club.uid}/personnes/", {"remove": cast.camille.uid}).status_code == 403
    assert api.camille.get(f"/threads/{club.uid}/entries").status == 200


def test_one_does_not_leave_ones_own_thread(api, pages, cast):
    assert api.lea.post(f"/threads/{cast.thread().uid}/leave").status == 403
    assert pages.lea.get(f"/fil/{cast.thread().uid}/quitter/").status_code == 404
    assert pages.lea.post(f"/fil/{cast.thread().uid}/quitter/").status_code == 404
    assert api.lea.call("PUT", f"/threads/{cast.thread().uid}/mute", {}).status == 403


def test_a_group_takes_another_name(api, pages, club):
    assert (
        api.camille.patch(f"/threads/{club.uid}", {"title": " Club  du jeudi "}).json["title"]
        == "Club du jeudi"
    )
    assert last_text(api.lea, club) == "Le groupe s’appelle maintenant « Club du jeudi »."
    assert own_line(api.lea, club)["title"] == "Club du jeudi"
    count = Entry.objects.count()
    api.camille.patch(f"/threads/{club.uid}", {"title": "Club du jeudi"})
    assert Entry.objects.count() == count
    refused = pages.camille.post(f"/fil/{club.uid}/nom/", {"title": ""})
    assert (refused.status_code, "Donnez un nom au groupe." in refused.content.decode()) == (422, True)


# Silence


def test_who_asks_for_silence_is_told_of_nothing_but_their_name(api, pages, club):
    assert pages.lea.post(f"/fil/{club.uid}/silence/", {"silence": "week"}).status_code == 302
    api.camille.say(club, "Visite jeudi")
    line = own_line(api.lea, club)
    assert (line["unread"], line["muted"], line["mentioned"]) == (1, True, False)
    quiet = link_of(pages.lea, club)
    assert ("•" in quiet, "count--quiet" in quiet) == (True, True)
    api.camille.say(club, "@Léa tu viens ?")
    loud = link_of(pages.lea, club)
    assert ("•" in loud, '"mentioned">@' in loud, ">2<" in loud) == (False, True, True)


def link_of(client, thread):
    page = client.get("/").content.decode()
    return re.search(rf'<a class="groups__link"[^>]*data-thread="{thread.uid}".*?</a>', page, re.DOTALL)[0]


def test_silence_ends_by_itself_or_when_one_says_so(api, pages, cast, club, monkeypatch):
    until = clock.now() + timedelta(hours=2)
    assert api.lea.call("PUT", f"/threads/{club.uid}/mute", {"until": until.isoformat()}).status == 200
    assert "Silence jusqu’à" in pages.lea.get(f"/fil/{club.uid}/personnes/").content.decode()
    later = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert own_line(api.lea, club)["muted"] is False
    api.lea.call("PUT", f"/threads/{club.uid}/mute", {})
    assert own_line(api.lea, club)["muted"] is True
    assert api.lea.delete(f"/threads/{club.uid}/mute").json == {"muted": False, "until": None}
    assert own_line(api.lea, club)["muted"] is False


@pytest.mark.parametrize("until", ["2020-01-01T00:00:00Z", "2040-01-01T00:00:00", "jeudi"])
def test_silence_until_a_moment_to_come_with_its_offset(api, club, until):
    answer = api.lea.call("PUT", f"/threads/{club.uid}/mute", {"until": until})
    assert (answer.status, list(answer.json["errors"])) == (422, ["until"])


def test_silence_is_ones_own(api, club):
    api.lea.call("PUT", f"/threads/{club.uid}/mute", {})
    assert own_line(api.yanis, club)["muted"] is False
    assert "muted" not in api.yanis.get(f"/threads/{club.uid}/members").json["results"][0]


# Pins


def pin(client, thread, entry, method="PUT"):
    return client.call(method, f"/threads/{thread.uid}/entries/{entry}/pin")


def test_three_entries_stay_in_view_and_not_a_fourth(api, pages, club):
    said = [api.yanis.say(club, f"info {n}").json["id"] for n in range(4)]
    answers = [pin(api.camille, club, one) for one in said]
    assert [a.status for a in answers] == [200, 200, 200, 409]
    assert answers[0].json["pinned_at"]
    assert [one["text"] for one in api.lea.get(f"/threads/{club.uid}/pins").json["results"]] == [
        "info 2",
        "info 1",
        "info 0",
    ]
    page = pages.lea.get(f"/fil/{club.uid}/").content.decode()
    assert page.count('class="pin"') == 3
    assert page.index('data-role="pins"') < page.index('data-role="entries"')
    assert pin(api.julien, club, said[1], "DELETE").json["pinned_at"] is None
    assert pin(api.camille, club, said[3]).status == 200


def test_pinning_twice_is_once(api, club):
    said = api.camille.say(club, "Visite jeudi").json["id"]
    first, again = pin(api.camille, club, said), pin(api.julien, club, said)
    assert (first.json["rev"], again.json["rev"], Pin.objects.count()) == (2, 2, 1)
    for _ in range(2):
        assert pin(api.camille, club, said, "DELETE").json["rev"] == 3


def test_the_table_itself_holds_three_places(api, cast, club):
    said = [Entry.objects.get(uid=api.camille.say(club, "a").json["id"]) for _ in range(2)]
    row = {"thread": club, "person": cast.camille, "made_at": clock.now()}
    for place in (0, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pin.objects.create(entry=said[0], place=place, **row)
    Pin.objects.create(entry=said[0], place=1, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pin.objects.create(entry=said[1], place=1, **row)


def test_an_entry_taken_back_is_pinned_no_more(api, club):
    said = api.yanis.say(club, "info").json["id"]
    pin(api.camille, club, said)
    api.yanis.delete(f"/threads/{club.uid}/entries/{said}")
    assert not Pin.objects.exists()
    assert pin(api.camille, club, said).status == 410
    assert pin(api.camille, club, uuid4()).status == 404


def test_without_script_a_page_pins(api, pages, club):
    said = api.yanis.say(club, "info").json["id"]
    address = f"/fil/{club.uid}/message/{said}/epingler/"
    assert "Épingler ce message ?" in pages.camille.get(address).content.decode()
    assert pages.camille.post(address, {"on": "yes"}).status_code == 302
    assert "Ne plus épingler ?" in pages.camille.get(address).content.decode()
    for n in range(2):
        pin(api.camille, club, api.yanis.say(club, f"info {n}").json["id"])
    more = api.yanis.say(club, "de trop").json["id"]
    refused = pages.camille.post(f"/fil/{club.uid}/message/{more}/epingler/", {"on": "yes"})
    assert (refused.status_code, "déjà épinglés" in refused.content.decode()) == (409, True)


def test_only_groups_have_pins(api, cast):
    said = api.lea.say(cast.thread(), "info").json["id"]
    assert pin(api.camille, cast.thread(), said).status == 403
    assert Thread.objects.get(pk=cast.thread().pk).rev == 1
