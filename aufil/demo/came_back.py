"""What waits in Cholet's sorting box: answers whose sender nobody knows for sure."""

from datetime import datetime, timedelta
from uuid import uuid5

from aufil.delivery.models import Address, Channel, Inbound
from aufil.demo.cast import NAMESPACE
from aufil.people.models import Person, Structure

FORMER = "+33639984417"  # a number Inès had before
WAITING = (
    (
        Channel.SMS,
        "+33639982306",
        timedelta(minutes=50),
        "",
        "Bonjour c moi g changé de numero, c possible de décaler le rdv de demain ?",
        "",
    ),
    (Channel.SMS, FORMER, timedelta(hours=4), "", "Oui pour jeudi, je viens avec ma mère", ""),
    (
        Channel.EMAIL,
        "famille.perrin@exemple.fr",
        timedelta(days=1, hours=2),
        "Attestation d’hébergement",
        "Bonjour,\n\nL’attestation est signée, je peux la déposer à l’accueil vendredi matin.\n\nMerci à vous",
        "Bonjour,\n\nL’attestation est signée, je peux la déposer à l’accueil vendredi matin.\n\nMerci à vous\n\n"
        "Le lun. 9 nov. 2026 à 10:12, Camille via Aufil a écrit :\n> Pensez à l’attestation d’hébergement.",
    ),
)


def leave_to_sort(structure: Structure, ines: Person, now: datetime) -> None:
    """Three answers to sort, in the box of a structure."""
    for number, (channel, sender, ago, subject, text, original) in enumerate(WAITING):
        Inbound.objects.create(
            uid=uuid5(NAMESPACE, f"inbound {number}"),
            structure=structure,
            channel=channel,
            provider="demo",
            provider_ref=str(number),
            sender=sender,
            subject=subject,
            text=text,
            original=original,
            received_at=now - ago,
        )
    Address.objects.create(
        person=ines, channel=Channel.SMS, address=FORMER, answered_at=now - timedelta(days=40)
    )
