"""The live stream: what reaches an open screen, whose, how often; and that a lost hint costs nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from aufil.kernel import clock
from aufil.kernel.statements import Statements
from aufil.live import bus, stream
from aufil.people.actions import end_support, revoke_devices, support
from aufil.people.models import Device
from tests.support import Listener, quiet


@pytest.fixture
def lost_hints(monkeypatch):
    """From now on nothing is told to open screens, as when Redis restarts or a process dies."""
    return lambda: monkeypatch.setattr(bus, "spread", lambda frames, devices: None)


def test_on_opening_the_state_of_every_thread_is_told(api, cast, live, now):
    thread = cast.thread()
    api.lea.say(thread, "coucou")
    api.camille.post("/threads", {"title": "Club", "participants": [str(cast.lea.uid)]})

    async def scenario():
        async with Listener(api.camille) as screen:
            state = {line["id"]: line for line in (await screen.next("state"))["threads"]}
        assert len(state) == 4
        told = state[str(thread.uid)]
        assert (told["rev"], told["last_seq"], told["unread"]) == (1, 1, 1)
        assert told["seen"] == {str(cast.lea.uid): 0, str(cast.camille.uid): 0}

    live(scenario)


def test_a_new_entry_reaches_every_screen_of_both_sides_once(api, cast, live, now):
    thread = cast.thread()

    async def scenario():
        async with Listener(api.camille) as hers, Listener(api.lea) as phone, Listener(api.lea) as tab:
            entry = (await now.lea.say(thread, "coucou")).json
            received = await hers.next("entry")
            assert (received["id"], received["text"], received["mine"]) == (entry["id"], "coucou", False)
            assert (received["thread"], received["author"]["name"]) == (str(thread.uid), "Léa Baron")
            for own in (phone, tab):
                shown = await own.next("entry")
                assert (shown["id"], shown["mine"], shown["state"]) == (entry["id"], True, "sent")
                assert shown["author"]["name"] == "Léa"
            await quiet()
            assert [screen.told("entry") for screen in (hers, phone, tab)] == [[], [], []]

    live(scenario)


def test_a_repeated_post_is_not_told_again(api, cast, live, now):
    thread, uid = cast.thread(), uuid4()

    async def scenario():
        async with Listener(api.camille) as screen:
            await now.lea.say(thread, "coucou", uid)
            await now.lea.say(thread, "coucou", uid)
            await screen.next("entry")
            await quiet()
            assert screen.told("entry") == []

    live(scenario)


def test_a_batch_arrives_in_order(api, cast, live, now):
    address = f"/threads/{cast.thread().uid}/entries/batch"

    async def scenario():
        async with Listener(api.camille) as screen:
            await now.lea.post(address, [{"id": str(uuid4()), "text": str(n)} for n in range(20)])
            assert [(await screen.next("entry"))["text"] for _ in range(20)] == [str(n) for n in range(20)]

    live(scenario)


def test_a_correction_and_a_taking_back_are_told(api, cast, live, now):
    thread = cast.thread()
    uid = api.lea.say(thread, "jeudi").json["id"]
    address = f"/threads/{thread.uid}/entries/{uid}"

    async def scenario():
        async with Listener(api.camille) as screen:
            await now.lea.patch(address, {"text": "vendredi"})
            edited = await screen.next("entry")
            assert (edited["id"], edited["text"], edited["rev"]) == (uid, "vendredi", 2)
            await now.lea.delete(address)
            tombstone = await screen.next("entry")
            assert (tombstone["rev"], "text" in tombstone) == (3, False)

    live(scenario)


def test_seeing_is_told_to_both_sides(api, cast, live, now):
    thread = cast.thread()
    api.lea.say(thread, "coucou")

    async def scenario():
        async with Listener(api.lea) as phone, Listener(api.camille) as hers:
            await now.camille.post(f"/threads/{thread.uid}/read", {"seq": 1})
            for screen in (phone, hers):
                told = await screen.next("read")
                assert told == {"thread": str(thread.uid), "person": str(cast.camille.uid), "seq": 1}
            await now.camille.post(f"/threads/{thread.uid}/read", {"seq": 1})
            await quiet()
            assert phone.told("read") == [], "nothing moved, nothing is told"

    live(scenario)


def test_writing_is_told_to_the_others_not_to_oneself(api, cast, live, now):
    thread = cast.thread()

    async def scenario():
        async with Listener(api.lea) as phone, Listener(api.camille) as hers:
            await now.camille.post(f"/threads/{thread.uid}/writing")
            assert (await phone.next("writing"))["name"] == "Camille"
            await quiet()
            assert hers.told("writing") == []

    live(scenario)


def test_strangers_are_told_nothing(api, cast, live, now):
    thread = cast.thread()

    async def scenario():
        async with Listener(api.yanis) as yanis, Listener(api.alex) as alex, Listener(api.lea) as phone:
            await now.camille.say(thread, "SECRET-CHOLET")
            await now.camille.post(f"/threads/{thread.uid}/writing")
            await now.lea.post(f"/threads/{thread.uid}/read", {"seq": 1})
            await phone.next("read")
            await stream.beat_once(clock.now() - timedelta(minutes=1))
            for stranger in (yanis, alex):
                await stranger.next("beat")
                names = [name for name, _ in stranger.events]
                assert names == ["state"]
                assert str(thread.uid) not in str(stranger.events)

    live(scenario)


def test_catching_up_replays_one_thread_before_the_state(api, cast, live, now):
    thread = cast.thread()
    first = api.lea.say(thread, "un").json
    api.lea.say(thread, "deux")
    api.lea.patch(f"/threads/{thread.uid}/entries/{first['id']}", {"text": "un, corrigé"})

    async def scenario():
        async with Listener(api.camille, f"thread={thread.uid}&since=1") as screen:
            await screen.next("state")
            replayed = screen.told("entry")
            assert [(e["rev"], e["text"]) for e in replayed] == [(2, "deux"), (3, "un, corrigé")]

    live(scenario)


def test_catching_up_on_what_is_not_ones_own_replays_nothing(api, cast, live, now):
    thread = cast.thread()
    api.lea.say(thread, "SECRET-CHOLET")

    async def scenario():
        for stranger in (api.yanis, api.alex):
            async with Listener(stranger, f"thread={thread.uid}&since=0") as screen:
                assert "SECRET" not in str(screen.events)
                assert [name for name, _ in screen.events] == ["state"]

    live(scenario)


@pytest.mark.parametrize("query", ["thread=pas-un-fil", "thread=&since=a", "since=a"])
def test_a_question_that_makes_no_sense_is_refused(api, live, now, query):
    async def scenario():
        async with Listener(api.lea, query) as screen:
            assert (screen.status, screen.ended) == (400, True)

    live(scenario)


def test_nobody_and_a_revoked_device_open_no_stream(api, cast, live, now):
    revoke_devices(devices=[api.lea.device], actor=cast.lea)

    async def scenario():
        for caller in (api.lea, api.nobody):
            async with Listener(caller) as screen:
                assert (screen.status, screen.events) == (401, [])

    live(scenario)


def test_a_revoked_device_loses_its_stream_at_once_and_alone(api, cast, live, now):
    device = Device.objects.get(pk=api.lea.device.pk)

    async def scenario():
        async with Listener(api.lea) as lost, Listener(api.camille) as other:
            await sync_to_async(revoke_devices)(devices=[device], actor=cast.lea)
            await lost.end()
            assert not other.ended

    live(scenario)


def test_a_heartbeat_says_what_a_lost_hint_did_not(api, cast, live, now, lost_hints):
    thread = cast.thread()

    async def scenario():
        async with Listener(api.camille) as screen, Listener(api.alex) as stranger:
            before = clock.now()
            await sync_to_async(lost_hints)()
            await now.lea.say(thread, "coucou")
            await quiet()
            assert screen.told("entry") == []
            await stream.beat_once(before)
            assert (await screen.next("beat"))["threads"] == [
                {"id": str(thread.uid), "rev": 1, "last_seq": 1}
            ]
            assert await stranger.next("beat") == {}

    live(scenario)


def test_a_heartbeat_is_quiet_about_what_did_not_change(api, cast, live, now):
    api.lea.say(cast.thread(), "avant")

    async def scenario():
        async with Listener(api.camille) as screen:
            await stream.beat_once(clock.now() + timedelta(seconds=1))
            assert await screen.next("beat") == {}

    live(scenario)


def test_a_heartbeat_closes_the_stream_of_a_device_whose_revocation_was_not_heard(
    api, cast, live, now, lost_hints
):
    device = Device.objects.get(pk=api.lea.device.pk)

    async def scenario():
        async with Listener(api.lea) as screen:
            before = clock.now()
            await sync_to_async(lost_hints)()
            await sync_to_async(revoke_devices)(devices=[device], actor=cast.lea)
            await quiet()
            assert not screen.ended
            await stream.beat_once(before)
            await screen.end()

    live(scenario)


def test_who_left_is_told_nothing_more_even_on_a_stream_already_open(api, cast, live, now):
    thread = cast.thread()
    row = support(
        young=cast.lea, counsellor=cast.julien, structure=cast.structures["cholet"], part="colleague"
    )

    async def scenario():
        async with Listener(api.julien) as left, Listener(api.camille) as stayed:
            await now.lea.say(thread, "tous les deux")
            await left.next("entry")
            await sync_to_async(end_support)(row=row)
            await now.lea.say(thread, "SECRET-CHOLET")
            while (await stayed.next("entry"))["text"] != "SECRET-CHOLET":
                pass
            await stream.beat_once(clock.now() - timedelta(minutes=1))
            await left.next("beat")
            assert "SECRET" not in str(left.events)
            assert left.told("entry") == []

    live(scenario)


def test_who_joins_hears_from_then_on_without_opening_again(api, cast, live, now):
    thread = cast.thread()

    async def scenario():
        async with Listener(api.julien) as screen:
            await sync_to_async(support)(
                young=cast.lea, counsellor=cast.julien, structure=cast.structures["cholet"], part="colleague"
            )
            await now.lea.say(thread, "bonjour à vous deux")
            assert (await screen.next("entry"))["text"] == "bonjour à vous deux"

    live(scenario)


def test_a_transaction_that_fails_tells_nothing(api, cast, live, now, monkeypatch):
    def fails(self, *batches):
        raise RuntimeError("the disk is full")

    thread = cast.thread()

    async def scenario():
        async with Listener(api.camille) as screen:
            with monkeypatch.context() as patch:
                patch.setattr(Statements, "write", fails)
                assert (await now.lea.say(thread, "perdu ?")).status == 500
            await quiet()
            assert screen.told("entry") == []

    live(scenario)
    thread.refresh_from_db()
    assert thread.last_seq == 0
