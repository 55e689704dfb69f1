"""Who of the team may come in, by which proofs, and who must bring two."""

from collections.abc import Iterable
from typing import NamedTuple

from allauth.mfa.models import Authenticator

from aufil.people.models import Membership, Person, Role
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import memberships_of
from aufil.signin.queries import persons_at

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Factors(NamedTuple):
    """What a person proves who they are with, beside the password."""

    passkeys: list[Authenticator]
    application: Authenticator | None
    codes_left: int | None  # None: no recovery codes

    def __bool__(self) -> bool:
        return bool(self.passkeys or self.application)


def works_here(person: Person, memberships: Iterable[Membership] | None = None) -> bool:
    """Is this person of the team of a structure today, or a platform administrator?"""
    rows = memberships_of(person) if memberships is None else memberships
    return person.is_platform_admin or any(row.role in STAFF_ROLES for row in rows)


def needs_two_proofs(person: Person, memberships: Iterable[Membership] | None = None) -> bool:
    """Heads and platform administrators always; all of the team where the structure asks it of all."""
    rows = memberships_of(person) if memberships is None else memberships
    return person.is_platform_admin or any(
        row.role == Role.HEAD or (row.role in STAFF_ROLES and row.structure.second_factor_for_all)
        for row in rows
    )


def has_factor(person: Person) -> bool:
    """Has this person an application or a passkey set?"""
    return Authenticator.objects.filter(user=person, type__in=FACTORS).exists()


def factors_of(person: Person) -> Factors:
    """The passkeys, the application and the recovery codes of a person, passkeys by age."""
    rows = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    by_type = {row.type: row for row in rows}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return Factors(
        [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        by_type.get(Authenticator.Type.TOTP),
        len(codes.wrap().get_unused_codes()) if codes else None,
    )


def factor_of(person: Person, pk: int) -> Authenticator | None:
    """One of a person's own factors."""
    return Authenticator.objects.filter(user=person, type__in=FACTORS, pk=pk).first()


def team_at(email: str) -> list[Person]:
    """The team's people who have this address."""
    return [person for person in persons_at(email) if works_here(person)]
