"""Two files of one person: made one with all that is theirs, two again as they were."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from aufil.audit.models import Record
from aufil.kernel import clock
from aufil.people import actions
from aufil.people.actions import create_person, merge_people, part_people, say_distinct, start_device, support
from aufil.people.models import (
    Device,
    Distinct,
    Membership,
    Merge,
    ObservedTask,
    Person,
    Profile,
    Representative,
    Role,
    Situation,
    Support,
    SupportTheme,
)
from aufil.people.queries import duplicates_of, file_of, merges_of, referent_of, young_of
from aufil.thread.models import Joining, Member, Thread
from aufil.web.problems import Problem


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


@pytest.fixture
def double(cast, cholet):
    """Léa a second time, with Julien, a phone of her own and a file number."""
    person = create_person(
        username="lea2",
        first_name="LEA",
        last_name="BARON",
        structure=cholet,
        role=Role.YOUNG,
        birth_date=date(2007, 3, 12),
        phone="+33612345678",
        file_number="7200001",
    )
    support(young=person, counsellor=cast.julien, structure=cholet)
    return person


def state():
    """All a merge can move, as it is."""
    tables = (
        Person,
        Membership,
        Support,
        Device,
        Profile,
        SupportTheme,
        ObservedTask,
        Situation,
        Representative,
    )
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in tables}
    threads = Thread.objects.order_by("pk").values(
        "pk", "young", "closed_at", "continued_in", "unanswered_since"
    )
    members = Member.objects.filter(left_at=None).order_by("pk").values("thread", "person", "side")
    for row in rows["Profile"]:
        row.pop("updated_at")
    return rows, list(threads), list(members)


def merged(cast, cholet, double, **choices):
    return merge_people(structure=cholet, kept=cast.lea, absorbed=double, actor=cast.claude, choices=choices)


def test_one_file_is_left_with_what_either_said(cast, cholet, double):
    merged(cast, cholet, double)
    lea = Person.objects.get(pk=cast.lea.pk)
    assert (lea.full_name, lea.phone, lea.email) == ("Léa Baron", "+33612345678", "lea@exemple.fr")
    assert Membership.objects.get(person=lea, ends_on=None).file_number == "7200001"
    assert lea in young_of(cholet)
    assert double not in young_of(cholet)
    double.refresh_from_db()
    assert (double.phone, double.email) == ("", "")


def test_one_file_made_of_two_has_not_left(cast, cholet, double, pages):
    merged(cast, cholet, double)
    file = file_of(cast.lea, cholet)
    assert (file.closed, file.membership.file_number) == (False, "7200001")
    page = pages.camille.get(f"/mes-jeunes/{cast.lea.uid}/parcours/").content.decode()
    assert "Fin de l’accompagnement" not in page
    assert page.count("Début de l’accompagnement") == 1


def test_the_story_tells_of_the_merge_and_of_its_undoing(cast, cholet, double, pages):
    merge = merged(cast, cholet, double)
    story = f"/mes-jeunes/{cast.lea.uid}/parcours/"
    assert "Dossier réuni avec celui de LEA BARON" in pages.camille.get(story).content.decode()
    part_people(merge=merge, actor=cast.dominique)
    for person, other in ((cast.lea, "LEA BARON"), (double, "Léa Baron")):
        page = pages.claude.get(f"/mes-jeunes/{person.uid}/parcours/").content.decode()
        assert f"Dossier réuni avec celui de {other}" in page
        assert f"Dossier séparé de celui de {other}" in page
        assert "Dominique Marchand" in page


def test_what_differs_is_as_chosen(cast, cholet, double):
    merged(cast, cholet, double, last_name="absorbed", first_name="kept", referent="absorbed")
    lea = Person.objects.get(pk=cast.lea.pk)
    assert (lea.full_name, lea.findable_name) == ("Léa BARON", "lea baron")
    assert referent_of(lea, cholet) == cast.julien
    parts = dict(Support.objects.filter(young=lea, ends_on=None).values_list("counsellor", "part"))
    assert parts == {cast.julien.pk: "referent", cast.camille.pk: "colleague"}


def test_both_counsellors_go_on_and_read_both_conversations(cast, cholet, double, api):
    thread, other = cast.thread(), Thread.objects.get(young=double)
    api.camille.say(thread, "Bonjour Léa")
    api.julien.say(other, "Bonjour LEA")
    merged(cast, cholet, double)
    thread.refresh_from_db()
    other.refresh_from_db()
    assert (thread.closed_at, other.continued_in) == (None, thread)
    assert other.closed_at
    for place in (thread, other):
        staff = Member.objects.filter(thread=place, left_at=None, side="staff").values_list(
            "person", flat=True
        )
        assert set(staff) == {cast.camille.pk, cast.julien.pk}
    assert api.lea.get(f"/threads/{other.uid}/entries").json["results"][0]["text"] == "Bonjour LEA"
    assert api.julien.say(thread, "Me voici").status == 201
    assert api.julien.say(other, "Encore").status == 403
    assert api.alex.get(f"/threads/{other.uid}/entries").status == 404


def test_the_closed_conversation_is_shown_above_the_other(cast, cholet, double, api, pages):
    other = Thread.objects.get(young=double)
    api.julien.say(other, "Bonjour LEA")
    merged(cast, cholet, double)
    for browser in (pages.lea, pages.camille):
        page = browser.get(f"/fil/{cast.thread().uid}/").content.decode()
        assert f'href="/fil/{other.uid}/"' in page
        assert "Avant la réunion des dossiers : 1 message" in page
    closed = pages.lea.get(f"/fil/{other.uid}/").content.decode()
    assert f'href="/fil/{cast.thread().uid}/"' in closed
    assert "Bonjour LEA" in closed


def test_what_waits_for_an_answer_still_waits(cast, cholet, double, api):
    api_of_double = type(api.lea)(double)
    other = Thread.objects.get(young=double)
    assert api_of_double.say(other, "Vous êtes là ?").status == 201
    since = Thread.objects.get(pk=other.pk).unanswered_since
    assert since
    merged(cast, cholet, double)
    assert cast.thread().unanswered_since == since


def test_the_phone_of_the_second_file_opens_the_first(cast, cholet, double, api):
    caller = type(api.lea)(double)
    assert caller.get("/me").json["id"] == str(double.uid)
    other = Thread.objects.get(young=double)
    assert caller.say(other, "Bonjour").status == 201  # who this device is is remembered now
    merged(cast, cholet, double)
    thread = cast.thread()
    first = caller.say(thread, "Je suis là")
    assert (first.status, first.kind) in ((401, "sign-in"), (404, "not-found"))
    assert caller.get("/me").json["id"] == str(cast.lea.uid)
    assert caller.say(thread, "Je suis là").status == 201
    assert caller.get(f"/threads/{other.uid}/entries").status == 200


def test_profile_situations_devices_and_groups_come_along(cast, cholet, double, api):
    mine = Profile.objects.create(structure=cholet, person=cast.lea, languages="français")
    theirs = Profile.objects.create(structure=cholet, person=double, languages="anglais", computer=True)
    SupportTheme.objects.create(profile=mine, theme="health")
    SupportTheme.objects.create(profile=theirs, theme="health")
    SupportTheme.objects.create(profile=theirs, theme="housing")
    Situation.objects.create(
        structure=cholet, person=double, category="job", state="current", recorded_at=clock.now()
    )
    Representative.objects.create(structure=cholet, person=double, name="Sa mère")
    start_device(person=double, label="téléphone")
    group = api.julien.post("/threads", {"title": "Club", "participants": [str(double.uid)]}).json["id"]
    before = state()
    merge = merged(cast, cholet, double)
    mine.refresh_from_db()
    assert (mine.languages, mine.computer) == ("français", True)
    assert set(mine.themes.values_list("theme", flat=True)) == {"health", "housing"}
    assert cast.lea.situations.count() == cast.lea.representatives.count() == 1
    assert not double.devices.exists()
    present = Member.objects.filter(thread__uid=group, left_at=None, side="young")
    assert list(present.values_list("person", flat=True)) == [cast.lea.pk]
    part_people(merge=merge, actor=cast.claude)
    now = state()
    assert now[0] == before[0]
    assert now[1] == before[1]
    assert [m for m in now[2] if m["thread"] != Thread.objects.get(uid=group).pk] == [
        m for m in before[2] if m["thread"] != Thread.objects.get(uid=group).pk
    ]


@pytest.mark.parametrize("choices", [{}, {"referent": "absorbed", "first_name": "absorbed", "phone": "kept"}])
def test_undone_everything_is_as_it_was(cast, cholet, double, api, choices):
    api.camille.say(cast.thread(), "un")
    api.julien.say(Thread.objects.get(young=double), "deux")
    before = state()
    merge = merged(cast, cholet, double, **choices)
    assert state() != before
    merge = part_people(merge=merge, actor=cast.claude)
    assert state() == before
    assert (merge.left, merge.memo) == ([], [])
    assert not Joining.objects.exists()
    assert api.julien.say(Thread.objects.get(young=double), "encore").status == 201
    assert api.julien.say(cast.thread(), "non").status == 404


def test_what_changed_since_stays_and_is_said(cast, cholet, double):
    merge = merged(cast, cholet, double)
    Person.objects.filter(pk=cast.lea.pk).update(phone="+33698765432")
    support(young=cast.lea, counsellor=cast.claude, structure=cholet)  # a new referent
    merge = part_people(merge=merge, actor=cast.claude)
    assert Person.objects.get(pk=cast.lea.pk).phone == "+33698765432"
    assert Person.objects.get(pk=double.pk).phone == "+33612345678"
    assert merge.left == ["people.person.phone"]
    assert referent_of(cast.lea, cholet) == cast.claude
    assert referent_of(double, cholet) == cast.julien


def test_a_referent_chosen_and_replaced_since_is_not_brought_back(cast, cholet, double):
    merge = merged(cast, cholet, double, referent="absorbed")
    support(young=cast.lea, counsellor=cast.claude, structure=cholet)
    merge = part_people(merge=merge, actor=cast.claude)
    assert referent_of(cast.lea, cholet) == cast.claude
    assert "people.support" in merge.left


def test_after_thirty_days_it_is_final(cast, cholet, double):
    merge = merged(cast, cholet, double)
    Merge.objects.update(undo_until=clock.now() - timedelta(seconds=1))
    with pytest.raises(Problem) as refused:
        part_people(merge=merge, actor=cast.claude)
    assert refused.value.kind == "gone"
    actions.purge_merges()
    merge.refresh_from_db()
    assert merge.memo == []
    assert merges_of(cholet) == []


def test_two_files_whose_referents_began_on_one_day_become_one(cast, cholet, double):
    begun = Support.objects.get(young=cast.lea).starts_on
    Support.objects.filter(young=double).update(starts_on=begun)
    merge = merged(cast, cholet, double)
    was = (
        Support.objects.filter(young=cast.lea, starts_on=begun).order_by("pk").values_list("part", flat=True)
    )
    assert list(was) == ["referent", "colleague"]
    part_people(merge=merge, actor=cast.claude)
    assert Support.objects.get(young=double, ends_on=None).part == "referent"


def test_a_later_merge_is_undone_first(cast, cholet, double):
    first = merged(cast, cholet, double)
    second = merge_people(structure=cholet, kept=cast.yanis, absorbed=cast.lea, actor=cast.claude)
    with pytest.raises(Problem, match="conflict"):
        part_people(merge=first, actor=cast.claude)
    part_people(merge=second, actor=cast.claude)
    part_people(merge=first, actor=cast.claude)
    with pytest.raises(Problem, match="conflict"):
        part_people(merge=first, actor=cast.claude)
    assert {cast.lea, double, cast.yanis} <= set(young_of(cholet))


def test_nobody_is_merged_with_themselves_twice_or_across_structures(cast, cholet, double):
    for kept, absorbed, kind in (
        (cast.lea, cast.lea, "invalid"),
        (cast.lea, cast.ousmane, "not-found"),
        (cast.ousmane, cast.lea, "not-found"),
        (cast.lea, cast.camille, "not-found"),
    ):
        with pytest.raises(Problem) as refused, transaction.atomic():
            merge_people(structure=cholet, kept=kept, absorbed=absorbed, actor=cast.claude)
        assert refused.value.kind == kind
    merged(cast, cholet, double)
    for kept, absorbed in ((cast.lea, double), (double, cast.lea)):
        with pytest.raises(Problem, match="not-found"), transaction.atomic():
            merge_people(structure=cholet, kept=kept, absorbed=absorbed, actor=cast.claude)


def test_who_has_another_role_elsewhere_is_kept_not_absorbed(cast, cholet, double):
    Membership.objects.create(
        person=double, structure=cast.structures["mayenne"], role=Role.YOUNG, starts_on=date(2026, 1, 1)
    )
    with pytest.raises(Problem, match="conflict"), transaction.atomic():
        merged(cast, cholet, double)
    merge_people(structure=cholet, kept=double, absorbed=cast.lea, actor=cast.claude)
    assert Membership.objects.filter(person=double, structure=cast.structures["mayenne"]).exists()


def test_the_journal_names_both(cast, cholet, double):
    merge = merged(cast, cholet, double)
    part_people(merge=merge, actor=cast.claude)
    records = Record.objects.filter(verb__in=("persons-merged", "persons-parted")).values_list(
        "verb", "subject_uid"
    )
    assert set(records) == {
        (verb, person.uid) for verb in ("persons-merged", "persons-parted") for person in (cast.lea, double)
    }


def test_likely_doubles_are_suggested_within_the_structure_alone(cast, cholet, double):
    mayenne = cast.structures["mayenne"]
    create_person(
        username="x",
        first_name="Léa",
        last_name="Baron",
        structure=mayenne,
        role=Role.YOUNG,
        birth_date=date(2007, 3, 12),
    )
    [pair] = duplicates_of(cholet)
    assert {pair.one.pk, pair.other.pk} == {cast.lea.pk, double.pk}
    assert pair.why == "Mêmes nom, prénom et date de naissance"
    assert duplicates_of(mayenne) == []
    assert duplicates_of(cholet, only=cast.camille) == []
    say_distinct(structure=cholet, one=double, other=cast.lea, actor=cast.claude)
    say_distinct(structure=cholet, one=cast.lea, other=double, actor=cast.claude)
    assert Distinct.objects.count() == 1
    assert duplicates_of(cholet) == []


@pytest.mark.parametrize(
    ("first", "last", "born", "phone", "suggested"),
    [
        ("Baron", "Léa", None, "", True),  # in the other order
        ("Léa", "Baron", date(2001, 1, 1), "", False),
        ("Léa", "Barron", None, "+33698765432", True),
        ("Tom", "Baron", None, "+33698765432", False),  # a brother
        ("Tom", "Baron", date(2007, 3, 12), "+33698765432", False),  # a twin
        ("Léa", "Petit", None, "", False),
    ],
)
def test_families_and_namesakes_are_told_from_doubles(cast, cholet, first, last, born, phone, suggested):
    Person.objects.filter(pk=cast.lea.pk).update(phone="+33698765432")
    create_person(
        username="autre",
        first_name=first,
        last_name=last,
        birth_date=born,
        phone=phone,
        structure=cholet,
        role=Role.YOUNG,
    )
    assert bool(duplicates_of(cholet)) == suggested
