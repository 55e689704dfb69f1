"""Leaving a structure, and coming back to it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.kernel import bus
from aufil.people.actions.supports import hold, rearrange, support
from aufil.people.events import ReferentReturned, YoungLeft, YoungReturned
from aufil.people.models import Exit, Membership, Person, Role, Structure
from aufil.people.queries import last_membership, today_in, with_role
from aufil.people.spells import ended
from aufil.web.problems import Problem


@transaction.atomic
def close_support(
    *, young: Person, structure: Structure, reason: str, on: date, actor: Person, note: str = ""
) -> None:
    """The structure no longer supports `young`, from a day that is not to come. Twice is once.

    Who supported them stops; their thread is closed by whoever hears `YoungLeft`.
    """
    today = today_in(structure)
    membership = _locked(young, structure)
    if membership is None or membership.ends_on is not None:
        return
    if on > today:
        message = _("Ce jour est à venir. Choisissez aujourd’hui ou un jour passé.")
        raise Problem("invalid", errors={"on": [message]})
    if on < membership.starts_on:
        message = _("Ce jour est avant le début de l’accompagnement. Vérifiez la date.")
        raise Problem("invalid", errors={"on": [message]})
    membership.ends_on, membership.end_reason, membership.end_note = on, Exit(reason).value, note
    membership.save(update_fields=["ends_on", "end_reason", "end_note"])
    _journal("support-closed", young, structure, actor)
    # First the fact that is told in the thread, while somebody is still in it to say so.
    bus.publish([YoungLeft(structure.pk, young.pk, actor.pk)])
    rearrange(
        structure=structure, young=[young.pk], plan=lambda _pk, spells: ended(spells, today), actor=actor
    )


@transaction.atomic
def reopen_support(*, young: Person, structure: Structure, referent: Person, actor: Person) -> Membership:
    """The structure supports `young` again from today, as the same person, with the same thread. Twice is once."""
    former = _locked(young, structure)
    if former is None or not with_role(structure, Role.COUNSELLOR).filter(pk=referent.pk).exists():
        raise Problem("not-found")
    if former.ends_on is None:
        return former
    membership = Membership(
        person=young,
        structure=structure,
        site=former.site,
        role=Role.YOUNG,
        file_number=former.file_number,
        programme=former.programme,
        starts_on=today_in(structure),
    )
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError:
        message = _(
            "Quelqu’un d’autre porte maintenant le numéro de dossier %(number)s. Corrigez-le d’abord."
        )
        raise Problem("conflict", message % {"number": former.file_number}) from None
    _journal("support-reopened", young, structure, actor)
    # Their thread is open again before anybody joins it; then somebody is there to say so.
    bus.publish([YoungReturned(structure.pk, young.pk)])
    support(young=young, counsellor=referent, structure=structure, actor=actor)
    bus.publish([ReferentReturned(structure.pk, young.pk, referent.pk)])
    return membership


def _locked(young: Person, structure: Structure) -> Membership | None:
    """The last stay of a young person in a structure, with their own row locked: two at once wait here."""
    hold([young.pk])
    return last_membership(young, structure)


def _journal(verb: str, young: Person, structure: Structure, actor: Person) -> None:
    journal.record(verb=verb, subject="person", subject_uid=young.uid, actor=actor.pk, structure=structure.pk)
