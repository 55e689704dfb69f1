"""What tests of the team's way in share: browsers, passwords, an application of codes."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from aufil.jobs.worker import work_off
from aufil.people.models import Person

PASSWORD = "un fil et une aiguille"
LOGIN = "/equipe/connexion/"
SECOND = "/equipe/connexion/seconde-preuve/"
SECURITY = "/equipe/securite/"


def browser() -> Client:
    """A browser nobody is signed in on."""
    return Client(headers={"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (Windows NT 10.0)"})


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def enter(client: Client, name: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": name, "password": password})


def signed_in(person: Person) -> Client:
    """A browser where this person just came in by password."""
    client = browser()
    with_password(person)
    assert enter(client, person.username).status_code == 302
    return client


def text_of(response: Any) -> str:
    return response.content.decode()


def who(client: Client) -> str | None:
    answer = client.get("/api/v1/me")
    return answer.json()["username"] if answer.status_code == 200 else None


def code_now(secret: str, step: int = 0) -> str:
    """What the application shows now (or `step` half-minutes from now)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def add_application(client: Client) -> tuple[str, list[str]]:
    """Set the application up by its page; its secret, and the recovery codes shown after."""
    page = text_of(client.get(f"{SECURITY}application/"))
    secret = re.search(r'class="figure secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    done = client.post(f"{SECURITY}application/", {"code": code_now(secret)})
    assert done.headers["Location"] == f"{SECURITY}codes/", text_of(done)
    codes = re.findall(r"<li>(\d{8})</li>", text_of(client.get(f"{SECURITY}codes/")))
    assert len(codes) == 10
    return secret, codes


def letters() -> list[Any]:
    """The letters that left, once all work is done."""
    while work_off():
        pass
    return mail.outbox


def link_in(text: str) -> str:
    """The address of the first link, without its host."""
    return re.search(r"https?://[^/]+(/equipe/\S+)", text)[1]
