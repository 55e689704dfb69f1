"""Who is told of an entry, how far, and what is said on the ways out."""

import pytest

from aufil.delivery.events import WayLost
from aufil.delivery.models import Notice
from aufil.delivery.sources import Words
from aufil.jobs.worker import work_off
from aufil.kernel.ids import new_id
from aufil.thread.actions import post, tell_ways_lost, write_to_many
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry
from aufil.thread.queries import told

pytestmark = pytest.mark.django_db
Reach = Notice.Reach


def reaches(**about):
    return dict(Notice.objects.filter(**about).values_list("person__username", "reach"))


def test_what_is_written_to_a_young_person_goes_as_far_as_a_call_and_to_staff_as_far_as_push(api, cast):
    api.camille.say(cast.thread("lea"), "Bonjour")
    assert reaches() == {"lea": Reach.CALL}
    api.lea.say(cast.thread("lea"), "Bonjour")
    assert reaches(position=2) == {"camille": Reach.PUSH}


def test_copies_to_many_stop_at_push_and_go_after_what_was_written_for_one(cast):
    cholet = cast.structures["cholet"]
    write_to_many(
        uid=new_id(), structure=cholet, author=cast.camille, young=[cast.lea, cast.yanis], text="Bonjour"
    )
    rows = set(Notice.objects.values_list("reach", "weight"))
    assert rows == {(Reach.PUSH, Notice.Weight.MANY)}


def test_only_staff_hurry_or_hide(cast):
    thread = cast.thread("lea").uid
    for author in (cast.camille, cast.lea):
        post(Post(thread, author.pk, new_id(), "Bonjour", urgent=True, private=True))
    rows = dict(Notice.objects.values_list("person__username", "urgent"))
    assert rows == {"lea": True, "camille": False}


def test_what_is_said_is_who_writes_and_the_words(api, cast):
    api.camille.say(cast.thread("lea"), "Bonjour Léa")
    (words,) = told(list(Notice.objects.all())).values()
    assert words == Words("Camille", "Bonjour Léa", f"/fil/{cast.thread('lea').uid}/", "Camille")


def test_nothing_is_said_of_what_is_gone_or_to_who_has_left(api, cast):
    uid = api.camille.say(cast.thread("lea"), "Bonjour Léa").json["id"]
    cast.thread("lea").members.filter(person=cast.lea).update(left_at="2026-01-01T00:00Z")
    assert told(list(Notice.objects.all())) == {}
    cast.thread("lea").members.update(left_at=None)
    api.camille.delete(f"/threads/{cast.thread('lea').uid}/entries/{uid}")
    assert told(list(Notice.objects.all())) == {}


def test_what_is_said_costs_the_same_for_one_and_for_three(api, cast, django_assert_num_queries):
    for young in ("lea", "yanis", "ines"):
        api.camille.say(cast.thread(young), "Bonjour")
        with django_assert_num_queries(3):  # the notices, their entries, who is in the threads
            told(list(Notice.objects.all()))


def test_a_lost_way_is_told_to_the_team_once(cast):
    fact = WayLost(cast.structures["cholet"].pk, cast.lea.pk, "email", "dead", new_id())
    for _ in range(2):
        tell_ways_lost([fact])
    work_off(most=10)
    entry = Entry.objects.get(thread__paired_with=cast.thread("lea"))
    assert "adresse e-mail" in entry.text
    tell_ways_lost([WayLost(cast.structures["cholet"].pk, cast.alex.pk, "email", "dead", new_id())])
    work_off(most=10)
    assert Entry.objects.count() == 1
