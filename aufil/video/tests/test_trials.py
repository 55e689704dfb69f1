"""A test of microphone, camera and network, proposed from a thread: by an address that asks who one is."""

from datetime import date, timedelta

import pytest

from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.people.models import Person
from aufil.thread.models import Entry, Thread
from aufil.video.access import KEPT, KEY
from aufil.video.actions import join_guests, part_guests, record_check
from aufil.video.models import Check, Trial
from aufil.video.queries import path_of, told_of_trials
from tests.support import Caller, Cast, signed_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"day": "17", "month": "5"}, {"day": "18", "month": "5"}


@pytest.fixture
def thread(at, cast: Cast) -> Thread:
    Person.objects.filter(pk=cast.lea.pk).update(birth_date=date(2006, 5, 17))
    cast.lea.refresh_from_db()
    return cast.thread()


@pytest.fixture
def proposed(cast: Cast, thread: Thread) -> Trial:
    answer = signed_in(cast.camille).post(f"/fil/{thread.uid}/visio/essai/")
    assert answer.url == f"/?fil={thread.uid}"
    return Trial.objects.get()


@pytest.fixture
def path(proposed: Trial) -> str:
    return path_of(proposed)


def test_the_thread_says_so_with_a_button_for_her_alone(cast, thread, proposed):
    entry = Entry.objects.get(kind="event")
    assert entry.text.startswith("Camille vous propose d’essayer la visio")
    hers = signed_in(cast.lea).get(f"/fil/{thread.uid}/").content.decode()
    assert "Essayer ma visio" in hers
    assert 'href="/visio/essai/"' in hers
    assert "Essayer ma visio" not in signed_in(cast.camille).get(f"/fil/{thread.uid}/").content.decode()


def test_she_is_told_like_by_a_message_until_she_has_seen_it(cast, thread, proposed):
    notice = Notice.objects.get(kind="visio-test")
    assert (notice.person, notice.urgent, notice.reach) == (cast.lea, False, Notice.Reach.MESSAGE)
    words = told_of_trials([notice])[notice.pk]
    assert words.opening == "Camille vous propose d’essayer la visio. Une demi-minute suffit."
    assert words.path == path_of(proposed)
    assert Caller(cast.lea).post(f"/threads/{thread.uid}/read", {"seq": notice.position}).status < 300
    notice.refresh_from_db()
    assert notice.state == Notice.State.SEEN


def test_who_cannot_be_told_from_a_stranger_is_led_to_where_one_signs_in(cast, thread, proposed):
    Person.objects.filter(pk=cast.lea.pk).update(birth_date=None)
    notice = Notice.objects.get(kind="visio-test")
    assert told_of_trials([notice])[notice.pk].path == "/visio/essai/"
    assert signed_in(None).get(path_of(proposed)).status_code == 410


def test_a_second_tap_is_the_same_and_later_the_same_address_lives_on(cast, thread, proposed, at):
    propose_check_again = f"/fil/{thread.uid}/visio/essai/"
    signed_in(cast.camille).post(propose_check_again)
    assert Entry.objects.filter(kind="event").count() == 1
    at.go(days=20)
    signed_in(cast.camille).post(propose_check_again)
    again = Trial.objects.get()
    assert again.until == at.now + timedelta(days=30)
    assert path_of(again) == path_of(proposed)
    assert Notice.objects.filter(kind="visio-test").count() == 2


def test_only_the_team_of_the_thread_proposes(cast, thread):
    for person in (cast.lea, cast.yanis, cast.julien, cast.dominique, cast.alex):
        assert signed_in(person).post(f"/fil/{thread.uid}/visio/essai/").status_code == 404, person
    assert not Trial.objects.exists()


def test_by_the_address_she_says_who_she_is_and_tests_without_an_account(cast, path, proposed):
    phone = signed_in(None)
    assert "C’est bien vous" in phone.get(path).content.decode()
    answer = phone.post(path, RIGHT)
    assert answer.url == f"/visio/essai/{proposed.uid}/"
    assert set(phone.cookies) == {KEPT}
    assert phone.cookies[KEPT]["path"] == answer.url
    key = phone.cookies[KEPT].value
    page = phone.get(answer.url)
    assert f'data-key="{key}"' in page.content.decode()
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    said = phone.post(
        "/api/v1/checks",
        {"result": "audio", "facts": {}},
        content_type="application/json",
        headers={KEY: key, "X-Requested-With": "aufil"},
    )
    assert said.status_code == 201
    assert Check.objects.get().person == cast.lea


def test_the_page_opens_for_nobody_else(cast, proposed):
    page = f"/visio/essai/{proposed.uid}/"
    assert signed_in(None).get(page).url == "/visio/essai/"
    assert signed_in(cast.yanis).get(page).url == "/visio/essai/"


def test_on_her_own_phone_nothing_is_asked(cast, path):
    assert signed_in(cast.lea).get(path).url == "/visio/essai/"
    assert signed_in(cast.yanis).get(path).status_code == 200


def test_five_wrong_tries_and_it_is_shut(path):
    phone = signed_in(None)
    for left in (4, 3, 2, 1):
        assert f"Il reste {left} essai" in phone.post(path, WRONG).content.decode()
    assert phone.post(path, WRONG).status_code == 410
    answer = phone.post(path, RIGHT)
    assert answer.status_code == 410
    assert "elle en enverra un autre" in answer.content.decode()


def test_proposed_again_once_shut_there_is_another_address(cast, thread, path, proposed, at):
    Trial.objects.update(closed_at=at.now)
    at.go(hours=1)
    signed_in(cast.camille).post(f"/fil/{thread.uid}/visio/essai/")
    fresh = Trial.objects.get(closed_at=None)
    assert signed_in(None).post(path_of(fresh), RIGHT).status_code == 302
    assert signed_in(None).get(path).status_code == 410


def test_a_month_later_it_is_dead_and_so_is_its_key(cast, path, proposed, at):
    phone = signed_in(None)
    page = phone.post(path, RIGHT).url
    at.go(days=30)
    answer = signed_in(None).get(path)
    assert answer.status_code == 410
    assert "plus d’un mois" in answer.content.decode()
    assert phone.get(page).status_code == 302


def test_a_preview_uses_nothing_up_and_learns_no_name(cast, path):
    for method in ("get", "head"):
        answer = getattr(signed_in(None), method)(path, HTTP_USER_AGENT="facebookexternalhit/1.1")
        assert answer.status_code == 200
        assert not {"Léa", "Baron", "Camille"} & set(answer.content.decode().split())
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert Trial.objects.get().tries == 0


def test_the_team_reads_the_result_beside_the_thread_once(cast, thread, proposed, at):
    cholet = cast.structures["cholet"]

    def noted() -> list[str]:
        return list(Entry.objects.filter(thread__kind="staff").order_by("pk").values_list("text", flat=True))

    for _time in range(3):
        record_check(structure=cholet, person=cast.lea, result="audio", facts={})
    assert noted() == ["Test de visio de Léa : son seulement."]
    assert Entry.objects.get(thread__kind="staff").author == cast.camille
    record_check(structure=cholet, person=cast.lea, result="phone", facts={})
    assert noted()[1:] == ["Test de visio de Léa : à appeler par téléphone."]
    assert Notice.objects.get(kind="visio-test").state == Notice.State.SEEN
    html = signed_in(cast.lea).get(f"/fil/{thread.uid}/").content.decode()
    assert "Test de visio de" not in html


def test_without_a_proposal_and_without_a_thread_it_is_kept_all_the_same(cast, thread, at):
    record_check(structure=cast.structures["cholet"], person=cast.lea, result="ready", facts={})
    assert Entry.objects.get(thread__kind="staff").text == "Test de visio de Léa : prêt."
    Thread.objects.update(closed_at=at.now)
    record_check(structure=cast.structures["cholet"], person=cast.lea, result="phone", facts={})
    assert Check.objects.count() == 2


def test_a_closed_thread_proposes_nothing(cast, thread, at):
    Thread.objects.filter(pk=thread.pk).update(closed_at=at.now)
    assert signed_in(cast.camille).post(f"/fil/{thread.uid}/visio/essai/").status_code == 403
    assert not Trial.objects.exists()


def test_it_follows_who_two_files_become_and_back(cast, proposed):
    cholet = cast.structures["cholet"].pk
    join_guests(structure=cholet, kept=cast.yanis.pk, absorbed=cast.lea.pk, merge=proposed.uid)
    assert Trial.objects.get().person == cast.yanis
    part_guests(kept=cast.yanis.pk, absorbed=cast.lea.pk, merge=proposed.uid)
    assert Trial.objects.get().person == cast.lea


def test_the_rows_hold_no_address(path, proposed):
    assert path.strip("/").split("/")[1].encode() not in bytes(proposed.key_hash)


def test_proposing_is_an_action_of_the_journal(cast, thread, proposed):
    [noted] = Record.objects.filter(verb="test-proposed")
    assert (noted.subject, noted.subject_uid) == ("video-test", proposed.uid)
