"""A structure in the hands of its head, and opened by the platform's administrator."""

import html
from datetime import date, time, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from aufil.kernel.clockface import as_time
from aufil.kernel.departments import DEPARTMENTS
from aufil.kernel.hours import HOLIDAY_ZONES, Hours, Interval
from aufil.kernel.phones import REGIONS
from aufil.people import actions
from aufil.people.models import Absence, Membership, Person, Role, Structure, Support, WorkingHours
from aufil.people.queries import today_in, week_as_said, week_of
from aufil.thread.models import Member
from aufil.web.problems import Problem


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def post(browser, path, **fields):
    return browser.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")


def week(**fields):
    """A typed week: `week(d0_1=("9", "12h30"))`."""
    pairs = {}
    for name, (opens, closes) in fields.items():
        day = name.replace("_", "-")
        pairs[f"{day}-from"], pairs[f"{day}-to"] = opens, closes
    return pairs


def test_a_counsellor_sets_their_week_in_any_writing(pages, cast, cholet):
    typed = week(
        d0_1=("9", "12h30"), d0_2=("13:30", "17 h"), d3_1=("08:30", "12:00"), d3_3=("18:00", "19h15")
    )
    assert post(pages.camille, "/mes-horaires/", **typed).status_code == 302
    rows = WorkingHours.objects.filter(person=cast.camille, structure=cholet)
    assert [(r.weekday, r.starts, r.ends) for r in rows] == [
        (0, time(9), time(12, 30)),
        (0, time(13, 30), time(17)),
        (3, time(8, 30), time(12)),
        (3, time(18), time(19, 15)),
    ]
    shown = text_of(pages.camille.get("/mes-horaires/"))
    assert 'value="19:15"' in shown
    assert post(pages.camille, "/mes-horaires/", do="follow").status_code == 302
    assert not WorkingHours.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (week(d0_1=("9", "")), "Lundi : il manque une heure."),
        (week(d1_1=("12", "9")), "Mardi : la fin vient avant le début."),
        (week(d2_1=("9", "12"), d2_2=("11", "14")), "Mercredi : deux créneaux se chevauchent."),
        (week(d4_1=("neuf", "12")), "Vendredi : une heure s’écrit comme 9:00"),
        (week(d4_1=("9", "25")), "Vendredi : une heure s’écrit comme 9:00"),
    ],
)
def test_a_week_that_cannot_be_says_why_and_keeps_what_was_typed(pages, cast, typed, said):
    answer = post(pages.camille, "/mes-horaires/", **typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert all(f'value="{value}"' in text_of(answer) for value in typed.values() if value)
    assert not WorkingHours.objects.exists()


def test_a_day_is_copied_onto_others_before_saving(pages, cast):
    answer = post(
        pages.camille,
        "/mes-horaires/",
        do="copy",
        source="0",
        target=["1", "6", "9"],
        **week(d0_1=("7", "11")),
    )
    assert text_of(answer).count('value="7"') == 3
    assert not WorkingHours.objects.exists()


def test_a_site_has_hours_of_its_own_or_the_structures(pages, cast, cholet):
    site = cholet.sites.get()
    path = f"/structure/lieux/{site.uid}/horaires/"
    post(pages.claude, path, **week(d2_1=("9", "12")))
    assert week_of(cholet, site) == [Interval(2, time(9), time(12))]
    assert len(week_of(cholet)) == 10, "the structure's own are another matter"
    post(pages.claude, path, do="follow")
    assert week_of(cholet, site) == []


def test_an_absence_is_declared_warned_about_and_taken_back(pages, cast, cholet):
    day = today_in(cholet) + timedelta(days=3)
    actions.declare_absence(
        person=cast.julien,
        structure=cholet,
        starts_on=day,
        ends_on=day + timedelta(days=9),
        actor=cast.julien,
    )
    fields = {
        "starts_on": day,
        "ends_on": day + timedelta(days=2),
        "stand_in": cast.julien.uid,
        "message": "À lundi",
    }
    answer = post(pages.camille, "/absences/nouvelle/", **fields)
    assert answer.status_code == 422
    assert "Julien Besnard n’est pas là non plus" in text_of(answer)
    assert "À lundi" in text_of(answer)
    assert post(pages.camille, "/absences/nouvelle/", **fields, anyway="1").status_code == 302
    absence = Absence.objects.get(person=cast.camille)
    assert "Julien Besnard répond pendant ce temps." in text_of(pages.camille.get("/mes-horaires/"))
    post(pages.claude, f"/absences/{absence.uid}/annuler/")
    assert pages.camille.get(f"/absences/{absence.uid}/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_on": "2040-01-06", "ends_on": "2040-01-02"}, "Le dernier jour vient avant le premier."),
        ({"starts_on": "demain", "ends_on": "2040-01-02"}, "Écrivez un jour comme 24/11/2026."),
        ({"ends_on": "2040-01-02"}, "Choisissez un jour."),
        ({"starts_on": "2040-01-02", "ends_on": "2040-01-02", "stand_in": "x"}, "Choisissez dans la liste."),
        (
            {"starts_on": "2040-01-02", "ends_on": "2040-01-02", "message": "a" * 301},
            "Écrivez 300 signes au plus.",
        ),
    ],
)
def test_an_absence_that_cannot_be_says_what_to_do(pages, cast, fields, said):
    answer = post(pages.camille, "/absences/nouvelle/", **fields)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Absence.objects.exists()


def test_nobody_of_another_structure_stands_in_or_is_shown(pages, cast, cholet):
    fields = {"starts_on": "2040-01-02", "ends_on": "2040-01-03", "stand_in": cast.alex.uid}
    answer = post(pages.camille, "/absences/nouvelle/", **fields)
    assert answer.status_code == 422
    for path in (
        "/absences/nouvelle/",
        "/structure/",
        "/structure/equipe/",
        "/structure/absences/",
        "/structure/lieux/",
    ):
        shown = text_of(pages.claude.get(path))
        assert "Lemoine" not in shown
        assert "Mayenne" not in shown
    assert "Lemoine" not in text_of(answer)
    assert pages.claude.get(f"/structure/equipe/{cast.alex.uid}/").status_code == 404
    assert pages.claude.get(f"/structure/equipe/{cast.lea.uid}/").status_code == 404
    mayenne = cast.structures["mayenne"].sites.get()
    assert pages.claude.get(f"/structure/lieux/{mayenne.uid}/").status_code == 404


def add_lou(browser, **changes):
    fields = {"first_name": "Lou", "last_name": "Petit", "email": "lou@exemple.fr", "roles": ["counsellor"]}
    return post(browser, "/structure/equipe/ajouter/", **fields | changes)


def test_a_head_adds_a_colleague_who_can_then_be_found(pages, cast, cholet):
    assert add_lou(pages.claude, roles=["counsellor", "pilot"]).status_code == 302
    lou = Person.objects.get(email="lou@exemple.fr")
    assert set(lou.memberships.values_list("role", "structure")) == {
        ("counsellor", cholet.pk),
        ("pilot", cholet.pk),
    }
    assert "Lou Petit" in text_of(pages.claude.get("/structure/equipe/"))
    answer = add_lou(pages.claude)
    assert answer.status_code == 422
    assert "Quelqu’un de l’équipe a déjà cette adresse." in text_of(answer)


def test_an_address_of_another_structure_is_no_ones_business(pages, cast):
    Person.objects.filter(pk=cast.alex.pk).update(email="alex@exemple.fr")
    assert add_lou(pages.claude, email="alex@exemple.fr").status_code == 302


def test_a_young_person_is_never_given_a_role_by_the_staff_form(pages, cast):
    assert add_lou(pages.claude, roles=["young"]).status_code == 422
    assert post(pages.claude, f"/structure/equipe/{cast.julien.uid}/roles/", role="young").status_code == 422


def test_the_same_role_given_by_two_heads_at_once_is_one(cast, cholet):
    for _ in range(2):
        actions.give_role(person=cast.julien, structure=cholet, role=Role.PILOT, actor=cast.claude)
    assert Membership.objects.filter(person=cast.julien, role=Role.PILOT).count() == 1


def test_a_referent_hands_over_before_leaving(pages, cast, cholet):
    row = cast.camille.memberships.get()
    answer = post(
        pages.claude, f"/structure/equipe/{cast.camille.uid}/roles/{row.pk}/finir/", ends_on="2040-01-02"
    )
    assert answer.status_code == 422
    assert "Confiez-les d’abord à quelqu’un d’autre." in text_of(answer)
    row.refresh_from_db()
    assert row.ends_on is None


def test_who_leaves_is_in_no_thread_from_that_day_on(cast, cholet, pages):
    today = today_in(cholet)
    actions.support(young=cast.lea, counsellor=cast.julien, structure=cholet, part=Support.Part.COLLEAGUE)
    row = cast.julien.memberships.get()
    path = f"/structure/equipe/{cast.julien.uid}/roles/{row.pk}/finir/"
    assert post(pages.claude, path, ends_on=today).status_code == 302
    assert Member.objects.filter(person=cast.julien, left_at=None).exists(), "the last day is one of work"
    actions.end_role(membership=row, on=today, actor=cast.claude)
    assert not Member.objects.filter(person=cast.julien, left_at=None).exists()
    assert pages.julien.get(f"/fil/{cast.thread().uid}/").status_code == 404
    assert "N’y sont plus" in text_of(pages.claude.get("/structure/equipe/"))
    actions.settle_all_departures()
    assert Member.objects.filter(person=cast.camille, left_at=None).exists()


def test_a_structure_keeps_a_head(cast, cholet):
    row = cast.claude.memberships.get()
    with pytest.raises(Problem) as refused:
        actions.end_role(membership=row, on=today_in(cholet), actor=cast.claude)
    assert "garde une direction" in refused.value.errors["ends_on"][0]


def test_sites_are_added_made_main_closed_and_opened_again(pages, cast, cholet):
    old = cholet.sites.get()
    post(
        pages.claude,
        "/structure/lieux/ajouter/",
        name="Vihiers",
        postal_code="49310",
        commune="Vihiers",
        main="1",
    )
    assert cholet.sites.get(is_main=True).name == "Vihiers"
    path = f"/structure/lieux/{old.uid}/"
    assert post(pages.claude, path, do="close").status_code == 302
    assert Membership.objects.filter(site=old).count() == 0
    assert old.name not in text_of(pages.nobody.get("/ml/cholet/")).split("Où nous trouver")[1]
    assert post(pages.claude, path, do="reopen").status_code == 302
    main = cholet.sites.get(is_main=True)
    assert post(pages.claude, f"/structure/lieux/{main.uid}/", do="close").status_code == 422
    twin = post(pages.claude, "/structure/lieux/ajouter/", name="vihiers")
    assert "Un lieu porte déjà ce nom." in text_of(twin)


def test_settings_are_changed_and_numbers_read_as_the_region_says(pages, cast, cholet):
    facts = {
        "name": "ML de Saint-Denis",
        "formality": "tu",
        "rhythm_days": 10,
        "keep_former_texts_days": 30,
        "keep_files_days": 60,
    }
    facts |= {"timezone": "Indian/Reunion", "region": "RE", "holiday_zone": "RE", "phone": "0262 00 00 01"}
    assert post(pages.claude, "/structure/reglages/", **facts | {"phone": "02"}).status_code == 422
    assert post(pages.claude, "/structure/reglages/", **facts | {"phone": "0692 12 34 56"}).status_code == 302
    cholet.refresh_from_db()
    assert (cholet.phone, cholet.rhythm_days, cholet.formality) == ("+262692123456", 10, "tu")


def test_an_administrator_opens_a_structure_in_one_form(pages, cast):
    fields = {"name": "Mission Locale du Nord de La Réunion", "department": "974", "commune": "Saint-Denis"}
    fields |= {
        "postal_code": "97400",
        "first_name": "Marie",
        "last_name": "Payet",
        "email": "marie@exemple.fr",
    }
    answer = post(pages.admin, "/structures/nouvelle/", **fields)
    assert answer.headers["Location"] == "/structures/nord-reunion/"
    made = Structure.objects.get(slug="nord-reunion")
    assert (made.timezone, made.region, made.holiday_zone) == ("Indian/Reunion", "RE", "RE")
    assert made.sites.get().commune == "Saint-Denis"
    assert Membership.objects.get(structure=made).role == Role.HEAD
    shown = text_of(pages.admin.get("/structures/nord-reunion/"))
    assert "Marie Payet" in shown, "who heads it, and counts: nobody else"
    again = post(pages.admin, "/structures/nouvelle/", **fields)
    assert again.status_code == 422
    assert "Cette adresse est déjà prise." in text_of(again)
    assert Person.objects.filter(email="marie@exemple.fr").count() == 1


@pytest.mark.parametrize("code", ["67", "974", "988", "49"])
def test_what_a_departement_gives_is_known_to_hours_and_phones(code):
    found = {d.code: d for d in DEPARTMENTS}[code]
    assert found.holiday_zone in HOLIDAY_ZONES
    assert found.region in REGIONS
    Hours([], found.timezone)


def test_there_are_96_departements_and_the_overseas():
    assert len([d for d in DEPARTMENTS if len(d.code) == 2]) == 96
    assert all(d.holiday_zone in HOLIDAY_ZONES and d.region in REGIONS for d in DEPARTMENTS)


def test_a_week_is_said_in_few_lines():
    week = [Interval(d, time(9), time(12)) for d in (0, 1, 2)] + [Interval(4, time(14), time(17, 30))]
    nnbsp = "\u202f"
    assert week_as_said(week) == [
        ("du lundi au mercredi", f"9{nnbsp}h à 12{nnbsp}h"),
        ("vendredi", f"14{nnbsp}h à 17{nnbsp}h{nnbsp}30"),
    ]


@how(database=None)
@given(
    st.times(),
    st.sampled_from(["{h}:{m:02d}", "{h:02d}:{m:02d}", "{h}h{m:02d}", "{h} h {m:02d}", "{h}H{m:02d}"]),
)
def test_a_time_is_read_in_every_usual_writing(at, writing):
    assert as_time(writing.format(h=at.hour, m=at.minute)) == time(at.hour, at.minute)


@how(database=None)
@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_time_or_a_refusal(typed):
    try:
        as_time(typed)
    except ValueError:
        return


def test_a_month_that_is_none_is_this_one(pages, cast):
    for asked in ("", "2026-13", "9999-12", "0001-01", "x" * 50):
        assert pages.claude.get(f"/structure/absences/?mois={asked}").status_code == 200


def test_the_month_of_february_has_its_days(pages, cast, cholet):
    year = date(today_in(cholet).year, 2, 1)
    assert "1er février" in text_of(pages.claude.get(f"/structure/absences/?mois={year:%Y-%m}"))
