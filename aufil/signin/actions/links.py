"""Links that open one thing, to one person, once."""

from datetime import date, datetime, timedelta

from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.signin.actions.personal_codes import try_personal_code
from aufil.signin.actions.sessions import Entered, device_secret, sign_in
from aufil.signin.keys import BROWSER, LINK, keyed, spelled
from aufil.signin.models import Link
from aufil.signin.queries import (
    can_be_asked,
    has_personal_code,
    is_only_young,
    personal_code_rests_until,
)
from aufil.web.problems import Problem


@transaction.atomic
def make_link(*, person: Person, structure: Structure, act: Link.Act, until: datetime, maker: Person) -> Link:
    """A link that lets `person` do `act` until then; the one made before for the same act is dead."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    for row in Link.objects.filter(person=person, act=act, closed_at=None):
        _close(row, Link.Outcome.REPLACED)
    uid = new_id()
    row = Link.objects.create(
        uid=uid,
        structure=structure,
        person=person,
        act=act,
        key_hash=keyed(LINK, spelled(LINK, uid, Link.LENGTH)),
        maker=maker,
        made_at=clock.now(),
        expires_at=until,
    )
    _record(f"link-made-{act}", row, maker.pk)
    return row


@transaction.atomic
def make_paper(*, person: Person, structure: Structure, days: int, maker: Person) -> Link:
    """A link to print, by which the person signs in on a phone of their own, once, within so many days.

    Raises Problem("forbidden") for somebody who is also staff, or whom nothing would tell from a stranger.
    """
    if not is_only_young(person) or not can_be_asked(person):
        raise Problem("forbidden")
    until = clock.now() + timedelta(days=days)
    return make_link(person=person, structure=structure, act=Link.Act.ENTER, until=until, maker=maker)


@transaction.atomic
def enter_by_link(
    *, link: int, browser: str, label: str, code: str = "", born: tuple[int, int] | None = None
) -> Entered | None:
    """Sign this browser in, if what was typed is right: `code`, or `born` (day, month) while there is no code.

    None: wrong (the try is counted first), or the link is dead. The browser that came in may ask once more.
    """
    rows = Link.objects.select_related("person", "structure", "device")
    row = rows.select_for_update(of=("self",)).get(pk=link, act=Link.Act.ENTER)
    now = clock.now()
    secret = device_secret(row.uid, browser)
    if row.closed_at:
        again = row.browser_hash and bytes(row.browser_hash) == keyed(BROWSER, browser)
        device = row.device if again and now < row.closed_at + Link.AGAIN else None
        return Entered(device, secret) if device and not device.revoked_at else None
    if now >= row.expires_at or not is_only_young(row.person) or personal_code_rests_until(row.person):
        return None
    if not _tried(row, code, born):
        return None
    entered = sign_in(person=row.person, label=label, way="paper", structure=row.structure, secret=secret)
    row.browser_hash, row.device = keyed(BROWSER, browser), entered.device
    _close(row, Link.Outcome.USED)
    return entered


@transaction.atomic
def prove_link(*, link: int, code: str = "", born: tuple[int, int] | None = None) -> bool:
    """Is whoever opened a link that signs nobody in its own person? A try is counted before, given back when right:
    five wrong ones in all, over its whole life."""
    rows = Link.objects.select_related("person", "structure").exclude(act=Link.Act.ENTER)
    row = rows.select_for_update(of=("self",)).get(pk=link)
    if not row.is_live_at(clock.now()) or personal_code_rests_until(row.person):
        return False
    if not _tried(row, code, born):
        return False
    row.tries -= 1
    row.save(update_fields=["tries"])
    _record(f"link-opened-{row.act}", row, row.person_id)
    return True


@transaction.atomic
def prolong_link(*, link: int, until: datetime) -> None:
    """It lives until then, if it lives at all; never shorter."""
    Link.objects.live(clock.now()).filter(pk=link, expires_at__lt=until).update(expires_at=until)


@transaction.atomic
def revoke_link(*, link: int, actor: Person) -> None:
    """It opens nothing any more; closed already, nothing changes."""
    row = Link.objects.select_for_update(of=("self",)).select_related("person").get(pk=link)
    if row.closed_at is None:
        _close(row, Link.Outcome.REVOKED)
        _record(f"link-revoked-{row.act}", row, actor.pk)


def _tried(row: Link, code: str, born: tuple[int, int] | None) -> bool:
    """One more try, counted before it is compared; the last wrong one closes the link."""
    row.tries += 1
    row.save(update_fields=["tries"])
    if try_person(person=row.person, code=code, born=born):
        return True
    if row.tries >= Link.MOST_TRIES:
        _close(row, Link.Outcome.TRIED_OUT)
        _record("link-tried-out", row, None)
    return False


def try_person(*, person: Person, code: str = "", born: tuple[int, int] | None = None) -> bool:
    """Is this what tells `person` from a stranger? Whoever asks counts the tries."""
    if has_personal_code(person):
        return try_personal_code(person=person, typed=code)
    known: date | None = person.birth_date
    return known is not None and born == (known.day, known.month)


def _close(row: Link, outcome: Link.Outcome) -> None:
    row.closed_at, row.outcome = clock.now(), outcome
    row.save(update_fields=["closed_at", "outcome", "browser_hash", "device"])


def _record(verb: str, row: Link, actor: int | None) -> None:
    journal.record(
        verb=verb, subject="person", subject_uid=row.person.uid, actor=actor, structure=row.structure_id
    )
