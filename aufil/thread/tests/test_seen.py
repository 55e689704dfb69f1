"""Read marks: they say how far somebody has seen, never move back, and close the notices."""

import pytest

from aufil.delivery.models import Notice
from aufil.people.actions import support
from aufil.thread import access, actions
from aufil.thread.models import Member


@pytest.fixture
def three(api, cast):
    """Léa's thread with three entries of hers."""
    thread = cast.thread()
    for text in ("un", "deux", "trois"):
        api.lea.say(thread, text)
    return thread


def seen(person, thread):
    return Member.objects.get(person=person, thread=thread).seen_seq


def test_a_read_mark_never_moves_back(api, cast, three):
    address = f"/threads/{three.uid}/read"
    assert api.camille.post(address, {"seq": 2}).json == {"seq": 2}
    assert api.camille.post(address, {"seq": 1}).json == {"seq": 2}
    assert seen(cast.camille, three) == 2


def test_a_read_mark_beyond_the_last_entry_is_refused(api, cast, three):
    answer = api.camille.post(f"/threads/{three.uid}/read", {"seq": 4})
    assert (answer.status, list(answer.json["errors"])) == (422, ["seq"])
    assert seen(cast.camille, three) == 0


@pytest.mark.parametrize("body", [{"seq": -1}, {"seq": "a"}, {}, {"seq": None}])
def test_a_read_mark_that_is_no_number_is_refused(api, three, body):
    assert api.camille.post(f"/threads/{three.uid}/read", body).status == 422


def test_seeing_closes_the_notices_up_to_there_and_no_others(api, cast, three):
    api.camille.post(f"/threads/{three.uid}/read", {"seq": 2})
    assert list(Notice.objects.pending().values_list("person", "position")) == [(cast.camille.pk, 3)]
    assert Notice.objects.exclude(seen_at=None).count() == 2


def test_the_notices_of_another_thread_stay_open(api, cast, three):
    api.yanis.say(cast.thread("yanis"), "yo")
    api.camille.post(f"/threads/{three.uid}/read", {"seq": 3})
    assert list(Notice.objects.pending().values_list("topic", flat=True)) == [cast.thread("yanis").pk]


def test_an_entry_of_the_young_person_is_seen_when_one_of_the_staff_saw_it(api, cast, three):
    address = f"/threads/{three.uid}/entries"
    assert [e["state"] for e in api.lea.get(address).json["results"]] == ["sent", "sent", "sent"]
    api.camille.post(f"/threads/{three.uid}/read", {"seq": 2})
    assert [e["state"] for e in api.lea.get(address).json["results"]] == ["seen", "seen", "sent"]


def test_an_entry_of_staff_is_seen_when_the_young_person_saw_it_not_a_colleague(api, cast, three, helped):
    api.camille.say(three, "Bonjour")
    api.julien.post(f"/threads/{three.uid}/read", {"seq": 4})
    address = f"/threads/{three.uid}/entries?after=3"
    assert api.camille.get(address).json["results"][0]["state"] == "sent"
    api.lea.post(f"/threads/{three.uid}/read", {"seq": 4})
    assert api.camille.get(address).json["results"][0]["state"] == "seen"


@pytest.fixture
def helped(cast):
    """Julien helps Camille with Léa."""
    return support(
        young=cast.lea, counsellor=cast.julien, structure=cast.structures["cholet"], part="colleague"
    )


def test_in_a_group_a_count_and_seen_when_all_have(api, cast):
    participants = [str(cast.lea.uid), str(cast.yanis.uid)]
    group = api.camille.post("/threads", {"title": "Club", "participants": participants}).json
    address = f"/threads/{group['id']}"
    api.camille.post(f"{address}/entries", {"id": "0190a000-0000-7000-8000-000000000001", "text": "Jeudi ?"})

    def mine():
        entry = api.camille.get(f"{address}/entries").json["results"][0]
        return entry["state"], entry["seen_by"]

    assert mine() == ("sent", 0)
    api.lea.post(f"{address}/read", {"seq": 1})
    assert mine() == ("sent", 1)
    api.yanis.post(f"{address}/read", {"seq": 1})
    assert mine() == ("seen", 2)


def test_who_writes_has_not_thereby_seen_what_came_before(api, cast, three):
    api.camille.say(three, "Je réponds sans avoir lu")
    assert seen(cast.camille, three) == 0
    assert api.camille.get("/threads").json["results"][0]["unread"] == 3


def test_a_stale_page_that_marks_less_learns_how_far_one_has_seen(cast, three):
    """Two tabs: the first opened the thread before the second marked it read."""
    first_tab = access.thread(cast.camille, three.uid)
    actions.mark_read(opened=access.thread(cast.camille, three.uid), seq=3)
    assert actions.mark_read(opened=first_tab, seq=1) == 3
