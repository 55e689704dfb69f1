"""Two at the very same moment, each on a connection of their own, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from aufil.kernel import clock
from aufil.people.models import Device
from aufil.signin import actions
from aufil.signin.actions import Entered
from aufil.signin.models import Arrival, Code, Link, Pairing, PersonalCode
from tests.support import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = "a" * 43, "b" * 43


@pytest.fixture
def cast(transactional_db):
    """The cast, really committed, so that other connections see it."""
    return make_cast()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of `works` in threads that start together; their results."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result() for done in [pool.submit(run, work) for work in works]]


def shown(cast) -> Pairing:
    return actions.show_pairing(person=cast.lea, structure=cast.structures["cholet"], maker=cast.camille)


def open_it(pairing: Pairing, phone: str) -> Arrival | None:
    return actions.open_pairing(pairing=pairing.pk, browser=phone, label="téléphone")


def test_two_phones_that_open_a_code_at_once_are_both_refused(cast):
    pairing = shown(cast)
    at_once(*(lambda phone=phone: open_it(pairing, phone) for phone in PHONES))
    pairing.refresh_from_db()
    assert pairing.outcome == Pairing.Outcome.TWO_PHONES


def test_one_phone_that_opens_a_code_twice_at_once_is_one_phone(cast):
    pairing = shown(cast)
    found = at_once(*[lambda: open_it(pairing, PHONES[0])] * 2)
    assert found[0] == found[1]
    pairing.refresh_from_db()
    assert pairing.closed_at is None


def test_a_phone_that_opens_while_another_is_confirmed_never_gets_in(cast):
    pairing = shown(cast)
    number = open_it(pairing, PHONES[0]).number
    at_once(
        lambda: actions.confirm_pairing(pairing=pairing.pk, number=number, actor=cast.camille),
        lambda: open_it(pairing, PHONES[1]),
    )
    first, second = (actions.enter_by_pairing(pairing=pairing.pk, browser=phone) for phone in PHONES)
    assert second is None
    pairing.refresh_from_db()
    assert (first is None) == (pairing.outcome == Pairing.Outcome.TWO_PHONES), (
        "either order, one way or the other"
    )


def test_confirmed_twice_and_entered_thrice_at_once_is_one_device(cast):
    pairing = shown(cast)
    number = open_it(pairing, PHONES[0]).number
    confirm = [lambda: actions.confirm_pairing(pairing=pairing.pk, number=number, actor=cast.camille)] * 2
    assert sorted(at_once(*confirm)) == ["confirmed", "opened"]
    enter = [lambda: actions.enter_by_pairing(pairing=pairing.pk, browser=PHONES[0])] * 3
    entered: list[Entered] = at_once(*enter)
    assert len({one.secret for one in entered}) == 1
    assert Device.objects.filter(person=cast.lea).count() == 1


def test_two_codes_shown_at_once_leave_one_open(cast):
    at_once(*[lambda: shown(cast)] * 3)
    assert Pairing.objects.filter(closed_at=None).count() == 1


def paper(cast) -> Link:
    return actions.make_paper(
        person=cast.lea, structure=cast.structures["cholet"], days=14, maker=cast.camille
    )


def test_a_paper_used_by_two_phones_at_once_lets_one_in(cast):
    link = paper(cast)
    entered = at_once(
        *(
            lambda phone=phone: actions.enter_by_link(link=link.pk, browser=phone, label="x", born=(12, 3))
            for phone in PHONES
        )
    )
    assert sum(one is not None for one in entered) == 1
    assert Device.objects.filter(person=cast.lea).count() == 1


def test_wrong_tries_at_once_are_all_counted(cast):
    link = paper(cast)
    wrong = [lambda: actions.enter_by_link(link=link.pk, browser=PHONES[0], label="x", born=(1, 1))] * 4
    at_once(*wrong)
    link.refresh_from_db()
    assert link.tries == 4
    actions.choose_personal_code(person=cast.lea, code="4711")
    at_once(*[lambda: actions.try_personal_code(person=cast.lea, typed="0000")] * 4)
    assert PersonalCode.objects.get().tries == 4


def test_a_code_of_six_digits_used_twice_at_once_is_used_once(cast, monkeypatch):
    monkeypatch.setattr("aufil.signin.actions.codes.secrets.randbelow", lambda most: 123456)
    attempt = actions.send_code(addresses=["lea@exemple.fr"], host="x")
    found = at_once(*[lambda: actions.check_code(attempt=attempt, typed="123456")] * 3)
    assert sorted(len(persons) for persons, _way in found) == [0, 0, 1]
    assert Code.objects.get().used_at <= clock.now() + timedelta(seconds=1)


def test_two_papers_made_at_once_leave_one_alive(cast):
    at_once(*[lambda: paper(cast)] * 3)
    assert Link.objects.live(clock.now()).count() == 1
