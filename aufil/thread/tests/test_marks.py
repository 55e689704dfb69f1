"""« Urgent », « discret » and « aussi par SMS »: what staff may ask of how a message is sent."""

import pytest

from aufil.delivery.models import Notice
from aufil.kernel.ids import new_id
from aufil.thread.actions import rewrite
from aufil.thread.models import Entry

pytestmark = pytest.mark.django_db


def say(api, who, thread, **more):
    body = {"id": str(new_id()), "text": "Bonjour", **more}
    return getattr(api, who).call("POST", f"/threads/{thread.uid}/entries", body)


def shown(api, who, thread):
    return getattr(api, who).call("GET", f"/threads/{thread.uid}/entries").json["results"][-1]


def test_staff_mark_what_they_write_and_their_young_person_is_told_accordingly(api, cast):
    thread = cast.thread("lea")
    assert say(api, "camille", thread, urgent=True, private=True).json["marks"] == ["urgent", "private"]
    told = Notice.objects.get(person=cast.lea)
    assert (told.urgent, told.private, told.reach) == (True, True, Notice.Reach.CALL)
    assert "marks" not in shown(api, "lea", thread)


def test_a_young_person_marks_nothing(api, cast):
    thread = cast.thread("lea")
    answer = say(api, "lea", thread, urgent=True, private=True, further=True)
    assert answer.status == 201
    assert "marks" not in answer.json
    assert not Notice.objects.filter(urgent=True).exists()
    assert set(Notice.objects.values_list("reach", flat=True)) == {Notice.Reach.PUSH}


def test_what_is_said_twice_is_one_and_keeps_its_marks(api, cast):
    thread, uid = cast.thread("lea"), str(new_id())
    first = say(api, "camille", thread, id=uid, urgent=True)
    again = say(api, "camille", thread, id=uid)
    assert (first.status, again.status) == (201, 200)
    assert again.json["marks"] == ["urgent"]


def test_marks_stay_when_something_is_put_on_the_message(api, cast):
    thread = cast.thread("lea")
    say(api, "camille", thread, private=True)
    entry = Entry.objects.get(thread=thread)
    rewrite(thread.pk, entry.pk)
    assert shown(api, "camille", thread)["marks"] == ["private"]


def test_in_a_group_staff_may_go_as_far_as_a_text_message(api, cast):
    body = {"kind": "group", "title": "CV", "participants": [str(cast.lea.uid), str(cast.julien.uid)]}
    group = api.camille.call("POST", "/threads", body).json["id"]
    words = {"id": str(new_id()), "text": "Rendez-vous à 9 h", "further": True}
    assert api.camille.call("POST", f"/threads/{group}/entries", words).status == 201
    seq = Entry.objects.get(uid=words["id"]).seq
    reach = dict(Notice.objects.filter(position=seq).values_list("person__username", "reach"))
    assert reach == {"lea": Notice.Reach.MESSAGE, "julien": Notice.Reach.PUSH}


def test_without_a_script_the_form_marks_too(cast, pages):
    thread = cast.thread("lea")
    browser = pages.camille
    sent = {"id": str(new_id()), "text": "Appelez-moi", "urgent": "1"}
    assert browser.post(f"/fil/{thread.uid}/", sent).status_code == 302
    assert Notice.objects.get(person=cast.lea).urgent
    page = browser.get(f"/fil/{thread.uid}/").content.decode()
    assert '<span class="entry__mark">urgent</span>' in page
    assert 'name="urgent"' in page
    theirs = pages.lea.get(f"/fil/{thread.uid}/").content.decode()
    assert "entry__mark" not in theirs
    assert 'name="urgent"' not in theirs


def test_a_refused_form_keeps_what_was_ticked(cast, pages):
    thread = cast.thread("lea")
    answer = pages.camille.post(f"/fil/{thread.uid}/", {"id": str(new_id()), "text": " ", "private": "1"})
    assert answer.status_code == 422
    assert 'name="private" value="1" checked' in answer.content.decode()
