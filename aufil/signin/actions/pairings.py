"""A code shown at a meeting, opened by one phone, confirmed by its number.

Every step holds the pairing's row, so that two at once come one after the other (SQLite has one writer anyway).
"""

import secrets
from uuid import UUID

from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.signin.actions.sessions import Entered, device_secret, sign_in
from aufil.signin.keys import BROWSER, PAIRING, keyed, spelled
from aufil.signin.models import Arrival, Pairing
from aufil.signin.queries import is_only_young
from aufil.web.problems import Problem


@transaction.atomic
def show_pairing(*, person: Person, structure: Structure, maker: Person) -> Pairing:
    """A fresh code for this young person; one shown before opens nothing any more.

    Raises Problem("forbidden") for somebody who is also staff: a phone that was let in at a meeting must not open
    a desk.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not is_only_young(person):
        raise Problem("forbidden")
    for row in Pairing.objects.filter(person=person, closed_at=None):
        _close(row, Pairing.Outcome.REPLACED)
    uid, now = new_id(), clock.now()
    row = Pairing.objects.create(
        uid=uid,
        structure=structure,
        person=person,
        maker=maker,
        key_hash=keyed(PAIRING, spelled(PAIRING, uid, Pairing.LENGTH)),
        made_at=now,
        expires_at=now + Pairing.LIFE,
    )
    _record("pairing-shown", row, maker.pk)
    return row


@transaction.atomic
def open_pairing(*, pairing: int, browser: str, label: str) -> Arrival | None:
    """A browser opens the code; it gets its number, the same as often as it asks, or None: too late.

    A second browser closes the code for both: it was photographed, or passed on.
    """
    row = _held(pairing)
    kept = keyed(BROWSER, browser)
    known = row.arrivals.filter(browser_hash=kept).first()
    if known or row.state_at(clock.now(), opened=False) != "shown":
        return known
    opened = row.arrivals.exists()
    arrival = row.arrivals.create(
        browser_hash=kept, number=10 + secrets.randbelow(90), label=label, at=clock.now()
    )
    if opened:
        _close(row, Pairing.Outcome.TWO_PHONES)
        _record("pairing-refused", row, None)
    return arrival


@transaction.atomic
def confirm_pairing(*, pairing: int, number: int, actor: Person) -> str:
    """The counsellor says which number the phone shows; returns the state before: only `opened` was acted on.

    A wrong number closes the code: somebody else's phone may have opened it.
    """
    row = _held(pairing)
    arrivals = list(row.arrivals.all())
    state = row.state_at(clock.now(), opened=bool(arrivals))
    if state != "opened":
        return state
    if number == arrivals[0].number:
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        _record("pairing-confirmed", row, actor.pk)
    else:
        _close(row, Pairing.Outcome.WRONG_NUMBER)
        _record("pairing-refused", row, actor.pk)
    return state


@transaction.atomic
def enter_by_pairing(*, pairing: int, browser: str) -> Entered | None:
    """The phone that was confirmed comes in; asking again gives the same device. None: not confirmed, or too late."""
    row = _held(pairing)
    arrival = row.arrivals.filter(browser_hash=keyed(BROWSER, browser)).select_related("device").first()
    now = clock.now()
    if not arrival or not row.confirmed_at or now >= row.confirmed_at + Pairing.LIFE:
        return None
    secret = device_secret(row.uid, browser)
    if row.closed_at:
        device = arrival.device
        return Entered(device, secret) if device and not device.revoked_at else None
    if not is_only_young(row.person):
        return None
    entered = sign_in(
        person=row.person, label=arrival.label, way="qr", structure=row.structure, secret=secret
    )
    arrival.device = entered.device
    arrival.save(update_fields=["device"])
    _close(row, Pairing.Outcome.IN)
    return entered


def _held(pairing: int) -> Pairing:
    rows = Pairing.objects.select_related("person", "structure")
    return rows.select_for_update(of=("self",)).get(pk=pairing)


def _close(row: Pairing, outcome: Pairing.Outcome) -> None:
    row.closed_at, row.outcome = clock.now(), outcome
    row.save(update_fields=["closed_at", "outcome"])


def _record(verb: str, row: Pairing, actor: int | None) -> None:
    uid: UUID = row.person.uid
    journal.record(verb=verb, subject="person", subject_uid=uid, actor=actor, structure=row.structure_id)
