"""How a structure's text messages leave: what its head sets, and a text to try it."""

from datetime import time
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery.actions.receipts import record_receipt
from aufil.delivery.channels import Fate
from aufil.delivery.channels.sms import hand_over, smsfactor, smsmode
from aufil.delivery.channels.sms.choice import about, route_of
from aufil.delivery.models import Attempt, Channel, DeliverySettings, Receipt
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.sealing import Unsealable, fingerprints, seal, sealed_by, unseal
from aufil.people.models import Person, Structure

# The providers a structure may have of its own. A Kannel stands beside the server: it is the installation's.
HOSTS = {smsmode.Gateway.name: smsmode.HOST, smsfactor.Gateway.name: smsfactor.HOST}


class Waits(NamedTuple):
    """When a structure's notices leave (columns of `DeliverySettings`)."""

    screen_minutes: int
    push_minutes: int
    message_days: int
    quiet_from: time
    quiet_until: time
    together_minutes: int


class TextSettings(NamedTuple):
    """How its texts leave. `gateway`: "" for the installation's, else a name of `HOSTS`; `secret`: empty to keep the
    one there is."""

    gateway: str
    secret: str
    sender: str
    can_be_answered: bool
    price: int  # thousandths of a euro a part


@transaction.atomic
def change_delivery_settings(
    *, structure: Structure, texts: TextSettings, waits: Waits, actor: Person
) -> None:
    """Keep what the head set; the secret sealed, and never read again but to send."""
    row, _made = DeliverySettings.objects.select_for_update().get_or_create(structure=structure)
    if not texts.gateway:
        row.sms_url = b""
    elif texts.secret:
        address = f"{texts.gateway}://aufil:{quote(texts.secret, safe='')}@{HOSTS[texts.gateway]}/"
        row.sms_url = seal(address.encode(), about=about(structure.pk))
    row.sms_sender = texts.sender
    row.sms_can_be_answered = texts.can_be_answered
    row.sms_price = texts.price
    for name, value in waits._asdict().items():
        setattr(row, name, value)
    row.save()
    journal.record(
        verb="delivery-settings-changed",
        subject="structure",
        subject_uid=structure.uid,
        actor=actor.pk,
        structure=structure.pk,
    )


@transaction.atomic
def try_sms(*, structure: Structure, person: Person, to: str) -> Attempt:
    """Have a word sent to a number, to see whether it arrives. A job hands it over; receipts say what became of it."""
    values: dict[str, Any] = {"channel": Channel.SMS, "address": to, "made_at": clock.now()}
    attempt = Attempt.objects.create(structure=structure, person=person, **values)
    later(send_trial, uid=str(attempt.uid))
    journal.record(
        verb="sms-tried", subject="attempt", subject_uid=attempt.uid, actor=person.pk, structure=structure.pk
    )
    return attempt


@job
def send_trial(*, uid: str) -> None:
    """Hand it over, unless that was done already: it is a trial, and better lost than sent twice."""
    attempt = Attempt.objects.select_related("structure").get(uid=uid)
    if attempt.receipts.exists():
        return
    fate = _hand_over(attempt)
    said = Receipt.Said.REFUSED if fate.said == "later" else Receipt.Said(fate.said)
    record_receipt(
        said=said,
        attempt=attempt.uid,
        at=clock.now(),
        code=fate.code,
        for_good=fate.for_good,
        parts=fate.parts,
        ref=fate.ref,
    )


def _hand_over(attempt: Attempt) -> Fate:
    chosen = (
        DeliverySettings.objects.filter(structure=attempt.structure_id).select_related("structure").first()
    )
    try:
        route = route_of(chosen or DeliverySettings(structure=attempt.structure))
    except (ValueError, Unsealable):
        return Fate("refused", code="gateway")
    text = _("Essai d’Aufil : ce SMS est bien arrivé. (%(name)s)") % {"name": attempt.structure.name}
    return hand_over(attempt, text, route)


def reseal_gateways() -> None:
    """Seal again, with the installation's first key, what another of its keys sealed."""
    first = fingerprints()[0]
    for row in DeliverySettings.objects.exclude(sms_url=b""):
        sealed = bytes(row.sms_url)
        if sealed_by(sealed) == first:
            continue
        try:
            clear = unseal(sealed, about=about(row.structure_id))
        except Unsealable:
            continue  # `aufil doctor` says so
        anew = seal(clear, about=about(row.structure_id))
        DeliverySettings.objects.filter(pk=row.pk, sms_url=sealed).update(sms_url=anew)
