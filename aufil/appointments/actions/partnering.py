"""Partners: an address given, revoked, and what is taken by it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.booking import Booked, Taken
from aufil.appointments.actions.checking import refuse
from aufil.appointments.actions.visiting import FirstMeeting, book_first_meeting
from aufil.appointments.models import Kind, Partner, Referral
from aufil.appointments.queries import PARTNER, partner_code
from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.signin.queries import hash_of
from aufil.web.problems import Problem


@transaction.atomic
def add_partner(*, structure: Structure, name: str, kinds: Sequence[Kind], by: Person) -> Partner:
    """An address for somebody who sends people; kinds that are offered to anybody alone. 422 problems."""
    if not kinds or any(kind.structure_id != structure.pk or not kind.for_public for kind in kinds):
        raise refuse("kinds", _("Choisissez au moins un rendez-vous ouvert à tous."))
    uid = new_id()
    row = Partner(uid=uid, structure=structure, name=name, made_by=by, made_at=clock.now())
    row.key_hash = hash_of(PARTNER, partner_code(row))
    row.save()
    row.kinds.set(kinds)
    _record("partner-added", row, by)
    return row


@transaction.atomic
def revoke_partner(*, partner: Partner, by: Person) -> None:
    """Its address opens nothing any more; what was taken by it stands. Again, nothing changes."""
    if Partner.objects.filter(pk=partner.pk, revoked_at=None).update(revoked_at=clock.now()):
        _record("partner-revoked", partner, by)


@transaction.atomic
def book_by_partner(*, partner: Partner, wanted: FirstMeeting, said_by: str, uid: UUID) -> Booked | Taken:
    """A first meeting for somebody; the same `uid` again is once."""
    row = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if row.revoked_at:
        raise Problem("gone", _("Cette adresse ne sert plus. Appelez la Mission Locale."))
    if not row.kinds.filter(pk=wanted.kind.pk).exists():
        raise Problem("not-found")
    made = book_first_meeting(wanted=wanted, uid=uid)
    if isinstance(made, Booked) and made.is_new:
        now = clock.now()
        Referral.objects.create(partner=row, appointment=made.appointment, said_by=said_by, at=now)
        Partner.objects.filter(pk=row.pk).update(used_at=now)
    return made


def _record(verb: str, row: Partner, by: Person) -> None:
    journal.record(verb=verb, subject="partner", subject_uid=row.uid, actor=by.pk, structure=row.structure_id)
