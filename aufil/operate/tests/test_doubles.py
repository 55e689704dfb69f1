"""The pages of doubles: found or chosen, compared, made one, two again; within one's own right."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.people.actions import create_person, support
from aufil.people.models import Merge, Person, Role
from aufil.signin.actions import choose_personal_code, make_paper, show_pairing, try_personal_code


def double_of(cast, username="lea2", **more):
    said = {"first_name": "LEA", "last_name": "BARON", "birth_date": date(2007, 3, 12), **more}
    return create_person(username=username, structure=cast.structures["cholet"], role=Role.YOUNG, **said)


def pair(kept, absorbed):
    return {"dossier": [str(kept.uid), str(absorbed.uid)]}


def text_of(answer):
    return answer.content.decode()


def test_a_double_is_suggested_compared_and_made_one(pages, cast):
    double = double_of(cast, phone="+33612345678")
    page = text_of(pages.claude.get("/dossiers-doubles/"))
    assert "Mêmes nom, prénom et date de naissance" in page
    compared = text_of(pages.claude.get("/dossiers-doubles/comparer/", pair(cast.lea, double)))
    assert "06 12 34 56 78" in compared
    assert 'name="last_name" value="absorbed"' in compared
    answer = pages.claude.post(
        "/dossiers-doubles/comparer/", {**pair(cast.lea, double), "last_name": "absorbed"}
    )
    assert answer.status_code == 302
    assert Person.objects.get(pk=cast.lea.pk).full_name == "Léa BARON"
    assert "Les deux dossiers n’en font qu’un" in text_of(pages.claude.get(answer["Location"]))
    pages.claude.post(answer["Location"] + "defaire/")
    assert "Les deux dossiers sont séparés" in text_of(pages.claude.get(answer["Location"]))
    assert Person.objects.get(pk=cast.lea.pk).full_name == "Léa Baron"
    assert pages.claude.post(answer["Location"] + "defaire/").status_code == 409


def test_the_ways_in_of_the_other_file_end_and_the_page_says_so(pages, cast):
    double, cholet = double_of(cast), cast.structures["cholet"]
    paper = make_paper(person=double, structure=cholet, days=14, maker=cast.claude)
    shown = show_pairing(person=double, structure=cholet, maker=cast.claude)
    choose_personal_code(person=double, code="4711")
    compared = text_of(pages.claude.get("/dossiers-doubles/comparer/", pair(cast.lea, double)))
    assert "Le papier imprimé pour le dossier réuni ne connecte plus de téléphone" in compared
    assert "Le code à quatre chiffres du dossier réuni ne sert plus : Léa en choisit un autre" in compared
    choose_personal_code(person=cast.lea, code="1812")
    compared = text_of(pages.claude.get("/dossiers-doubles/comparer/", pair(cast.lea, double)))
    assert "Le code à quatre chiffres reste celui du dossier gardé" in compared
    answer = pages.claude.post("/dossiers-doubles/comparer/", pair(cast.lea, double))
    for row in (paper, shown):
        row.refresh_from_db()
        assert (bool(row.closed_at), row.outcome) == (True, "merged")
    assert try_personal_code(person=cast.lea, typed="1812")
    pages.claude.post(answer["Location"] + "defaire/")
    paper.refresh_from_db()
    assert paper.closed_at


def test_two_people_said_to_be_two_are_not_suggested_again(pages, cast):
    double = double_of(cast)
    pages.claude.post("/dossiers-doubles/differents/", pair(cast.lea, double))
    assert "Aucun double ne se voit" in text_of(pages.claude.get("/dossiers-doubles/"))


def test_two_files_can_be_chosen_by_name(pages, cast):
    page = text_of(pages.claude.get("/dossiers-doubles/?q=lea"))
    assert str(cast.lea.uid) in page
    assert str(cast.yanis.uid) not in page
    for wrong in ({}, {"dossier": str(cast.lea.uid)}, {"dossier": ["x", "y"]}):
        assert pages.claude.get("/dossiers-doubles/comparer/", wrong).status_code == 302
        assert pages.claude.post("/dossiers-doubles/comparer/", wrong).status_code == 404


def test_a_counsellor_merges_only_two_they_both_support(pages, cast):
    double = double_of(cast)
    assert str(double.uid) not in text_of(pages.camille.get("/dossiers-doubles/?q=lea"))
    assert pages.camille.get("/dossiers-doubles/comparer/", pair(cast.lea, double)).status_code == 404
    assert pages.camille.post("/dossiers-doubles/comparer/", pair(cast.lea, double)).status_code == 404
    support(young=double, counsellor=cast.camille, structure=cast.structures["cholet"], part="colleague")
    assert pages.camille.post("/dossiers-doubles/comparer/", pair(cast.lea, double)).status_code == 302
    merge = Merge.objects.get()
    assert pages.camille.get(f"/reunions/{merge.uid}/").status_code == 200
    assert pages.julien.get(f"/reunions/{merge.uid}/").status_code == 404
    assert pages.alex.post(f"/reunions/{merge.uid}/defaire/").status_code == 404


def test_another_structure_s_people_are_neither_suggested_nor_found_nor_merged(pages, cast):
    create_person(
        username="lea3",
        first_name="Léa",
        last_name="Baron",
        birth_date=date(2007, 3, 12),
        structure=cast.structures["mayenne"],
        role=Role.YOUNG,
    )
    for browser in (pages.claude, pages.alex):
        assert "Aucun double ne se voit" in text_of(browser.get("/dossiers-doubles/"))
    assert "Keita" not in text_of(pages.claude.get("/dossiers-doubles/?q=keita"))
    assert pages.claude.get("/dossiers-doubles/comparer/", pair(cast.lea, cast.ousmane)).status_code == 404
    assert pages.claude.post("/dossiers-doubles/comparer/", pair(cast.lea, cast.ousmane)).status_code == 404
    assert pages.claude.post("/dossiers-doubles/differents/", pair(cast.lea, cast.ousmane)).status_code == 404


def test_the_same_file_twice_is_refused_with_what_to_do(pages, cast):
    answer = pages.claude.post("/dossiers-doubles/comparer/", pair(cast.lea, cast.lea))
    assert answer.status_code == 422
    assert "Choisissez-en deux" in text_of(answer)


@pytest.mark.parametrize("address", ["/dossiers-doubles/", "/dossiers-doubles/?q=lea"])
def test_the_page_asks_as_often_for_one_double_as_for_three(pages, cast, address):
    def count():
        pages.claude.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert pages.claude.get(address).status_code == 200
        return len(captured)

    double_of(cast)
    one = count()
    double_of(cast, "lea3")
    double_of(cast, "lea4")
    assert count() == one
