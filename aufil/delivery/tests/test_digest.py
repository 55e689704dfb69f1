"""The morning digest: who wants it, when, what it lists, and never twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from aufil.delivery import actions
from aufil.delivery.actions import digesting
from aufil.delivery.channels import Fate
from aufil.delivery.models import Wish
from aufil.jobs.models import Job
from aufil.jobs.registry import NotYet
from aufil.kernel import clock
from aufil.people.actions import declare_absence
from aufil.people.models import Structure
from aufil.thread.models import Member
from tests.support import Api, Cast

At = Callable[..., None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def hold(*parts: int, zone: str = "Europe/Paris") -> None:
        moment = datetime(*parts, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type]
        monkeypatch.setattr(clock, "now", lambda: moment)

    return hold


@pytest.fixture
def morning(cast: Cast, api: Api, at: At) -> None:
    """Tuesday 2 March 2027, half past seven; Léa and Yanis wrote to Camille, who wants a digest."""
    api.lea.say(cast.thread(), "J’ai ma carte Vitale")
    api.lea.say(cast.thread(), "et mon RIB")
    api.yanis.say(cast.thread("yanis"), "Bonjour")
    actions.choose_alerts(person=cast.camille, alerts="digest")
    at(2027, 3, 2, 7, 30)


def jobs() -> list[dict[str, Any]]:
    return [job.arguments for job in Job.objects.filter(name__endswith="send_digest")]


def test_half_past_seven_brings_all_that_is_unread(morning: None, cast: Cast) -> None:
    actions.send_digests()
    actions.send_digests()
    (asked,) = jobs()
    actions.send_digest(**asked)
    (letter,) = mail.outbox
    assert letter.to == ["camille@cholet.exemple.fr"]
    assert letter.subject == "Ce matin : 2 fils à lire"
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    for said in (str(letter.body), html):
        assert "Léa Baron" in said
        assert "2 messages" in said
        assert "Yanis Diallo" in said
        assert f"/fil/{cast.thread().uid}/" in said
        assert "Vitale" not in said, "a mail box is not the thread"


def test_it_never_comes_twice_a_day(morning: None) -> None:
    actions.send_digests()
    (asked,) = jobs()
    actions.send_digest(**asked)
    actions.send_digest(**asked)
    Job.objects.all().delete()
    actions.send_digests()
    assert jobs() == []
    assert len(mail.outbox) == 1


def test_it_comes_again_the_next_day_for_what_is_still_unread(
    morning: None, api: Api, cast: Cast, at: At
) -> None:
    actions.send_digests()
    actions.send_digest(**jobs()[0])
    at(2027, 3, 2, 9)
    Member.objects.filter(thread=cast.thread("yanis"), person=cast.camille).update(seen_seq=1)
    at(2027, 3, 3, 7, 31)
    actions.send_digests()
    actions.send_digest(**jobs()[-1])
    assert len(mail.outbox) == 2
    assert "Léa Baron" in mail.outbox[1].body
    assert "Yanis" not in mail.outbox[1].body


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ((2027, 3, 2, 7, 29), "before the time"),
        ((2027, 3, 2, 11, 0), "the morning is over"),
        ((2027, 3, 6, 7, 30), "Saturday"),
        ((2027, 3, 29, 7, 30), "Easter Monday"),
    ],
)
def test_no_other_moment_brings_it(morning: None, at: At, when: tuple[int, ...], why: str) -> None:
    at(*when)
    actions.send_digests()
    assert jobs() == [], why


def test_who_is_away_gets_none(morning: None, cast: Cast, at: At) -> None:
    day = datetime(2027, 3, 2).date()
    about = {"person": cast.camille, "structure": cast.structures["cholet"], "actor": cast.camille}
    at(2027, 3, 1, 9)
    declare_absence(**about, starts_on=day, ends_on=day)
    at(2027, 3, 2, 7, 30)
    actions.send_digests()
    assert jobs() == []


def test_overseas_half_past_seven_is_another_hour(morning: None, cast: Cast, at: At) -> None:
    Structure.objects.filter(slug="cholet").update(timezone="America/Cayenne")
    actions.send_digests()
    assert jobs() == []
    at(2027, 3, 2, 7, 30, zone="America/Cayenne")
    actions.send_digests()
    assert len(jobs()) == 1


def test_nothing_unread_is_no_mail(cast: Cast, at: At) -> None:
    actions.choose_alerts(person=cast.camille, alerts="digest")
    at(2027, 3, 2, 7, 30)
    actions.send_digests()
    actions.send_digest(**jobs()[0])
    assert mail.outbox == []


@pytest.mark.parametrize("alerts", ["at-once", "grouped", "nothing"])
def test_who_wants_none_gets_none(morning: None, cast: Cast, alerts: str) -> None:
    actions.choose_alerts(person=cast.camille, alerts=alerts)
    actions.send_digests()
    assert jobs() == []


def test_who_changed_their_mind_meanwhile_gets_none(morning: None, cast: Cast) -> None:
    actions.send_digests()
    actions.choose_alerts(person=cast.camille, alerts="nothing")
    actions.send_digest(**jobs()[0])
    assert mail.outbox == []


def test_a_mailbox_that_was_silenced_stays_silent(morning: None, cast: Cast) -> None:
    actions.silence(person=cast.camille, channel="email", address=cast.camille.email)
    actions.send_digests()
    actions.send_digest(**jobs()[0])
    assert mail.outbox == []


def test_a_server_that_is_away_is_asked_again(morning: None, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.send_digests()
    fates = [Fate("later", code="450"), Fate("taken")]
    monkeypatch.setattr(digesting, "send", lambda message: fates.pop(0))
    with pytest.raises(NotYet):
        actions.send_digest(**jobs()[0])
    assert Wish.objects.get().digest_on is None
    actions.send_digest(**jobs()[0])
    assert Wish.objects.get().digest_on is not None


def test_what_may_have_left_is_not_sent_again(morning: None, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.send_digests()
    sent = []
    monkeypatch.setattr(digesting, "send", lambda message: sent.append(message) or Fate("unknown"))
    actions.send_digest(**jobs()[0])
    actions.send_digest(**jobs()[0])
    assert len(sent) == 1


def test_yesterday_s_digest_is_not_sent_today(morning: None, at: At) -> None:
    actions.send_digests()
    at(2027, 3, 3, 7, 30)
    actions.send_digest(**jobs()[0])
    assert mail.outbox == []
