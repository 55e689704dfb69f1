"""Partners of a structure, their addresses, and what was taken by one today."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from aufil.appointments.models import Kind, Partner, Referral
from aufil.kernel import clock
from aufil.people.models import Structure
from aufil.people.queries import today_in
from aufil.signin.queries import hashes_of, spelled_code

PARTNER = "partner"
LENGTH = 16  # letters, some 78 bits: nothing else is asked


def partner_code(partner: Partner) -> str:
    """The letters of its address, for who may know them."""
    kept = bytes(partner.key_hash) if partner.key_hash else None
    return spelled_code(PARTNER, partner.uid, LENGTH, kept)


def address_of(partner: Partner) -> str:
    """For the head, who gives it; empty once revoked, or when none of the installation's keys spells it any more."""
    try:
        return "" if partner.revoked_at else f"{settings.BASE_URL}/partenaire/{partner_code(partner)}/"
    except ValueError:
        return ""


def partner_by_code(code: str) -> Partner | None:
    """Whose address this is, revoked or not."""
    rows = Partner.objects.select_related("structure").prefetch_related("kinds")
    return rows.filter(key_hash__in=hashes_of(PARTNER, code)).first()


def partners_of(structure: Structure) -> list[Partner]:
    """Those in use first."""
    rows = Partner.objects.filter(structure=structure).prefetch_related("kinds")
    return sorted(rows, key=lambda row: row.revoked_at is not None)


def kinds_of_partner(partner: Partner) -> list[Kind]:
    """What a partner may take, as far as it is still offered."""
    rows = partner.kinds.filter(closed_at=None, for_public=True, is_collective=False)
    return list(rows)


def referred_today(partner: Partner) -> list[Referral]:
    """What was taken by its address since midnight, there."""
    zone = ZoneInfo(partner.structure.timezone)
    midnight = datetime.combine(today_in(partner.structure), time(), tzinfo=zone)
    rows = Referral.objects.filter(partner=partner, at__gte=midnight, at__lte=clock.now())
    rows = rows.select_related("appointment__kind", "appointment__place").prefetch_related(
        "appointment__taken"
    )
    return list(rows.order_by("-at"))
