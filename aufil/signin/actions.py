"""Signing in by a code sent to an address, and out again."""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people import actions as people
from aufil.people.models import Device, Person
from aufil.signin.models import Code
from aufil.signin.queries import persons_at
from aufil.signin.staff.actions import forget_factors, invite, purge_sessions
from aufil.signin.staff.queries import needs_two_proofs

__all__ = [
    "check_code",
    "forget_factors",
    "invite",
    "purge_codes",
    "purge_sessions",
    "send_code",
    "sign_in",
    "sign_out",
]

LIFE = timedelta(minutes=15)


def digest(uid: UUID, code: str) -> bytes:
    """What is kept of a code: six digits alone could be guessed from a plain hash, so it is keyed."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{uid}:{code}".encode(), "sha256")


@transaction.atomic
def send_code(*, email: str) -> UUID:
    """Begin a sign-in; returns the identifier of this attempt, whether or not anybody has this address.

    The letter leaves as a job, in the same transaction; nothing in the time or the answer tells who exists.
    """
    now = clock.now()
    uid = new_id()
    code = f"{secrets.randbelow(1_000_000):06d}"
    Code.objects.create(
        uid=uid, email=email, code_hash=digest(uid, code), created_at=now, expires_at=now + LIFE
    )
    later(mail_code, email=email, code=code)
    return uid


@job
def mail_code(*, email: str, code: str) -> None:
    """Send the letter, if somebody has this address."""
    if not persons_at(email):
        return
    text = render_to_string("signin/code.txt", {"code": code})
    send_mail(_("Votre code Aufil : %(code)s") % {"code": code}, text, None, [email])


@transaction.atomic
def check_code(*, uid: UUID, typed: str) -> list[Person]:
    """The persons who may sign in with this code: none when it is wrong, used, old, or tried too often.

    Each try is counted before it is compared, in one statement, so that two at once count twice.
    """
    now = clock.now()
    if not Code.objects.live(now).filter(uid=uid).update(tries=F("tries") + 1):
        return []
    code = Code.objects.get(uid=uid)
    digits = "".join(c for c in typed if c.isdecimal())
    if not hmac.compare_digest(bytes(code.code_hash), digest(uid, digits)):
        return []
    Code.objects.filter(pk=code.pk).update(used_at=now)
    return persons_at(code.email)


@transaction.atomic
def sign_in(
    *, person: Person, label: str, way: str, assurance: str = Device.Assurance.PLAIN
) -> tuple[Device, str]:
    """A new device for this person; returns it with the secret for its cookie.

    Opened with one proof where two are asked, it is held: it opens nothing but the page where the second is set.
    """
    if assurance == Device.Assurance.PLAIN and needs_two_proofs(person):
        assurance = Device.Assurance.HELD
    journal.record(
        verb=f"signed-in-{way}", subject="person", subject_uid=person.uid, actor=person.pk, structure=None
    )
    return people.start_device(person=person, label=label, assurance=assurance)


@transaction.atomic
def sign_out(*, device: Device) -> None:
    """This device opens nothing from now on."""
    journal.record(
        verb="signed-out",
        subject="person",
        subject_uid=device.person.uid,
        actor=device.person_id,
        structure=None,
    )
    people.revoke_devices(devices=[device], actor=device.person)


def purge_codes() -> None:
    """Forget codes a day after they expired."""
    Code.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
