"""A colleague brought into a thread, and taken out."""

from aufil.people.models import Support
from aufil.thread.models import Member


def address(cast):
    return f"/fil/{cast.thread().uid}/personnes/"


def test_a_colleague_brought_in_supports_the_young_person_and_reads_all(pages, api, cast):
    api.lea.say(cast.thread(), "bjr camille")
    assert api.julien.get(f"/threads/{cast.thread().uid}/entries").status == 404
    pages.camille.post(address(cast), {"person": cast.julien.uid})
    assert Support.objects.get(young=cast.lea, counsellor=cast.julien).part == "colleague"
    entries = api.julien.get(f"/threads/{cast.thread().uid}/entries").json["results"]
    assert [e["text"] for e in entries] == ["bjr camille"]


def test_a_colleague_taken_out_reads_nothing_any_more(pages, api, cast):
    pages.camille.post(address(cast), {"person": cast.julien.uid})
    pages.camille.post(address(cast), {"remove": cast.julien.uid})
    assert api.julien.get(f"/threads/{cast.thread().uid}/entries").status == 404
    assert Support.objects.get(young=cast.lea, counsellor=cast.julien).ends_on is not None


def test_the_referent_stays_until_somebody_else_answers(pages, cast):
    answer = pages.camille.post(address(cast), {"remove": cast.camille.uid})
    assert answer.status_code == 403
    assert "référent" in answer.content.decode()
    assert Member.objects.filter(thread=cast.thread(), person=cast.camille, left_at=None).exists()


def test_nobody_from_elsewhere_and_no_young_person_comes_in_this_way(pages, cast):
    for person in (cast.alex, cast.yanis):
        assert pages.camille.post(address(cast), {"person": person.uid}).status_code == 404
    read = pages.lea.get(address(cast))
    assert (read.status_code, "Rousseau" in read.content.decode()) == (200, False), (
        "first names, nothing to change"
    )
    assert pages.lea.post(address(cast), {"person": cast.julien.uid}).status_code == 404
    assert pages.alex.post(address(cast), {"person": cast.alex.uid}).status_code == 404
