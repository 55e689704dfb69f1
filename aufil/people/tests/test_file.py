"""What staff write about a young person, section by section; adding, leaving, coming back."""

import re
from datetime import timedelta

import pytest

from aufil.audit.models import Record
from aufil.people.actions import close_support, mark_phone_wrong, record_situation, reopen_support
from aufil.people.models import (
    Membership,
    ObservedTask,
    Person,
    Profile,
    Representative,
    Situation,
    Support,
    SupportTheme,
)
from aufil.people.queries import current_situation, file_of, left_people, today_in, young_of
from aufil.thread.models import Entry, Member
from aufil.web.problems import Problem


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def section(pages, person, slug, **typed):
    return pages.camille.post(f"/mes-jeunes/{person.uid}/modifier/{slug}/", typed)


IDENTITY = {"first_name": "Léa", "last_name": "Baron"}


@pytest.mark.parametrize(
    "written", ["06 12 34 56 78", "+33612345678", "06.12.34.56.78", "0033 6 12 34 56 78"]
)
def test_a_phone_in_any_writing_is_the_same_number(pages, cast, written):
    assert section(pages, cast.lea, "identite", **IDENTITY, phone=written).status_code == 302
    assert Person.objects.get(pk=cast.lea.pk).phone == "+33612345678"


def test_the_structure_says_what_a_number_means(pages, cast, cholet):
    cholet.region = "RE"
    cholet.save()
    section(pages, cast.lea, "identite", **IDENTITY, phone="0692 12 34 56")
    assert Person.objects.get(pk=cast.lea.pk).phone == "+262692123456"


def test_another_number_is_not_a_wrong_one(pages, cast):
    section(pages, cast.lea, "identite", **IDENTITY, phone="0612345678")
    mark_phone_wrong(person=Person.objects.get(pk=cast.lea.pk), actor=cast.camille)
    section(pages, cast.lea, "identite", **IDENTITY, phone="06 12 34 56 78")
    assert Person.objects.get(pk=cast.lea.pk).phone_wrong_at, "the same number stays wrong"
    assert "mauvais numéro" in pages.camille.get(f"/mes-jeunes/{cast.lea.uid}/").content.decode()
    section(pages, cast.lea, "identite", **IDENTITY, phone="06 12 34 56 79")
    assert Person.objects.get(pk=cast.lea.pk).phone_wrong_at is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phone": "12"}, "pas un numéro de téléphone"),
        ({"email": "lea@"}, "pas complète"),
        ({"postal_code": "4930"}, "cinq chiffres"),
        ({"birth_date": "2007-13-45"}, "ne se lit pas"),
        ({"birth_date": "1807-01-01"}, "Vérifiez l’année"),
        ({"last_name": ""}, "Remplissez"),
        ({"commune": "x" * 81}, "trop long"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(pages, cast, typed, said):
    answer = section(pages, cast.lea, "identite", **{**IDENTITY, "first_name": "Léa-Typed", **typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "Léa-Typed" in page
    assert Person.objects.get(pk=cast.lea.pk).first_name == "Léa"


def test_a_birth_date_as_people_write_it(pages, cast):
    section(pages, cast.lea, "identite", **IDENTITY, birth_date="12/03/2008")
    assert Person.objects.get(pk=cast.lea.pk).birth_date.isoformat() == "2008-03-12"


def test_unknown_ages_and_minors_are_said(pages, cast):
    Person.objects.filter(pk=cast.yanis.pk).update(birth_date=None)
    assert "traité comme mineur" in pages.camille.get(f"/mes-jeunes/{cast.yanis.uid}/").content.decode()
    assert ">mineur<" in pages.camille.get(f"/mes-jeunes/{cast.ines.uid}/").content.decode()


def test_a_file_number_is_one_persons(pages, cast):
    section(pages, cast.yanis, "inscription", programme="CEJ", file_number="7100001")
    answer = section(pages, cast.lea, "inscription", programme="PACEA", file_number="7100001")
    assert answer.status_code == 422
    assert "porte déjà ce numéro" in answer.content.decode()
    section(pages, cast.lea, "inscription", programme="autre", other_programme="AIJ", file_number="7100002")
    stay = Membership.objects.get(person=cast.lea)
    assert (stay.programme, stay.file_number) == ("AIJ", "7100002")
    assert (
        'value="AIJ"'
        in pages.camille.get(f"/mes-jeunes/{cast.lea.uid}/modifier/inscription/").content.decode()
    )


def test_a_site_of_another_structure_does_not_exist(pages, cast):
    elsewhere = cast.structures["mayenne"].sites.get()
    assert section(pages, cast.lea, "inscription", site=str(elsewhere.uid)).status_code == 422


def test_sections_change_only_what_is_theirs(pages, cast, cholet):
    section(pages, cast.lea, "etape", next_step="Visiter le CFA", next_step_on="2026-12-01")
    section(pages, cast.lea, "echanges", preferred_channel="sms", rhythm_days="14")
    section(pages, cast.lea, "equipement", own_phone="oui", mobile_data="non", computer="", network="poor")
    section(pages, cast.lea, "langues", languages="arabe,  français", reading="spoken")
    profile = Profile.objects.get(person=cast.lea, structure=cholet)
    assert (profile.next_step, profile.preferred_channel, profile.rhythm_days) == (
        "Visiter le CFA",
        "sms",
        14,
    )
    assert (profile.own_phone, profile.mobile_data, profile.computer) == (True, False, None)
    assert (profile.languages, profile.reading, profile.network) == ("arabe, français", "spoken", "poor")
    form = pages.camille.get(f"/mes-jeunes/{cast.lea.uid}/modifier/equipement/").content.decode()
    chosen = re.findall(r'name="(\w+)" value="(\w*)"[^>]* checked', form)
    assert chosen == [("own_phone", "oui"), ("mobile_data", "non"), ("computer", ""), ("network", "poor")]


def test_themes_are_a_whole(pages, cast):
    for themes in (["health", "money"], ["money", "mobility"]):
        section(pages, cast.lea, "themes", themes=themes)
    assert set(SupportTheme.objects.values_list("theme", flat=True)) == {"money", "mobility"}


def test_what_was_seen_keeps_who_saw_it_and_when(pages, cast, monkeypatch):
    section(pages, cast.lea, "numerique", photo="helped", link="alone")
    pages.julien.post(
        f"/mes-jeunes/{cast.lea.uid}/modifier/numerique/", {"photo": "helped", "link": "not-yet"}
    )
    seen = {row.task: (row.result, row.observed_by) for row in ObservedTask.objects.all()}
    assert seen == {"photo": ("helped", cast.camille), "link": ("not-yet", cast.julien)}
    pages.julien.post(f"/mes-jeunes/{cast.lea.uid}/modifier/numerique/", {"photo": "helped"})
    assert ObservedTask.objects.count() == 1


def test_the_current_situation_is_the_first_in_force_in_the_order_of_the_field(cast, cholet):
    about = {"young": cast.lea, "structure": cholet, "actor": cast.camille}
    for category, state in (("job-seeker", "current"), ("training", "current"), ("job", "planned")):
        record_situation(**about, values={"category": category, "state": state})
    assert file_of(cast.lea, cholet).situation.category == "training"
    assert current_situation([]) is None


def test_a_situation_is_added_ended_and_corrected(pages, cast):
    address = f"/mes-jeunes/{cast.lea.uid}/situations/"
    typed = {"category": "pmsmp", "state": "current", "detail": "boulangerie", "starts_on": "2026-11-02"}
    assert pages.camille.post(f"{address}nouvelle/", typed).status_code == 302
    row = Situation.objects.get()
    pages.camille.post(f"{address}{row.uid}/terminer/")
    row.refresh_from_db()
    assert row.state == "ended"
    wrong = pages.camille.post(f"{address}{row.uid}/", {**typed, "ends_on": "2026-11-01"})
    assert "avant le début" in wrong.content.decode()
    pages.camille.post(f"{address}{row.uid}/", {**typed, "state": "ended", "ends_on": "2026-11-06"})
    row.refresh_from_db()
    assert row.ends_on.isoformat() == "2026-11-06"


def test_a_representative_is_added_and_removed(pages, cast):
    address = f"/mes-jeunes/{cast.ines.uid}/representants/"
    pages.camille.post(f"{address}nouveau/", {"name": "Sa mère", "phone": "06 12 34 56 78"})
    row = Representative.objects.get()
    assert row.phone == "+33612345678"
    assert (
        pages.camille.post(f"/mes-jeunes/{cast.lea.uid}/representants/{row.uid}/retirer/").status_code == 404
    )
    pages.camille.post(f"{address}{row.uid}/retirer/")
    assert not Representative.objects.exists()


def test_every_change_is_in_the_journal_without_a_text(pages, cast):
    section(pages, cast.lea, "langues", languages="kabyle")
    record = Record.objects.get(verb="profile-languages")
    assert (record.actor, record.subject_uid) == (cast.camille.pk, cast.lea.uid)


# Adding


def add(pages, **typed):
    return pages.camille.post("/mes-jeunes/nouveau/", {"first_name": "Lou", "last_name": "Petit", **typed})


def test_adding_somebody_opens_their_page_and_thread(pages, cast):
    answer = add(pages, phone="0612345678", referent=str(cast.camille.uid))
    young = Person.objects.get(first_name="Lou")
    assert answer.headers["Location"] == f"/mes-jeunes/{young.uid}/"
    assert Support.objects.get(young=young).counsellor == cast.camille


def test_who_may_be_the_same_is_shown_before(pages, cast, cholet):
    answer = add(pages, first_name="lea", last_name="BARON")
    assert answer.status_code == 409
    assert str(cast.lea.uid) in answer.content.decode()
    assert young_of(cholet).count() == 3
    assert add(pages, first_name="lea", last_name="BARON", another="on").status_code == 302
    assert young_of(cholet).count() == 4


def test_who_left_may_be_the_same_too_and_nobody_of_another_structure(pages, cast, cholet):
    close_support(young=cast.lea, structure=cholet, reason="moved", on=today_in(cholet), actor=cast.camille)
    assert str(cast.lea.uid) in add(pages, first_name="Léa", last_name="Baron").content.decode()
    Person.objects.filter(pk=cast.ousmane.pk).update(phone="+33612345678")
    assert add(pages, first_name="Ousmane", last_name="Keita", phone="0612345678").status_code == 302


def test_a_file_number_somebody_has_is_said(pages, cast):
    section(pages, cast.lea, "inscription", file_number="7100001")
    answer = add(pages, file_number="7100001", another="on")
    assert answer.status_code == 422
    assert "porte déjà ce numéro" in answer.content.decode()
    assert not Person.objects.filter(first_name="Lou").exists()


# Leaving and coming back


def close(cast, cholet, **more):
    arguments = {"reason": "lasting-job", "on": today_in(cholet), "actor": cast.camille} | more
    close_support(young=cast.lea, structure=cholet, **arguments)


def test_who_leaves_reads_and_writes_no_more_and_staff_go(api, pages, cast, cholet):
    api.camille.say(cast.thread(), "À bientôt")
    close(cast, cholet)
    thread = cast.thread()
    assert thread.closed_at
    assert api.lea.get(f"/threads/{thread.uid}/entries").json["results"][-1]["kind"] == "event"
    assert api.lea.say(thread, "encore là ?").status == 403
    assert api.camille.get(f"/threads/{thread.uid}/entries").status == 404
    page = pages.lea.get("/").content.decode()
    assert "Votre accompagnement est terminé." in page
    assert "emploi durable" not in page, "the reason is for the team"
    assert pages.lea.get(f"/fil/{thread.uid}/").status_code == 200
    assert not Support.objects.on(today_in(cholet)).filter(young=cast.lea).exists()


def test_who_left_is_in_no_caseload_but_found(pages, cast, cholet):
    close(cast, cholet)
    for address in ("/", "/mes-jeunes/", "/mes-jeunes/?qui=tous", "/mes-jeunes/?qui=tous&q=baron"):
        assert "Léa Baron" not in pages.camille.get(address).content.decode(), address
    assert list(left_people(cholet)) == [cast.lea]
    assert "Léa Baron" in pages.camille.get("/mes-jeunes/partis/?q=bar").content.decode()
    assert "Léa Baron" not in pages.camille.get("/mes-jeunes/partis/?q=zzz").content.decode()
    assert "Léa Baron" not in pages.alex.get("/mes-jeunes/partis/").content.decode()
    assert "accompagnement terminé" in pages.camille.get(f"/mes-jeunes/{cast.lea.uid}/").content.decode()


def test_closing_twice_is_once(cast, cholet):
    close(cast, cholet)
    close(cast, cholet, reason="moved")
    assert Membership.objects.get(person=cast.lea).end_reason == "lasting-job"
    assert Entry.objects.filter(kind="event").count() == 1


@pytest.mark.parametrize("days", [1, -400])
def test_a_day_that_cannot_be_is_said(pages, cast, cholet, days):
    on = today_in(cholet) + timedelta(days=days)
    answer = pages.camille.post(
        f"/mes-jeunes/{cast.lea.uid}/terminer/", {"reason": "age", "on": on.isoformat()}
    )
    assert answer.status_code == 422
    assert Membership.objects.get(person=cast.lea).ends_on is None


def test_coming_back_is_the_same_person_with_the_same_thread(api, pages, cast, cholet):
    api.lea.say(cast.thread(), "bonjour")
    before = cast.thread()
    close(cast, cholet)
    answer = pages.julien.post(f"/mes-jeunes/{cast.lea.uid}/rouvrir/", {"referent": str(cast.julien.uid)})
    assert answer.status_code == 302
    assert cast.thread().uid == before.uid
    assert cast.thread().closed_at is None
    assert api.lea.say(before, "me revoilà").status == 201
    texts = [e["text"] for e in api.julien.get(f"/threads/{before.uid}/entries").json["results"]]
    assert texts[0] == "bonjour"
    assert "Julien reprend l’accompagnement." in texts
    assert api.camille.get(f"/threads/{before.uid}/entries").status == 404
    assert Membership.objects.filter(person=cast.lea).count() == 2
    assert Member.objects.filter(thread=before, person=cast.lea, left_at=None).exists()


def test_coming_back_when_the_file_number_went_to_another_is_said(pages, cast, cholet):
    section(pages, cast.lea, "inscription", file_number="7100001")
    close(cast, cholet)
    section(pages, cast.yanis, "inscription", file_number="7100001")
    answer = pages.camille.post(f"/mes-jeunes/{cast.lea.uid}/rouvrir/", {"referent": str(cast.camille.uid)})
    assert answer.status_code == 422
    assert "7100001" in answer.content.decode()
    with pytest.raises(Problem):
        reopen_support(young=cast.lea, structure=cholet, referent=cast.alex, actor=cast.camille)


# Handing over, as a page


def hand_over(browser, young, **typed):
    typed = {"starts_on": today_of(young), "how_long": "pour-de-bon", **typed}
    return browser.post(f"/mes-jeunes/{young.uid}/confier/", typed)


def today_of(young):
    return today_in(young.memberships.get().structure).isoformat()


def test_only_who_supports_or_leads_hands_over(pages, cast):
    typed = {"taker": str(cast.julien.uid)}
    refused = hand_over(pages.julien, cast.lea, **typed)
    assert refused.status_code == 403
    assert "la direction" in refused.content.decode()
    assert hand_over(pages.claude, cast.lea, **typed).status_code == 302
    assert Support.objects.get(young=cast.lea, ends_on=None).counsellor == cast.julien


def test_anybody_takes_who_has_nobody(pages, cast):
    Support.objects.filter(young=cast.lea).delete()
    assert hand_over(pages.julien, cast.lea, taker=str(cast.julien.uid)).status_code == 302


def test_people_of_another_structure_cannot_be_chosen(pages, cast):
    answer = hand_over(pages.camille, cast.lea, taker=str(cast.alex.uid))
    assert answer.status_code == 422
    assert "Lemoine" not in answer.content.decode()
    assert hand_over(pages.alex, cast.lea, taker=str(cast.alex.uid)).status_code == 404


def test_a_return_needs_its_day(pages, cast):
    answer = hand_over(pages.camille, cast.lea, taker=str(cast.julien.uid), how_long="jusqu-a")
    assert "Choisissez le jour du retour" in answer.content.decode()


def test_a_caseload_goes_to_a_colleague(pages, cast, cholet):
    typed = {
        "taker": str(cast.julien.uid),
        "starts_on": today_in(cholet).isoformat(),
        "how_long": "jusqu-a",
        "returns_on": (today_in(cholet) + timedelta(days=9)).isoformat(),
        "young": [str(cast.lea.uid), str(cast.yanis.uid)],
    }
    page = pages.camille.post("/mes-jeunes/confier/", typed).content.decode()
    assert "2 jeunes confiés à Julien Besnard" in page
    assert Support.objects.filter(counsellor=cast.julien, part="referent").count() == 2
    assert (
        pages.camille.post("/mes-jeunes/confier/", {**typed, "young": [str(cast.ousmane.uid)]}).status_code
        == 422
    )
    assert pages.julien.get(f"/mes-jeunes/confier/?de={cast.camille.uid}").status_code == 404
    assert "Inès Morel" in pages.claude.get(f"/mes-jeunes/confier/?de={cast.camille.uid}").content.decode()


def test_what_is_not_to_be_used_is_kept_and_never_the_preferred_way(pages, cast):
    path = f"/mes-jeunes/{cast.lea.uid}/modifier/echanges/"
    both = pages.camille.post(path, {"preferred_channel": "sms", "never_by": "neither"})
    assert both.status_code == 422
    assert "choisissez l’un ou l’autre" in both.content.decode()
    assert pages.camille.post(path, {"preferred_channel": "app", "never_by": "sms"}).status_code == 302
    page = pages.camille.get(f"/mes-jeunes/{cast.lea.uid}/").content.decode()
    assert "jamais par SMS" in page
