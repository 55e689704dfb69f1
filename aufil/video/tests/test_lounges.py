"""The lounge beside a group: who comes in when, what its page says, and who is told when help is asked for."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.appointments.tests.test_races import at_once
from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.kernel.hours import Interval
from aufil.people.actions import support
from aufil.thread.access import run_group
from aufil.thread.actions import bring_in, open_group, take_out
from aufil.thread.models import Side, Thread
from aufil.video import actions
from aufil.video.models import Guest, LoungeHours, Room, Stay, VideoRules
from aufil.video.queries import lounge_of_group, told_of_lounge_help
from aufil.web.problems import Problem
from tests.support import make_cast, signed_in

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 1, 14, 16, 10, tzinfo=UTC)  # ten past five in Cholet
WEEK = [Interval(2, time(17), time(18))]


class Club:
    """A group of Camille, Léa and Yanis, with a lounge on Wednesdays from five to six."""

    def __init__(self, cast, at, week=WEEK):
        at.go(WEDNESDAY)
        self.cast, self.at, cholet = cast, at, cast.structures["cholet"]
        self.thread = open_group(
            structure=cholet, title="Club CV", opener=cast.camille, young=[cast.lea, cast.yanis]
        )
        self.page = f"/fil/{self.thread.uid}/salon/"
        self.hours = f"{self.page}reglages/"
        actions.settle_lounge(opened=self.run_by(cast.camille), week=week)

    def run_by(self, person):
        return run_group(person, self.thread.uid)

    def lounge(self):
        return lounge_of_group(Thread.objects.select_related("structure").get(pk=self.thread.pk))

    def enters(self, person) -> Room:
        answer = signed_in(person).post(self.page)
        assert answer.status_code == 302, answer.content.decode()
        room = Room.objects.get(kind="lounge", ended_at=None)
        assert answer.url == f"/salle/{room.uid}/"
        return room

    def comes(self, person) -> Stay:
        room = self.enters(person)
        guest = Guest.objects.select_related("room").get(room=room, person=person)
        return actions.come_in(guest=guest, uid=uuid4(), tab=uuid4())

    def html(self, person, page="") -> str:
        return signed_in(person).get(page or self.page).content.decode()


@pytest.fixture
def club(sfu, at, cast):
    return Club(cast, at)


def test_whoever_comes_first_opens_it_and_is_let_in_without_a_host(club, cast):
    room = club.enters(cast.lea)
    assert (room.provider, room.title, room.opens_at.hour, room.admits_until.hour) == (
        "sfu",
        "Club CV",
        16,
        17,
    )
    assert set(Guest.objects.filter(room=room, is_host=True).values_list("person", flat=True)) == {
        cast.camille.pk
    }
    assert club.comes(cast.lea).inside_at is not None
    assert club.enters(cast.yanis) == room


def test_outside_its_hours_a_calm_sentence_says_when_it_opens_next(club, cast, at):
    at.go(hours=1)
    html = club.html(cast.lea)
    assert "Ouvre mercredi 21 janvier à 17\u202fh, jusqu’à 18\u202fh." in html
    assert "Entrer dans le salon" not in html
    answer = signed_in(cast.lea).post(club.page)
    assert answer.status_code == 409
    assert "Ouvre mercredi 21 janvier" in answer.content.decode()
    assert not Room.objects.exists()


def test_nobody_but_the_group_knows_of_it(club, cast):
    other = open_group(
        structure=cast.structures["cholet"], title="Autre", opener=cast.julien, young=[cast.ines]
    )
    for person in (cast.ines, cast.julien, cast.dominique, cast.claude, cast.alex, cast.ousmane):
        for page in (club.page, club.hours):
            for ask in ("get", "post"):
                assert getattr(signed_in(person), ask)(page).status_code == 404, (person, page)
    assert signed_in(cast.lea).get(f"/fil/{other.uid}/salon/").status_code == 404
    assert signed_in(cast.camille).get(f"/fil/{cast.thread().uid}/salon/").status_code == 404


def test_young_people_do_not_set_its_hours(club, cast):
    for ask in ("get", "post"):
        assert getattr(signed_in(cast.lea), ask)(club.hours).status_code == 404
    with pytest.raises(Problem):
        actions.settle_lounge(opened=_opened_by(club, cast.lea), week=[])
    assert LoungeHours.objects.count() == 1


def _opened_by(club, person):
    from aufil.thread.access import group

    return group(person, club.thread.uid)


def test_who_is_taken_out_of_the_group_is_put_out_and_does_not_come_back(club, cast):
    stay = club.comes(cast.lea)
    take_out(opened=club.run_by(cast.camille), uid=cast.lea.uid)
    actions.follow_group(thread=club.thread.pk)
    stay.refresh_from_db()
    assert stay.left_why == "removed"
    assert signed_in(cast.lea).get(club.page).status_code == 404
    with pytest.raises(Problem):
        actions.come_in(guest=stay.guest, uid=uuid4(), tab=uuid4())


def test_who_is_let_back_into_the_group_comes_in_again(club, cast):
    club.comes(cast.lea)
    take_out(opened=club.run_by(cast.camille), uid=cast.lea.uid)
    actions.follow_group(thread=club.thread.pk)
    bring_in(opened=club.run_by(cast.camille), person=cast.lea, side=Side.YOUNG)
    actions.follow_group(thread=club.thread.pk)
    assert club.comes(cast.lea).inside_at is not None


def test_who_joins_the_group_meanwhile_comes_in(club, cast):
    room = club.enters(cast.lea)
    bring_in(opened=club.run_by(cast.camille), person=cast.ines, side=Side.YOUNG)
    actions.follow_group(thread=club.thread.pk)
    assert Guest.objects.filter(room=room, person=cast.ines).exists()
    assert club.comes(cast.ines).room == room


def test_after_its_hours_nobody_new_comes_and_nobody_is_cut_off(club, cast, at):
    stay = club.comes(cast.lea)
    at.go(minutes=55)
    Stay.objects.update(seen_at=at.now)
    yanis = Guest.objects.select_related("room").get(room=stay.room, person=cast.yanis)
    with pytest.raises(Problem) as refused:
        actions.come_in(guest=yanis, uid=uuid4(), tab=uuid4())
    assert refused.value.more["why"] == "too-late"
    actions.tidy_rooms()
    stay.refresh_from_db()
    assert stay.left_at is None
    actions.leave(stay=stay)
    at.go(minutes=11)
    actions.tidy_rooms()
    assert Room.objects.get().ended_at is not None


def test_taking_the_hours_back_lets_in_nobody_new(club, cast, at):
    room = club.enters(cast.lea)
    at.go(minutes=5)
    actions.settle_lounge(opened=club.run_by(cast.camille), week=[])
    room.refresh_from_db()
    assert room.admits_until == at.now
    assert signed_in(cast.lea).get(club.page).status_code == 404
    assert signed_in(cast.camille).get(club.page).url == club.hours


def test_a_host_who_ends_it_ends_it_for_these_hours(club, cast, at):
    stay = club.comes(cast.camille)
    actions.end_room(host=stay)
    html = club.html(cast.lea)
    assert "Fermé pour cette fois" in html
    assert "Entrer dans le salon" not in html
    assert signed_in(cast.lea).post(club.page).status_code == 409
    assert "Rouvrir le salon" in club.html(cast.camille)
    club.enters(cast.camille)
    club.enters(cast.lea)
    at.go(days=7)
    actions.tidy_rooms()
    assert "Entrer dans le salon" in club.html(cast.lea), "a week later it is open as ever"


def test_its_page_says_who_is_there_who_may_come_and_what_is_kept(club, cast):
    club.comes(cast.yanis)
    html = club.html(cast.lea)
    assert "1 personne est là. <b>Yanis</b>" in html
    assert "Diallo" not in html
    for said in (
        "L’équipe (Camille) peut entrer à tout moment",
        "Rien n’est enregistré",
        "J’ai besoin d’aide",
        "112",
    ):
        assert said in html
    assert "Peuvent entrer les membres du groupe. Personne d’autre." in html


def test_the_group_s_thread_shows_it(club, cast, at):
    club.comes(cast.yanis)
    thread = f"/fil/{club.thread.uid}/"
    for person in (cast.lea, cast.camille):
        html = club.html(person, thread)
        assert ">1 personne est là.</span>" in html
        assert ">Ouvert jusqu’à 18\u202fh.</span>" in html
        assert f'href="{club.page}"' in html
    at.go(hours=2)
    assert "Ouvre mercredi 21 janvier à 17\u202fh" in club.html(cast.lea, thread)


def test_the_room_is_called_a_lounge_and_names_nobody_who_receives(club, cast):
    room = club.enters(cast.lea)
    html = club.html(cast.lea, f"/salle/{room.uid}/")
    assert '<h1 class="room__title clip">Le salon</h1>' in html
    assert "C’est dit à l’équipe" in html
    assert f'href="/fil/{club.thread.uid}/"' in html


def test_where_nothing_carries_several_the_page_of_hours_says_so(club, cast, settings):
    settings.SFU_URL = ""
    assert "le salon n’est pas encore proposé" in club.html(cast.camille, club.hours)
    assert signed_in(cast.lea).get(club.page).status_code == 404
    assert "Le salon</b>" not in club.html(cast.lea, f"/fil/{club.thread.uid}/")


def test_the_structure_s_own_tool_carries_it(club, cast, settings):
    settings.SFU_URL = ""
    VideoRules.objects.create(structure=cast.structures["cholet"], link="https://visio.example/cholet")
    assert "l’outil de visio de la structure" in club.html(cast.lea)
    assert club.enters(cast.lea).provider == "link"


def test_hours_are_set_line_by_line_in_any_writing(club, cast):
    camille = signed_in(cast.camille)
    sent = {"jour-1": "2", "de-1": "17h", "a-1": "18:30", "jour-2": "", "de-2": "", "a-2": ""}
    assert camille.post(club.hours, {**sent, "jour-3": "4", "de-3": "9", "a-3": "10"}).status_code == 302
    rows = [(one.weekday, str(one.opens), str(one.closes)) for one in LoungeHours.objects.all()]
    assert rows == [(2, "17:00:00", "18:30:00"), (4, "09:00:00", "10:00:00")]
    assert Record.objects.filter(verb="lounge-settled", subject_uid=club.thread.uid).count() == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"jour-1": "2", "de-1": "18:00", "a-1": "17:00"}, "La fin vient avant le début"),
        ({"jour-1": "", "de-1": "17:00", "a-1": "18:00"}, "Choisissez le jour"),
        ({"jour-1": "2", "de-1": "17:00", "a-1": ""}, "Il manque une heure"),
        ({"jour-1": "2", "de-1": "tard", "a-1": "18:00"}, "Une heure s’écrit comme"),
        ({"jour-1": "9", "de-1": "17:00", "a-1": "18:00"}, "Choisissez le jour"),
        (
            {"jour-1": "2", "de-1": "17:00", "a-1": "18:00", "jour-2": "2", "de-2": "17:30", "a-2": "19:00"},
            "en chevauche un autre",
        ),
    ],
)
def test_hours_that_cannot_be_are_kept_as_typed_with_what_to_do(club, cast, sent, said):
    answer = signed_in(cast.camille).post(club.hours, sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert f'value="{sent["de-1"]}"' in html
    assert LoungeHours.objects.count() == 1


def test_help_asked_for_where_no_host_is_reaches_the_group_s_team_and_the_referent(club, cast, at):
    support(young=cast.ines, counsellor=cast.julien, structure=cast.structures["cholet"])
    stay = club.comes(cast.lea)
    actions.say_seen(stay=stay, seen=actions.Seen(help=True))
    for _twice in range(2):
        actions.tell_of_help(stay=stay.pk)
    notice = Notice.objects.get(kind="lounge-help")
    assert (notice.person, notice.urgent, notice.due_at) == (cast.camille, True, at.now)
    words = told_of_lounge_help([notice])[notice.pk]
    assert words.opening == "Léa demande de l’aide dans le salon « Club CV ». Personne de l’équipe n’y est."
    assert words.path == f"/salle/{stay.room.uid}/"


def test_a_referent_who_is_not_in_the_group_is_told_too_and_led_to_the_thread(club, cast):
    bring_in(opened=club.run_by(cast.camille), person=cast.julien, side=Side.STAFF)
    take_out(opened=club.run_by(cast.julien), uid=cast.camille.uid)
    stay = club.comes(cast.lea)
    actions.tell_of_help(stay=stay.pk)
    told = {one.person: one for one in Notice.objects.filter(kind="lounge-help")}
    assert set(told) == {cast.camille, cast.julien}
    paths = told_of_lounge_help(list(told.values()))
    assert paths[told[cast.camille].pk].path == f"/fil/{cast.thread().uid}/"


def test_help_a_host_sees_is_told_nowhere_else(club, cast):
    club.comes(cast.camille)
    stay = club.comes(cast.lea)
    actions.tell_of_help(stay=stay.pk)
    assert not Notice.objects.filter(kind="lounge-help").exists()


def test_nothing_is_asked_of_the_database_for_a_group_without_a_lounge_but_whether_it_has_one(sfu, at, cast):
    club = Club(cast, at, week=[])
    viewer = signed_in(cast.lea)
    viewer.get(f"/fil/{club.thread.uid}/")
    with CaptureQueriesContext(connection) as asked:
        viewer.get(f"/fil/{club.thread.uid}/")
    assert sum("video_" in one["sql"] for one in asked.captured_queries) == 1


def test_the_page_asks_as_often_for_one_who_is_there_as_for_two(club, cast):
    viewer = signed_in(cast.lea)
    counts = []
    for who in (cast.yanis, cast.camille):
        club.comes(who)
        viewer.get(club.page)
        with CaptureQueriesContext(connection) as asked:
            viewer.get(club.page)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 22


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_one_room(at, sfu, transactional_db):
    cast = make_cast()
    club = Club(cast, at)
    lounge = club.lounge()
    results = at_once(
        *[lambda who=who: actions.enter_lounge(lounge=lounge, by=who) for who in (cast.lea, cast.yanis)] * 2
    )
    assert len({room.pk for room in results}) == 1, results
    assert Room.objects.filter(subject=club.thread.uid).count() == 1
    assert Guest.objects.filter(room__subject=club.thread.uid).count() == 3


def test_a_public_holiday_keeps_it_closed(club, cast, at):
    at.go(datetime(2026, 7, 14, 8, tzinfo=UTC))
    actions.settle_lounge(opened=club.run_by(cast.camille), week=[Interval(1, time(9), time(20))])
    assert "Ouvre mardi 21 juillet" in club.html(cast.lea)


def test_times_stay_those_of_the_wall_in_summer(club, cast, at):
    at.go(datetime(2026, 7, 15, 15, 10, tzinfo=UTC))
    assert "Entrer dans le salon" in club.html(cast.lea)
    assert club.enters(cast.lea).opens_at == at.now - timedelta(minutes=10)
