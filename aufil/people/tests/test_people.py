"""People, structures and who supports whom: what the database itself holds, and what actions make."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from aufil.audit.models import Record
from aufil.kernel import clock
from aufil.people.actions import create_person, create_structure, free_username, start_device, touch_device
from aufil.people.models import Device, Membership, OpeningHours, Person, Role, Site, Support
from aufil.people.queries import memberships_of, staff_of, young_of


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    return True


def test_a_username_is_one_persons(cast, cholet):
    assert refused(lambda: create_person(username="lea", structure=cholet, role=Role.YOUNG))


def test_two_people_may_share_an_address_and_a_number(cast, cholet):
    for name in ("paul", "lise"):
        create_person(
            username=name, structure=cholet, role=Role.YOUNG, email="maman@exemple.fr", phone="+33639980001"
        )
    assert Person.objects.filter(email="maman@exemple.fr", phone="+33639980001").count() == 2


def test_a_person_has_a_role_once_in_a_structure_but_may_have_several(cast, cholet):
    today = clock.now().date()

    def member(role):
        return lambda: Membership.objects.create(
            person=cast.camille, structure=cholet, role=role, starts_on=today
        )

    assert refused(member(Role.COUNSELLOR))
    member(Role.PILOT)()
    assert [m.role for m in memberships_of(cast.camille)] == [Role.COUNSELLOR, Role.PILOT]


def test_a_file_number_is_one_persons_in_a_structure_but_may_serve_in_another(cast, cholet):
    def young(name, structure):
        return lambda: create_person(
            username=name, structure=structure, role=Role.YOUNG, file_number="7100001"
        )

    young("un", cholet)()
    assert refused(young("deux", cholet))
    young("trois", cast.structures["mayenne"])()
    for name in ("sans", "sans-non-plus"):
        create_person(username=name, structure=cholet, role=Role.YOUNG)


@pytest.mark.parametrize("role", ["", "chef", "admin"])
def test_a_role_nobody_knows_is_refused(cast, cholet, role):
    today = clock.now().date()
    assert refused(
        lambda: Membership.objects.create(person=cast.lea, structure=cholet, role=role, starts_on=today)
    )


def test_nothing_ends_before_it_starts(cast, cholet):
    today, before = clock.now().date(), clock.now().date() - timedelta(days=1)
    dates = {"starts_on": today, "ends_on": before}
    assert refused(
        lambda: Membership.objects.create(person=cast.alex, structure=cholet, role=Role.HEAD, **dates)
    )
    assert refused(
        lambda: Support.objects.create(structure=cholet, young=cast.lea, counsellor=cast.julien, **dates)
    )
    assert refused(
        lambda: OpeningHours.objects.create(structure=cholet, weekday=0, opens=time(12), closes=time(12))
    )
    assert refused(
        lambda: OpeningHours.objects.create(structure=cholet, weekday=7, opens=time(9), closes=time(12))
    )


def test_a_young_person_has_one_referent_and_supports_nobody_by_themselves(cast, cholet):
    today = clock.now().date()

    def support(counsellor, part="referent"):
        return lambda: Support.objects.create(
            structure=cholet, young=cast.lea, counsellor=counsellor, part=part, starts_on=today
        )

    assert refused(support(cast.julien))
    assert refused(support(cast.camille, "colleague"))
    assert refused(support(cast.lea, "colleague"))
    support(cast.julien, "colleague")()


def test_a_structure_has_one_main_site(cast, cholet):
    assert refused(lambda: Site.objects.create(structure=cholet, name="Annexe", is_main=True))
    Site.objects.create(structure=cholet, name="Annexe")


def test_a_device_that_keeps_messages_says_since_when(api, cast):
    assert refused(lambda: Device.objects.filter(pk=api.lea.device.pk).update(waiting=3))


@pytest.mark.parametrize(
    ("born", "age", "minor"),
    [
        (date(2008, 3, 2), 18, False),
        (date(2008, 3, 3), 17, True),
        (date(2008, 2, 29), 18, False),
        (date(2010, 1, 1), 16, True),
        (None, None, True),
    ],
)
def test_who_is_a_minor_today(born, age, minor):
    today = date(2026, 3, 2)
    person = Person(birth_date=born)
    assert (person.age_on(today), person.is_minor_on(today)) == (age, minor)


def test_a_birthday_on_29_february_counts_from_1_march():
    person = Person(birth_date=date(2008, 2, 29))
    assert person.age_on(date(2026, 2, 28)) == 17
    assert person.age_on(date(2026, 3, 1)) == 18


def test_a_free_username_is_made_from_the_names(cast, cholet):
    assert free_username("Zoé", "D’Orvès-Le Gall") == "zoe.dorves.le.gall"
    for expected in ("lou.petit", "lou.petit2", "lou.petit3"):
        name = free_username("Lou", "Petit")
        assert name == expected
        create_person(username=name, first_name="Lou", last_name="Petit", structure=cholet, role=Role.YOUNG)
    assert free_username("李", "娜") == "personne"
    assert len(free_username("Maximilienne-Éléonore", "x" * 80)) <= 60


def test_a_new_structure_answers_on_weekdays(db):
    hours = create_structure(slug="saint-pierre", name="ML Sud", timezone="Indian/Reunion").hours()
    assert [len(hours.by_weekday.get(day, [])) for day in range(7)] == [2, 2, 2, 2, 2, 0, 0]
    assert str(hours.zone) == "Indian/Reunion"


def test_who_left_is_no_longer_of_the_structure(cast, cholet):
    today = clock.now().date()
    Membership.objects.filter(person__in=[cast.lea, cast.julien]).update(ends_on=today)
    assert cast.lea not in young_of(cholet)
    assert cast.julien not in staff_of(cholet)
    assert memberships_of(cast.lea) == []


def test_making_people_is_journaled_by_identifiers(cast):
    line = Record.objects.get(verb="person-created", subject_uid=cast.lea.uid)
    assert line.structure == cast.structures["cholet"].pk


def test_a_device_is_known_by_the_hash_of_its_secret_alone(cast):
    device, secret = start_device(person=cast.lea, label="x" * 200)
    device.refresh_from_db()
    assert len(device.label) == 80
    assert secret.encode() not in bytes(device.key_hash)
    assert len(bytes(device.key_hash)) == 32


def test_using_a_device_renews_it_at_most_every_ten_minutes(cast):
    device, _ = start_device(person=cast.lea, label="téléphone")
    first = device.expires_at
    touch_device(device=device, at=device.last_seen_at + timedelta(minutes=9))
    device.refresh_from_db()
    assert device.expires_at == first
    at = device.last_seen_at + timedelta(days=30)
    touch_device(device=device, at=at)
    device.refresh_from_db()
    assert (device.last_seen_at, device.expires_at) == (at, at + timedelta(days=90))


def test_a_token_is_not_renewed_by_use(api, cast):
    token = api.lea.device
    first = token.expires_at
    touch_device(device=token, at=token.last_seen_at + timedelta(days=30))
    token.refresh_from_db()
    assert token.expires_at == first


def test_staff_find_the_young_people_of_their_structure_alone(api):
    names = [p["first_name"] for p in api.camille.get("/people").json["results"]]
    assert names == ["Léa", "Yanis", "Inès"], "by last name: Baron, Diallo, Morel"
    assert [p["first_name"] for p in api.alex.get("/people").json["results"]] == ["Ousmane"]
    for words, found in (("BARON", ["Léa"]), ("bar l", ["Léa"]), ("bar yan", []), ("keita", [])):
        assert [p["first_name"] for p in api.camille.get(f"/people?q={words}").json["results"]] == found
    assert api.camille.get("/people?q=%00").status == 200


@pytest.mark.parametrize("words", ["lea", "ines"])
def test_a_name_is_found_without_its_accents(api, words):
    assert len(api.camille.get(f"/people?q={words}").json["results"]) == 1


def test_a_long_list_of_people_comes_a_page_at_a_time_without_gap_or_double(api, cast, cholet):
    for number in range(120):
        create_person(
            username=f"jeune{number}",
            first_name=f"Prénom{number % 3}",
            last_name="Martin" if number % 2 else "Petit",
            structure=cholet,
            role=Role.YOUNG,
        )
    found, query, pages = [], "", 0
    while True:
        page = api.camille.get(f"/people{query}").json
        found += [p["id"] for p in page["results"]]
        pages += 1
        if page["next"] is None:
            break
        query = f"?cursor={page['next']}"
    assert pages == 3
    assert len(found) == len(set(found)) == 123


@pytest.mark.parametrize("cursor", ["x", "%%%", "AAAA", "w6k", "ZGVtYW4"])
def test_a_forged_cursor_is_malformed(api, cursor):
    answer = api.camille.get(f"/people?cursor={cursor}")
    assert (answer.status, answer.kind) == (400, "malformed")


def test_a_counsellor_who_adds_a_young_person_supports_them(api, cast):
    body = {
        "first_name": " Lou ",
        "last_name": "Petit",
        "phone": "06 39 98 12 34",
        "birth_date": "2008-02-29",
    }
    answer = api.camille.post("/people", body)
    assert answer.status == 201
    assert (answer.json["first_name"], answer.json["phone"]) == ("Lou", "+33639981234")
    lou = Person.objects.get(uid=answer.json["id"])
    assert Support.objects.get(young=lou).counsellor == cast.camille
    assert cast.structures["cholet"] == lou.memberships.get().structure


def test_a_head_who_adds_a_young_person_does_not_support_them(api, cast):
    answer = api.claude.post("/people", {"first_name": "Lou", "last_name": "Petit"})
    assert not Support.objects.filter(young__uid=answer.json["id"]).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "  "),
        ("last_name", "x" * 81),
        ("last_name", "a\x00b"),
        ("phone", "06 39"),
        ("email", "lea@"),
        ("birth_date", "29/02/2007"),
        ("file_number", "x" * 21),
    ],
)
def test_a_field_that_is_not_valid_is_named(api, field, value):
    before = Person.objects.count()
    answer = api.camille.post("/people", {"first_name": "Lou", "last_name": "Petit", field: value})
    assert (answer.status, list(answer.json["errors"])) == (422, [field])
    assert Person.objects.count() == before


def test_a_file_number_that_is_somebody_elses_is_a_conflict(api, cast):
    body = {"first_name": "Lou", "last_name": "Petit", "file_number": "7100001"}
    assert api.camille.post("/people", body).status == 201
    answer = api.camille.post("/people", body)
    assert (answer.status, list(answer.json["errors"])) == (409, ["file_number"])
    assert Person.objects.filter(last_name="Petit").count() == 1


def test_me_says_who_one_is(api):
    me = api.camille.get("/me").json
    assert (me["username"], me["name"]) == ("camille", "Camille Rousseau")
    assert me["roles"] == [{"role": "counsellor", "structure": "cholet"}]
    assert api.admin.get("/me").json["roles"] == [{"role": "admin", "structure": ""}]
