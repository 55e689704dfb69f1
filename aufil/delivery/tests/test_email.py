"""E-mail: through a real server that answers what it likes, and what comes back of it."""

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string, policy
from email.utils import parseaddr
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from aufil.config.mailing import mail_settings
from aufil.delivery import actions
from aufil.delivery.channels import Fate, Parcel
from aufil.delivery.channels.email import Carrier
from aufil.delivery.channels.email.bounces import read_bounce
from aufil.delivery.channels.email.provider import Provider
from aufil.delivery.channels.email.tokens import (
    answered_attempt,
    attempt_of,
    link_token,
    reply_address,
    token,
)
from aufil.delivery.models import Address, Attempt, Carried, Notice, Receipt
from aufil.delivery.sources import Words
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person
from tests.smtpserver import CUT, Post, Received, smtp_server
from tests.support import Cast, Pages

PLACE = "/fil/1/"
CAMILLE = Words("Camille", "Votre carte Vitale est arrivée.\n.\nÀ bientôt <b>Léa</b> & co", PLACE)


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with smtp_server() as started:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", started.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 3
        settings.DEFAULT_FROM_EMAIL = "Mission Locale <fil@exemple.fr>"
        settings.EMAIL_REPLY_DOMAIN = "fil.exemple.fr"
        yield started


def parcel(cast: Cast, *words: Words, to: str = "lea@exemple.fr", in_full: bool = False) -> Parcel:
    attempt = Attempt.objects.create(
        structure=cast.structures["cholet"],
        person=cast.lea,
        channel="email",
        address=to,
        in_full=in_full,
        made_at=clock.now(),
    )
    return Parcel(attempt, words or (CAMILLE,))


def carried(*parcels: Parcel) -> list[Fate]:
    fates = {one.attempt.pk: fate for one, fate in Carrier().carry(parcels)}
    return [fates[one.attempt.pk] for one in parcels]


def texts(received: Received) -> tuple[str, str]:
    """Its text and its HTML."""
    parts = [received.message.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (part.get_content() if part else "" for part in parts)
    return text, html


def test_who_does_not_live_by_mail_is_told_who_writes(cast: Cast, post: Post) -> None:
    sent = parcel(cast)
    assert carried(sent) == [Fate("taken")]
    (received,) = post.received
    text, html = texts(received)
    for said in (text, html):
        assert "Camille vous a écrit" in said
        assert "Bonjour Léa" in said
        assert "Vitale" not in said
        assert "/m/" in said
    message = received.message
    assert parseaddr(message["From"]) == ("Camille via Aufil", "fil@exemple.fr")
    assert message["To"] == "lea@exemple.fr"
    assert message["Subject"] == "Camille vous a écrit"
    assert message["Message-ID"] == f"<{sent.attempt.uid}@fil.exemple.fr>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/stop/{token('stop', sent.attempt.uid)}/>" in message["List-Unsubscribe"]
    assert answered_attempt(message["Reply-To"]) == sent.attempt.uid
    assert answered_attempt(received.sender) == sent.attempt.uid, "what bounces comes back to it"


def test_who_lives_by_mail_reads_the_text_itself(cast: Cast, post: Post) -> None:
    carried(parcel(cast, in_full=True))
    text, html = texts(post.received[0])
    assert "Votre carte Vitale est arrivée.\n.\nÀ bientôt <b>Léa</b> & co" in text.replace("\r", "")
    assert "&lt;b&gt;Léa&lt;/b&gt; &amp; co" in html, "what was written is never markup"


def test_several_are_told_apart(cast: Cast, post: Post) -> None:
    carried(parcel(cast, CAMILLE, Words("Julien", "On se voit jeudi", "/fil/2/"), in_full=True))
    text, _html = texts(post.received[0])
    assert text.index("Camille :") < text.index("Vitale") < text.index("Julien :") < text.index("jeudi")
    assert post.received[0].message["Subject"] == "Camille et Julien vous ont écrit"


def test_nothing_in_a_mail_is_fetched_from_anywhere(cast: Cast, post: Post) -> None:
    carried(parcel(cast, in_full=True))
    _text, html = texts(post.received[0])
    assert not re.search(r"<(img|script|link|iframe|object|video)\b|url\(|@import|\bsrc=", html)
    links = re.findall(r'href="([^"]+)"', html)
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)


def test_where_no_mail_comes_back_it_says_so(cast: Cast, post: Post, settings: Any) -> None:
    settings.EMAIL_REPLY_DOMAIN = ""
    carried(parcel(cast))
    (received,) = post.received
    assert received.message["Reply-To"] is None
    assert received.sender == "fil@exemple.fr"
    assert "personne ne le lirait" in texts(received)[0]


def test_many_go_by_one_connection(cast: Cast, post: Post, django_assert_num_queries: Any) -> None:
    parcels = [parcel(cast, to=f"l{n}@exemple.fr") for n in range(5)]
    with django_assert_num_queries(0):
        assert {fate.said for fate in carried(*parcels)} == {"taken"}
    assert len(post.received) == 5
    assert post.sessions == 1


@pytest.mark.parametrize(
    ("answer", "said", "for_good"),
    [
        ("450 4.2.1 Greylisted", "later", False),
        ("452 4.2.2 Mailbox full", "later", False),
        ("550 5.1.1 User unknown", "refused", True),
        ("550 5.2.1 Mailbox disabled", "refused", True),
        ("552 5.2.2 Mailbox full", "refused", False),
        ("550 5.7.1 Blocked by policy", "refused", False),
        ("553 no such user here", "refused", True),
        ("550 Requested action not taken", "refused", True),
    ],
)
def test_what_a_server_says_of_a_receiver(
    cast: Cast, post: Post, answer: str, said: str, for_good: bool
) -> None:
    post.rcpt = {"lea@exemple.fr": answer}
    fates = carried(parcel(cast), parcel(cast, to="autre@exemple.fr"))
    assert fates == [Fate(said, code=answer, for_good=for_good), Fate("taken")]
    assert len(post.received) == 1


@pytest.mark.parametrize(
    ("answer", "said"), [("451 4.3.0 Later", "later"), ("554 5.7.1 Spam", "refused"), ("550 no", "refused")]
)
def test_what_a_server_says_of_the_mail_itself(cast: Cast, post: Post, answer: str, said: str) -> None:
    post.data = {"lea@exemple.fr": answer}
    fates = carried(parcel(cast), parcel(cast, to="autre@exemple.fr"))
    assert fates == [Fate(said, code=answer), Fate("taken")]


def test_cut_before_the_mail_itself_it_leaves_later(cast: Cast, post: Post) -> None:
    post.rcpt = {"lea@exemple.fr": CUT}
    first, second = carried(parcel(cast), parcel(cast, to="autre@exemple.fr"))
    assert (first.said, second.said) == ("later", "taken")


def test_cut_after_the_mail_itself_nobody_can_tell(cast: Cast, post: Post) -> None:
    post.data = {"lea@exemple.fr": CUT}
    first, second = carried(parcel(cast), parcel(cast, to="autre@exemple.fr"))
    assert (first.said, second.said) == ("unknown", "taken")


def test_a_server_that_is_away_is_asked_once(cast: Cast, post: Post, settings: Any) -> None:
    settings.EMAIL_PORT = 9
    fates = carried(parcel(cast), parcel(cast), parcel(cast))
    assert {fate.said for fate in fates} == {"later"}


@pytest.mark.parametrize("to", ["lea@exemple.fr\nBcc: alex@exemple.fr", "", "@"])
def test_what_is_no_address_is_refused_for_good(cast: Cast, post: Post, to: str) -> None:
    (fate,) = carried(parcel(cast, to=to))
    assert (fate.said, fate.for_good) == ("refused", True)
    assert post.received == []


@given(words=st.text(max_size=300), who=st.text(max_size=60))
def test_whatever_is_said_the_mail_is_whole(words: str, who: str) -> None:
    from aufil.delivery.channels.email.message import compose

    person, structure = Person(first_name="Léa"), SimpleNamespace(name="ML", phone="")
    attempt: Any = SimpleNamespace(
        uid=new_id(), person=person, structure=structure, in_full=True, address="lea@exemple.fr"
    )
    line = " ".join(who.split())
    try:
        message = compose(Parcel(attempt, (Words(line, words, PLACE),)))
        raw = message.message().as_bytes()
    except ValueError:
        assert any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in line + words)
        return
    assert message_from_bytes(raw, policy=policy.default)["Message-ID"]


# --- Providers --------------------------------------------------------------------------------------------------


class Backend:
    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome

    def send_messages(self, messages: list[Any]) -> int:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        messages[0].anymail_status = self.outcome
        return 1


def through(outcome: Any) -> Fate:
    backend: Any = Backend(outcome)
    return Provider(backend).hand_over(EmailMultiAlternatives("s", "t", "a@exemple.fr", ["b@exemple.fr"]))


def answered(status: int) -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code = status
    return AnymailRequestsAPIError(response=response)


def cut_while(error: type[Exception]) -> Exception:
    kind = type("AnymailRequestsAPIError", (AnymailRequestsAPIError, error), {})
    return kind("Error posting")


def test_what_a_provider_answers() -> None:
    status = SimpleNamespace(status={"queued"}, message_id="abc")
    assert through(status) == Fate("taken", ref="abc")
    assert through(SimpleNamespace(status={"rejected"}, message_id=None)).for_good
    assert through(AnymailRecipientsRefused()).for_good
    assert through(answered(429)) == Fate("later", code="429")
    assert through(answered(503)) == Fate("later", code="503")
    assert through(answered(401)) == Fate("refused", code="401")
    assert through(cut_while(requests.ConnectTimeout)).said == "later"
    assert through(cut_while(requests.ReadTimeout)).said == "unknown"
    assert through(AnymailAPIError("strange")).said == "unknown"


@pytest.mark.parametrize(
    ("url", "backend", "given"),
    [
        ("smtp+tls://aufil:s%40@smtp.exemple.fr:587", "django.core.mail.backends.smtp", {}),
        ("consolemail://", "django.core.mail.backends.console", {}),
        ("brevo://Clé@", "anymail.backends.brevo", {"BREVO_API_KEY": "Clé"}),
        (
            "mailjet://a:b%2F@",
            "anymail.backends.mailjet",
            {"MAILJET_API_KEY": "a", "MAILJET_SECRET_KEY": "b/"},
        ),
        (
            "mailgun://k@mg.exemple.fr?api_url=https://api.eu.mailgun.net/v3",
            "anymail.backends.mailgun",
            {"MAILGUN_SENDER_DOMAIN": "mg.exemple.fr", "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3"},
        ),
    ],
)
def test_how_mail_leaves_is_one_address(url: str, backend: str, given: dict[str, str]) -> None:
    found = mail_settings(url)
    assert found["EMAIL_BACKEND"] == f"{backend}.EmailBackend"
    assert given.items() <= found.get("ANYMAIL", {}).items()


@pytest.mark.parametrize("url", ["brevo://", "mailjet://seul@", "mailgun://k@", "pigeon://x", "brevo://[@"])
def test_an_address_that_is_none_says_how_it_is_written(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="AUFIL_EMAIL_URL s’écrit"):
        mail_settings(url)


# --- What a mail carries -----------------------------------------------------------------------------------------


def test_a_token_is_ours_for_one_use_whatever_its_case(settings: Any) -> None:
    settings.EMAIL_REPLY_DOMAIN = "fil.exemple.fr"
    uid = new_id()
    assert len(reply_address(uid).split("@")[0]) <= 64
    assert answered_attempt(f"Aufil <{reply_address(uid).upper()}>") == uid
    assert attempt_of("stop", token("reply", uid)) is None
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "nouvelle" * 6, [settings.SECRET_KEY]
    assert answered_attempt(reply_address(uid)) == uid
    former = settings.SECRET_KEY_FALLBACKS[0]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = former, ["x"]
    made = token("reply", uid)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "autre" * 10, [former]
    assert attempt_of("reply", made) == uid
    settings.SECRET_KEY_FALLBACKS = []
    assert attempt_of("reply", made) is None


@given(st.text(max_size=45))
def test_no_other_text_is_a_token(text: str) -> None:
    assert attempt_of("stop", text) is None


REPORT = """\
From: MAILER-DAEMON@exemple.fr
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.fr

Final-Recipient: rfc822; lea@exemple.fr
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--x
Content-Type: {kind}

Message-ID: <{uid}@fil.exemple.fr>
Subject: Camille vous a =?utf-8?q?=C3=A9crit?=

{body}
--x--
"""


def report(**more: str) -> Any:
    values = {
        "to": "fil@exemple.fr",
        "action": "failed",
        "status": "5.1.1",
        "words": "550 5.1.1 User unknown",
        "kind": "message/rfc822",
        "uid": str(new_id()),
        "body": "x",
        **more,
    }
    return message_from_string(REPORT.format(**values)), UUID(values["uid"])


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("how", [policy.default, policy.compat32])
def test_a_report_says_which_mail_did_not_arrive(kind: str, how: Any) -> None:
    message, uid = report(kind=kind)
    found = read_bounce(message_from_bytes(message.as_bytes(), policy=how))
    assert found == (uid, True, "5.1.1 550 5.1.1 User unknown")


def test_a_report_is_known_by_the_address_it_came_back_to(settings: Any) -> None:
    settings.EMAIL_REPLY_DOMAIN = "fil.exemple.fr"
    uid = new_id()
    message, _other = report(to=reply_address(uid))
    found = read_bounce(message)
    assert found is not None
    assert found.attempt == uid


@pytest.mark.parametrize(
    ("more", "for_good"),
    [
        ({"status": "5.2.2"}, False),
        ({"status": "4.4.7"}, False),
        ({"status": ""}, False),
        ({"status": "5.2.1"}, True),
    ],
)
def test_a_full_box_is_not_dead(more: dict[str, str], for_good: bool) -> None:
    found = read_bounce(report(**more)[0])
    assert found is not None
    assert found.for_good == for_good


def test_what_is_no_final_report_says_nothing() -> None:
    assert read_bounce(report(action="delayed")[0]) is None
    assert read_bounce(report(uid="00000000-0000-4000-8000-000000000000")[0]) is None, "not a name of ours"
    assert read_bounce(message_from_string("Subject: Absent\n\nJe suis en congé")) is None
    assert (
        read_bounce(message_from_string('Content-Type: multipart/report; boundary="x"\n\n--x\n\n--x--'))
        is None
    )


# --- Links ---------------------------------------------------------------------------------------------------------


def told(cast: Cast) -> tuple[Attempt, Notice]:
    attempt = parcel(cast).attempt
    notice = Notice.objects.create(
        structure=attempt.structure,
        person=cast.lea,
        topic=1,
        position=1,
        created_at=clock.now(),
        due_at=clock.now(),
    )
    Carried.objects.create(attempt=attempt, notice=notice)
    return attempt, notice


def test_a_machine_that_follows_links_reads_nothing(pages: Pages, cast: Cast) -> None:
    attempt, notice = told(cast)
    link = f"/m/{link_token(attempt.uid, PLACE)}/"
    answer = pages.nobody.get(link)
    assert answer.status_code == 200
    assert "Léa" not in answer.content.decode()
    notice.refresh_from_db()
    assert notice.ended_at is None
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("who", ["lea", "nobody"])
def test_who_follows_the_link_has_read(pages: Pages, cast: Cast, who: str) -> None:
    attempt, notice = told(cast)
    link = f"/m/{link_token(attempt.uid, PLACE)}/"
    client = getattr(pages, who)
    for _again in range(2):
        answer = client.get(link) if who == "lea" else client.post(link)
        assert (answer.status_code, answer["Location"]) == (302, PLACE)
    assert Receipt.objects.get().said == "opened"
    notice.refresh_from_db()
    assert notice.state == Notice.State.SEEN


def test_the_link_of_another_is_no_reading_of_theirs(pages: Pages, cast: Cast) -> None:
    attempt, _notice = told(cast)
    assert pages.yanis.get(f"/m/{link_token(attempt.uid, PLACE)}/").status_code == 200
    assert not Receipt.objects.exists()


def test_a_link_signs_nobody_in(pages: Pages, cast: Cast) -> None:
    attempt, _notice = told(cast)
    thread = f"/fil/{cast.thread().uid}/"
    answer = pages.nobody.post(f"/m/{link_token(attempt.uid, thread)}/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/connexion/")


@pytest.mark.parametrize("wrong", ["x", "a" * 40, "%00", "é"])
def test_what_is_no_link_of_ours_is_nothing(pages: Pages, cast: Cast, wrong: str) -> None:
    assert pages.nobody.get(f"/m/{wrong}/").status_code == 404
    assert pages.nobody.post(f"/stop/{wrong}/").status_code == 404


def test_a_link_outlives_what_it_was_for(pages: Pages, cast: Cast) -> None:
    assert pages.lea.get(f"/m/{link_token(new_id(), PLACE)}/")["Location"] == PLACE


def test_one_click_in_a_mail_program_stops_mails(client: Any, cast: Cast) -> None:
    attempt = parcel(cast).attempt
    link = f"/stop/{token('stop', attempt.uid)}/"
    assert client.get(link).status_code == 200
    assert not Address.objects.exists(), "to look is not to ask"
    for _again in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    row = Address.objects.get()
    assert (row.person, row.channel, row.address) == (cast.lea, "email", "lea@exemple.fr")
    assert row.stopped_at


def test_the_page_that_stops_names_nobody(client: Any, cast: Cast) -> None:
    page = client.get(f"/stop/{token('stop', parcel(cast).attempt.uid)}/").content.decode()
    assert "lea@exemple.fr" not in page
    assert "Léa" not in page


def test_what_was_stopped_at_one_address_holds_there_alone(cast: Cast) -> None:
    assert actions.silence(person=cast.lea, channel="email", address="lea@exemple.fr")
    assert not actions.silence(person=cast.lea, channel="email", address="lea@exemple.fr")
    assert not Address.objects.filter(person=cast.yanis).exists()
