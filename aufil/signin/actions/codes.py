"""Six digits sent to an address or a number."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from aufil.delivery import actions as delivery
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person
from aufil.signin.keys import SIX_DIGITS, keyed, matches
from aufil.signin.models import Code, Link, Pairing
from aufil.signin.queries import persons_at

LIFE = timedelta(minutes=15)


@transaction.atomic
def send_code(*, addresses: Sequence[str], host: str) -> UUID:
    """Begin a sign-in; returns the identifier of this attempt, whether or not anybody is known there.

    `addresses`: one e-mail address, or the numbers (E.164) that were meant; each gets a code of its own, so that
    nobody enters by a code that went elsewhere. Letters and texts leave as jobs, in the same transaction; nothing
    in the time or the answer tells who exists.
    """
    now = clock.now()
    attempt = new_id()
    for address in addresses:
        uid, code = new_id(), f"{secrets.randbelow(1_000_000):06d}"
        by_sms = address.startswith("+")
        Code.objects.create(
            uid=uid,
            attempt=attempt,
            way=Code.Way.SMS if by_sms else Code.Way.EMAIL,
            address=address,
            code_hash=keyed(SIX_DIGITS, f"{uid}:{code}"),
            created_at=now,
            expires_at=now + LIFE,
        )
        if by_sms:
            later(send_code_by_sms, uid=str(uid), code=code, host=host)
        else:
            later(send_code_by_mail, uid=str(uid), code=code)
    return attempt


@job
def send_code_by_mail(*, uid: str, code: str) -> None:
    """Send the letter, if somebody has this address and the code is still good for something."""
    row = _worth_sending(uid)
    if row:
        text = render_to_string("signin/code.txt", {"code": code})
        send_mail(_("Votre code Aufil : %(code)s") % {"code": code}, text, None, [row.address])


@job
def send_code_by_sms(*, uid: str, code: str, host: str) -> None:
    """Send the text, likewise. Its last line lets the phone fill in the code by itself (WebOTP)."""
    row = _worth_sending(uid)
    if row:
        text = _("Votre code Aufil : %(code)s. Il marche 15 minutes. Ne le donnez à personne.")
        delivery.send_sms(to=row.address, text=f"{text % {'code': code}}\n\n@{host} #{code}")


def _worth_sending(uid: str) -> Code | None:
    row = Code.objects.live(clock.now()).filter(uid=uid).first()
    return row if row and persons_at(row.address) else None


@transaction.atomic
def check_code(*, attempt: UUID, typed: str) -> tuple[list[Person], str]:
    """The persons who may sign in with this code, and the way it came: nobody when it is wrong, used, old, or
    tried too often.

    Each try is counted before it is compared, in one statement, so that two at once count twice.
    """
    now = clock.now()
    live = Code.objects.live(now).filter(attempt=attempt)
    rows = list(live.select_for_update())
    live.filter(pk__in=[row.pk for row in rows]).update(tries=F("tries") + 1)
    digits = "".join(c for c in typed if c.isdecimal())
    for row in rows:
        if matches(row.code_hash, SIX_DIGITS, f"{row.uid}:{digits}"):
            Code.objects.filter(attempt=attempt).update(used_at=now)
            return persons_at(row.address), row.way
    return [], ""


def purge_codes() -> None:
    """Forget codes and pairings a day after they expired, papers a month after."""
    now = clock.now()
    Code.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    Pairing.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    Link.objects.filter(expires_at__lt=now - timedelta(days=30)).delete()
