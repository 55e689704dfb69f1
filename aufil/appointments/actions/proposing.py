"""« Proposer de prendre rendez-vous »: a link by which a young person takes one time, without an account."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.alerting import confirm
from aufil.appointments.actions.booking import Booked, Taken, Wanted, book
from aufil.appointments.actions.checking import check_kind, refuse
from aufil.appointments.models import Kind, Proposal
from aufil.appointments.queries import Asker, asker
from aufil.delivery import actions as delivery
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.people.queries import young_of
from aufil.signin import actions as signin
from aufil.signin.models import Link
from aufil.signin.queries import can_be_asked
from aufil.web.problems import Problem


@transaction.atomic
def propose(
    *, structure: Structure, young: Person, kind: Kind, counsellor: Person | None, days: int, by: Person
) -> Proposal:
    """Send it, by text message or e-mail; the link sent before is dead. Staff only; 404, 422 problems."""
    if asker(by, structure) != Asker.STAFF:
        raise Problem("forbidden")
    if not young_of(structure).filter(pk=young.pk).exists():
        raise Problem("not-found")
    check_kind(kind, kind.modes[0], structure, Asker.YOUNG)
    if kind.is_collective:
        raise refuse("kind", _("Un lien sert à un rendez-vous individuel. Choisissez-en un autre."))
    if not can_be_asked(young):
        raise Problem("invalid", _("Notez d’abord sa date de naissance : elle sera demandée à l’ouverture."))
    if not young.email and (not young.phone or young.phone_wrong_at):
        raise Problem("invalid", _("Notez d’abord un numéro ou une adresse e-mail : le lien part par là."))
    until = clock.now() + timedelta(days=days)
    link = signin.make_link(person=young, structure=structure, act=Link.Act.BOOK, until=until, maker=by)
    row = Proposal.objects.create(link=link, structure=structure, kind=kind, counsellor=counsellor)
    delivery.tell_again(
        structure=structure.pk,
        person=young.pk,
        kind=Proposal.NOTICE,
        topic=row.pk,
        position=0,
        reach=Notice.Reach.MESSAGE,
        pointless_at=until,
    )
    return row


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: Person) -> None:
    """Its link opens nothing any more; what was taken by it stands."""
    signin.revoke_link(link=proposal.link_id, actor=by)


@transaction.atomic
def book_by_link(*, proposal: Proposal, wanted: Wanted, by: Person, uid: UUID) -> Booked | Taken:
    """Take a time by a link, its own person `by`; one standing appointment a link, which is the answer ever after.

    The link then lives until the appointment begins, so that it may be moved or cancelled by it.
    """
    row = Proposal.objects.select_for_update(of=("self",)).select_related("link").get(pk=proposal.pk)
    if row.appointment and row.appointment.cancelled_at is None:
        return Booked(row.appointment, False)
    if not row.link.is_live_at(clock.now()) or row.link.person_id != by.pk:
        raise Problem("gone")
    made = book(wanted=wanted, by=by, uid=uid)
    if isinstance(made, Booked):
        row.appointment = made.appointment
        row.save(update_fields=["appointment"])
        signin.prolong_link(link=row.link_id, until=made.appointment.starts_at)
        confirm(made.appointment, by)
    return made
