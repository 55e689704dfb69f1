"""What a person does and reads on a phone without script."""

import re

from django.test import Client

from aufil.people.models import Person
from tests.support import signed_in

ANDROID = "Mozilla/5.0 (Linux; Android 9)"


def new_phone() -> Client:
    """A phone nobody is signed in on."""
    return Client(headers={"Sec-Fetch-Site": "same-origin", "User-Agent": ANDROID})


def text_of(response) -> str:
    return response.content.decode()


def who(browser: Client) -> str | None:
    """Whose browser this is: the username, or None."""
    answer = browser.get("/api/v1/me")
    return answer.json()["username"] if answer.status_code == 200 else None


class Counsellor:
    """A counsellor at her screen, with one young person's telephone page."""

    def __init__(self, person: Person, young: Person) -> None:
        self.screen = signed_in(person)
        self.at = f"/mes-jeunes/{young.uid}/telephone/"

    def show(self) -> str:
        """Shows a fresh code; returns the address it leads to."""
        assert self.screen.post(self.at + "code/").status_code == 302
        return f"/entrer/{self.code()}/"

    def code(self) -> str:
        found = re.search(r'data-role="pairing-code">([\w-]+)<', text_of(self.screen.get(self.at)))
        assert found
        return found[1].replace("-", "")

    def confirm(self, number: str):
        return self.screen.post(self.at + "confirmer/", {"number": number})

    def state(self) -> str:
        return self.screen.get(self.at + "etat/").json()["state"]

    def paper(self, days: int = 14) -> str:
        """Makes a paper; returns the address on it."""
        answer = self.screen.post(self.at + "papier/", {"days": days})
        assert answer.status_code == 302, text_of(answer)
        page = text_of(self.screen.get(self.at + "papier/"))
        found = re.search(r'data-role="paper-code">([\w-]+)<', page)
        assert found
        return f"/lien/{found[1].replace('-', '')}/"


def opened(phone: Client, address: str) -> str:
    """Opens a code as a person does, page then button; returns the number shown ("" when none is)."""
    phone.get(address)
    phone.post(address)
    return number_on(text_of(phone.get(address)))


def number_on(page: str) -> str:
    found = re.search(r'data-role="number">(\d\d)<', page)
    return found[1] if found else ""


def other(number: str) -> str:
    """A number of two digits that is another one."""
    return str(10 + (int(number) - 9) % 90)
