"""Who is in a thread: it follows who supports whom, and groups are opened by staff of the structure."""

import pytest

from aufil.delivery.models import Notice
from aufil.people.actions import announce_waiting, create_person, end_support, support
from aufil.people.models import Support
from aufil.people.queries import today_in
from aufil.thread.models import Member, Thread


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def test_a_thread_opens_with_the_first_support(cast, cholet):
    lou = create_person(username="lou", first_name="Lou", structure=cholet, role="young")
    assert not Thread.objects.filter(young=lou).exists()
    support(young=lou, counsellor=cast.julien, structure=cholet)
    members = Member.objects.filter(thread__young=lou).values_list("person__username", "side")
    assert sorted(members) == [("julien", "staff"), ("lou", "young")]


def test_a_new_referent_takes_the_thread_over_and_the_former_gets_404(api, cast, cholet):
    thread = cast.thread()
    api.lea.say(thread, "coucou")
    support(young=cast.lea, counsellor=cast.julien, structure=cholet)
    address = f"/threads/{thread.uid}/entries"
    assert api.julien.get(address).json["results"][0]["text"] == "coucou"
    assert api.camille.get(address).status == 404
    assert api.camille.say(thread, "encore là").status == 404
    assert Thread.objects.filter(young=cast.lea).count() == 1
    former, present = Support.objects.filter(young=cast.lea).order_by("pk")
    assert (former.ends_on, present.ends_on) == (today_in(cholet), None)


def test_a_colleague_joins_beside_the_referent(api, cast, cholet):
    thread = cast.thread()
    api.lea.say(thread, "avant")
    support(young=cast.lea, counsellor=cast.julien, structure=cholet, part="colleague")
    assert api.julien.get("/threads").json["results"][0]["unread"] == 0, "what was before is not news"
    api.lea.say(thread, "après")
    assert api.julien.get("/threads").json["results"][0]["unread"] == 1
    assert api.camille.get("/threads").json["results"][0]["id"] == str(thread.uid)


def test_who_comes_back_finds_what_they_missed_unread(api, cast, cholet):
    thread = cast.thread()
    row = support(young=cast.lea, counsellor=cast.julien, structure=cholet, part="colleague")
    end_support(row=row)
    api.lea.say(thread, "pendant l’absence")
    support(young=cast.lea, counsellor=cast.julien, structure=cholet, part="colleague")
    assert api.julien.get("/threads").json["results"][0]["unread"] == 1


def test_what_who_left_wrote_stays_with_their_name(api, cast, cholet):
    thread = cast.thread()
    api.camille.say(thread, "Bonjour Léa")
    support(young=cast.lea, counsellor=cast.julien, structure=cholet)
    entry = api.lea.get(f"/threads/{thread.uid}/entries").json["results"][0]
    assert (entry["author"]["name"], entry["text"]) == ("Camille", "Bonjour Léa")


def test_who_left_hears_of_nothing_more(api, cast, cholet):
    support(young=cast.lea, counsellor=cast.julien, structure=cholet)
    api.lea.say(cast.thread(), "coucou")
    assert list(Notice.objects.values_list("person", flat=True)) == [cast.julien.pk]


def test_the_same_support_again_changes_nothing(cast, cholet):
    before = Support.objects.get(young=cast.lea)
    assert support(young=cast.lea, counsellor=cast.camille, structure=cholet) == before
    assert Support.objects.filter(young=cast.lea).count() == 1


def test_a_colleague_becomes_the_referent_and_stays_in_the_thread(api, cast, cholet):
    support(young=cast.lea, counsellor=cast.julien, structure=cholet, part="colleague")
    support(young=cast.lea, counsellor=cast.julien, structure=cholet)
    assert api.julien.say(cast.thread(), "Je prends la suite").status == 201
    assert api.camille.get(f"/threads/{cast.thread().uid}/entries").status == 404


def test_staff_open_a_group_with_people_of_their_structure(api, cast):
    participants = [str(cast.lea.uid), str(cast.julien.uid)]
    answer = api.camille.post("/threads", {"title": "Club du mardi", "participants": participants})
    assert (answer.status, answer.json["kind"], answer.json["title"]) == (201, "group", "Club du mardi")
    sides = Member.objects.filter(thread__title="Club du mardi").values_list("person__username", "side")
    assert sorted(sides) == [("camille", "staff"), ("julien", "staff"), ("lea", "young")]


def test_nobody_of_another_structure_is_put_in_a_group(api, cast):
    for outsider in (cast.ousmane, cast.alex, cast.admin):
        body = {"title": "Club", "participants": [str(cast.lea.uid), str(outsider.uid)]}
        answer = api.camille.post("/threads", body)
        assert (answer.status, list(answer.json["errors"])) == (422, ["participants"])
    assert not Thread.objects.filter(kind="group").exists()


def test_a_staff_thread_takes_no_young_person(api, cast):
    body = {"kind": "staff", "title": "Équipe", "participants": [str(cast.lea.uid)]}
    assert api.camille.post("/threads", body).status == 422
    body["participants"] = [str(cast.julien.uid)]
    assert api.camille.post("/threads", body).json["kind"] == "staff"


@pytest.mark.parametrize("title", ["", "   ", "x" * 81, "a\x00b"])
def test_a_group_needs_a_title_one_can_read(api, title):
    answer = api.camille.post("/threads", {"title": title, "participants": []})
    assert (answer.status, list(answer.json["errors"])) == (422, ["title"])


def test_the_page_says_what_the_other_phone_still_keeps(api, pages, cast):
    thread = cast.thread()
    announce_waiting(device=api.lea.device.pk, count=2)
    assert "Le téléphone de Léa garde 2 messages pas encore partis" in shown(pages.camille, thread)
    assert "garde 2 messages" not in shown(pages.lea, thread), "her own screen shows them itself"
    announce_waiting(device=api.lea.device.pk, count=1)
    assert "garde 1 message pas encore parti" in shown(pages.camille, thread)
    announce_waiting(device=api.lea.device.pk, count=0)
    assert "Le téléphone de" not in shown(pages.camille, thread)


def test_in_a_group_nobody_is_told_whose_phone_keeps_what(api, pages, cast):
    body = {"title": "Club", "participants": [str(cast.lea.uid)]}
    uid = api.camille.post("/threads", body).json["id"]
    announce_waiting(device=api.lea.device.pk, count=2)
    assert "Le téléphone de" not in pages.camille.get(f"/fil/{uid}/").content.decode()


def shown(browser, thread):
    return browser.get(f"/fil/{thread.uid}/").content.decode()
