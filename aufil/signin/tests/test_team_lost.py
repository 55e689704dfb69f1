"""A colleague lost what they prove who they are with: who may take it away, and who is told."""

from allauth.mfa.models import Authenticator

from aufil.audit.models import Record
from aufil.people.actions import give_role
from aufil.signin.tests.team import SECURITY, add_application, letters, signed_in, text_of


def test_a_head_takes_away_what_a_colleague_lost(cast, pages):
    add_application(signed_in(cast.camille))
    address = f"{SECURITY}perdue/{cast.camille.uid}/"
    assert "Retirer la seconde protection de Camille Rousseau" in text_of(pages.claude.get(address))
    done = pages.claude.post(address)
    assert "C’est fait" in text_of(pages.claude.get(done.headers["Location"]))
    assert not Authenticator.objects.filter(user=cast.camille).exists()
    assert Record.objects.filter(verb="factors-forgotten", actor=cast.claude.pk).count() == 1
    assert letters()[-1].to == [cast.camille.email]
    assert "n’a pas de seconde protection" in text_of(pages.claude.get(address))


def test_only_the_head_of_all_their_work_or_the_platform_takes_factors_away(cast, pages):
    address = f"{SECURITY}perdue/{cast.camille.uid}/"
    for name in ("camille", "julien", "dominique", "alex", "lea"):
        assert getattr(pages, name).post(address).status_code == 404
    for other in (cast.lea, cast.alex, cast.admin, cast.claude):
        assert pages.claude.post(f"{SECURITY}perdue/{other.uid}/").status_code == 404
    assert pages.admin.get(f"{SECURITY}perdue/{cast.claude.uid}/").status_code == 200
    mayenne = cast.structures["mayenne"]
    give_role(person=cast.camille, structure=mayenne, role="counsellor", actor=cast.admin)
    assert pages.claude.get(address).status_code == 404
    assert pages.admin.get(address).status_code == 200


def test_the_platform_finds_the_heads_of_a_structure_and_nobody_else(cast, pages):
    page = text_of(pages.admin.get("/structures/cholet/"))
    assert f"{SECURITY}perdue/{cast.claude.uid}/" in page
    assert "Rousseau" not in page
