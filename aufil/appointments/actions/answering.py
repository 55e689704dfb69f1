"""What people say before, and what became of it after."""

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.checking import refuse
from aufil.appointments.actions.locked import locked_appointment, standing_appointment
from aufil.appointments.actions.recording import keep, note
from aufil.appointments.events import AnswerGiven, OutcomeSet
from aufil.appointments.models import Change, Seat
from aufil.appointments.queries import Asker, asker
from aufil.kernel import bus, clock
from aufil.people.models import Person
from aufil.web.problems import Problem


@transaction.atomic
def answer(*, seat: Seat, said: str, by: Person) -> Seat:
    """« Je viens », « Je ne peux pas », « Appelez-moi »: kept and told. It frees nothing by itself: who cannot come
    cancels, moves or gives back. By its young person or staff, until it begins; the same again changes nothing."""
    row = standing_appointment(seat.appointment_id)
    found = Seat.objects.get(pk=seat.pk)
    if asker(by, row.structure) != Asker.STAFF and found.young_id != by.pk:
        raise Problem("not-found")
    if row.starts_at <= clock.now():
        raise Problem("conflict", _("Ce rendez-vous a déjà commencé. Appelez ou écrivez à votre conseiller."))
    if found.state != Seat.State.TAKEN:
        raise Problem("conflict", _("Vous n’avez pas de place dans ce rendez-vous."))
    if said not in Seat.Answer.values or not said:
        raise refuse("answer", _("Choisissez une des réponses proposées."))
    if found.answer == said:
        return found
    before = found.answer
    found.answer, found.answered_at = said, clock.now()
    found.save(update_fields=["answer", "answered_at"])
    keep(row, Change.What.ANSWERED, by, seat=found.pk, answer=before)
    bus.publish([AnswerGiven(row.structure_id, row.pk, found.pk)])
    return found


@transaction.atomic
def set_outcome(*, seat: Seat, outcome: str, by: Person, is_legitimate: bool | None = None) -> Seat:
    """Staff: was it held; of an absence alone, whether its reason is legitimate. Changed later as often as need be.

    Once it has begun, but « excusé », which may be known before.
    """
    row = locked_appointment(seat.appointment_id)
    if asker(by, row.structure) != Asker.STAFF:
        raise Problem("forbidden")
    found = Seat.objects.get(pk=seat.pk)
    if row.cancelled_at or found.state != Seat.State.TAKEN:
        raise Problem("conflict", _("Ce rendez-vous est annulé : il n’y a rien à noter."))
    if outcome not in Seat.Outcome.values:
        raise refuse("outcome", _("Choisissez une des réponses proposées."))
    if row.starts_at > clock.now() and outcome not in (Seat.Outcome.EXCUSED, Seat.Outcome.NONE):
        raise Problem("conflict", _("Ce rendez-vous n’a pas commencé. Notez ce qui s’est passé ensuite."))
    if is_legitimate is not None and outcome != Seat.Outcome.ABSENT:
        raise refuse("is_legitimate", _("Le motif se dit d’une absence seulement."))
    if (found.outcome, found.is_legitimate) == (outcome, is_legitimate):
        return found
    found.outcome, found.is_legitimate = outcome, is_legitimate
    found.outcome_at, found.outcome_by = (clock.now(), by) if outcome else (None, None)
    found.save(update_fields=["outcome", "is_legitimate", "outcome_at", "outcome_by"])
    note(row, "appointment-outcome", by)
    bus.publish([OutcomeSet(row.structure_id, row.pk, found.pk)])
    return found
