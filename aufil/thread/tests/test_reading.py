"""Reading a stretch of a thread through the API: bounds, tombstones, names, what quotations show."""

from uuid import uuid4

import pytest


@pytest.fixture
def seven(api, cast):
    """Léa's thread with seven entries: odd ones hers, even ones Camille's."""
    thread = cast.thread()
    for number in range(1, 8):
        (api.lea if number % 2 else api.camille).say(thread, f"message {number}")
    return f"/threads/{thread.uid}/entries"


def seqs(answer):
    assert answer.status == 200
    return [entry["seq"] for entry in answer.json["results"]]


def test_without_a_bound_the_last_entries_come_ascending(api, seven):
    assert seqs(api.lea.get(seven)) == [1, 2, 3, 4, 5, 6, 7]
    assert seqs(api.lea.get(f"{seven}?limit=3")) == [5, 6, 7]


def test_after_gives_the_next_ones_and_before_the_nearest_below(api, seven):
    assert seqs(api.lea.get(f"{seven}?after=2&limit=3")) == [3, 4, 5]
    assert seqs(api.lea.get(f"{seven}?before=6&limit=3")) == [3, 4, 5]
    assert seqs(api.lea.get(f"{seven}?after=7")) == []
    assert seqs(api.lea.get(f"{seven}?before=1")) == []


@pytest.mark.parametrize(
    ("start", "walked"),
    [
        ("after=0&limit=3", [[1, 2, 3], [4, 5, 6], [7]]),
        ("limit=3", [[5, 6, 7], [2, 3, 4], [1]]),
        ("since=0&limit=4", [[1, 2, 3, 4], [5, 6, 7]]),
    ],
)
def test_next_leads_through_the_whole_thread_and_ends(api, seven, start, walked):
    found, query = [], start
    limit = start.rpartition("limit=")[2]
    while query:
        answer = api.lea.get(f"{seven}?{query}")
        found.append(seqs(answer))
        query = answer.json["next"] and f"{answer.json['next']}&limit={limit}"
    assert found == walked


def test_since_gives_what_changed_after_a_rev_in_the_order_of_changes(api, cast, seven):
    first = api.lea.get(f"{seven}?limit=7").json["results"][0]
    api.lea.patch(f"{seven}/{first['id']}", {"text": "message 1, corrigé"})
    answer = api.camille.get(f"{seven}?since=6")
    assert [(e["seq"], e["rev"]) for e in answer.json["results"]] == [(7, 7), (1, 8)]
    assert api.camille.get(f"{seven}?since=8").json["results"] == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "after=-1",
        "after=a",
        "after=1&before=3",
        "since=99999999999999999999",
        "limit=",
    ],
)
def test_a_stretch_that_makes_no_sense_is_malformed(api, seven, query):
    answer = api.lea.get(f"{seven}?{query}")
    if query == "limit=":  # an empty value is no value
        assert answer.status == 200
    else:
        assert (answer.status, answer.kind) == (400, "malformed")


def test_a_deleted_entry_stays_as_a_tombstone_without_text(api, seven):
    entry = api.lea.get(f"{seven}?limit=1").json["results"][0]
    api.lea.delete(f"{seven}/{entry['id']}")
    for reader in (api.lea, api.camille):
        tombstone = reader.get(f"{seven}?limit=1").json["results"][0]
        assert (tombstone["id"], tombstone["seq"]) == (entry["id"], 7)
        assert tombstone["deleted_at"]
        assert "text" not in tombstone
        assert "message 7" not in reader.get(seven).body.decode()


def test_a_quotation_vanishes_with_the_entry_it_quotes(api, cast):
    thread = cast.thread()
    secret = api.lea.say(thread, "j’aurais pas dû le dire").json
    api.camille.say(thread, "Je vous entends", reply_to=secret["id"])
    api.lea.delete(f"/threads/{thread.uid}/entries/{secret['id']}")
    answer = api.camille.get(f"/threads/{thread.uid}/entries")
    assert "pas dû" not in answer.body.decode()
    reply = answer.json["results"][1]
    assert reply["reply_to"] == secret["id"]
    assert reply["reply"]["text"] == ""


def test_a_tombstone_quotes_nothing(api, cast):
    thread = cast.thread()
    first = api.lea.say(thread, "la question").json
    answer = api.camille.say(thread, "la réponse", reply_to=first["id"]).json
    api.camille.delete(f"/threads/{thread.uid}/entries/{answer['id']}")
    tombstone = api.lea.get(f"/threads/{thread.uid}/entries").json["results"][1]
    assert (tombstone["reply_to"], tombstone["reply"]) == (None, None)


def test_a_quotation_is_one_line_and_cut(api, cast):
    thread = cast.thread()
    long = api.lea.say(thread, "un\ndeux " + "très " * 60).json
    reply = api.camille.say(thread, "ok", reply_to=long["id"]).json["reply"]
    assert reply["text"].startswith("un deux très")
    assert len(reply["text"]) == 120
    assert reply["text"].endswith("…")


def test_a_young_person_reads_first_names_and_staff_full_names(api, cast):
    thread = cast.thread()
    api.lea.say(thread, "coucou")
    api.camille.say(thread, "Bonjour")
    address = f"/threads/{thread.uid}/entries"
    assert [e["author"]["name"] for e in api.lea.get(address).json["results"]] == ["Léa", "Camille"]
    staff = [e["author"]["name"] for e in api.camille.get(address).json["results"]]
    assert staff == ["Léa Baron", "Camille Rousseau"]


def test_a_group_shows_a_young_person_first_names_alone(api, cast):
    group = {"title": "Club", "participants": [str(cast.lea.uid), str(cast.yanis.uid)]}
    opened = api.camille.post("/threads", group).json
    said = api.lea.post(f"/threads/{opened['id']}/entries", {"id": str(uuid4()), "text": "yo"}).json
    quoted = {"id": str(uuid4()), "text": "re", "reply_to": said["id"]}
    api.yanis.post(f"/threads/{opened['id']}/entries", quoted)
    answer = api.yanis.get(f"/threads/{opened['id']}/entries")
    assert "Baron" not in answer.body.decode()
    assert answer.json["results"][1]["reply"]["name"] == "Léa"


def test_only_ones_own_entries_say_how_far_they_were_seen(api, cast):
    thread = cast.thread()
    api.lea.say(thread, "coucou")
    address = f"/threads/{thread.uid}/entries"
    theirs = api.camille.get(address).json["results"][0]
    assert (theirs["mine"], theirs["state"], theirs["seen_by"]) == (False, None, None)


def test_the_list_of_threads_says_what_is_unread(api, cast):
    thread = cast.thread()
    api.lea.say(thread, "un")
    taken_back = api.lea.say(thread, "deux").json["id"]
    api.lea.say(thread, "trois")
    api.lea.delete(f"/threads/{thread.uid}/entries/{taken_back}")
    first = api.camille.get("/threads").json["results"][0]
    assert (first["id"], first["title"], first["last_seq"], first["rev"]) == (
        str(thread.uid),
        "Léa Baron",
        3,
        4,
    )
    assert first["unread"] == 2
    assert api.lea.get("/threads").json["results"][0]["unread"] == 0
    assert api.lea.get("/threads").json["results"][0]["title"] == "Camille"
