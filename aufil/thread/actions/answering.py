"""Telling a young person who answers, and when: as an entry of kind `event` in their own thread."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.people.models import Absence, Person, Structure
from aufil.people.queries import Answering, answering
from aufil.thread.actions.notes import record_event
from aufil.thread.events import MessageUnanswered
from aufil.thread.models import Thread
from aufil.thread.queries import answered_since
from aufil.ui.texts import calendar_day
from aufil.ui.texts import clock as spoken_clock

# Whether anybody is at work changes at the minute: asked of the database once a minute and thread, not at each post.
ASK_AGAIN = timedelta(minutes=1)
# Nobody is expected within the horizon of `Hours`: said once a week.
NEVER = timedelta(days=7)
# Whoever answered a moment ago may still be there, whatever the hour: nobody is told to wait before that is over.
JUST_NOW = timedelta(hours=1)
REMEMBERED = 20_000
_asked: dict[int, datetime] = {}


def ask_when_answered(facts: Sequence[MessageUnanswered]) -> None:
    """Have each of these young people told when to expect an answer, if nobody of theirs is at work.

    On the accept path: a look in memory, and at most one row to insert.
    """
    new = [fact for fact in facts if _asked.get(fact.thread, fact.at) <= fact.at]
    for fact in new:
        later(tell_when_answered, structure=fact.structure, young=fact.young)
    if new:
        transaction.on_commit(lambda: _remember(new))


def _remember(facts: Sequence[MessageUnanswered]) -> None:
    if len(_asked) > REMEMBERED:
        _asked.clear()
    _asked.update({fact.thread: fact.at + ASK_AGAIN for fact in facts})


@job
@transaction.atomic
def tell_when_answered(*, structure: int, young: int) -> None:
    """Once a closed period and once a day, only while a message waits, and not to who was answered a moment ago (then
    it is looked at again). Twice is once: `told_until` is set with the entry, the thread being locked."""
    now = clock.now()
    waiting = Thread.objects.select_for_update().filter(
        structure=structure, young=young, kind=Thread.Kind.SUPPORT, closed_at=None
    )
    thread = waiting.filter(
        Q(told_until=None) | Q(told_until__lte=now), unanswered_since__isnull=False
    ).first()
    if thread is None:
        return
    place = Structure.objects.get(pk=structure)
    expected = answering(Person.objects.get(pk=young), place, now)
    if expected.until:
        return
    if answered_since(thread, now - JUST_NOW):
        later(tell_when_answered, due_at=now + JUST_NOW, structure=structure, young=young)
        return
    thread.told_until = max(expected.opening or now + NEVER, _tomorrow(place, now))
    thread.save(update_fields=["told_until"])
    author = expected.referent.pk if expected.referent else 0
    record_event(structure=structure, young=young, author=author, text=waiting_text(expected, place))


def _tomorrow(structure: Structure, now: datetime) -> datetime:
    zone = ZoneInfo(structure.timezone)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), tzinfo=zone)


@transaction.atomic
def tell_stand_in(*, structure: int, young: int, stand_in: int, absence: int) -> None:
    """A colleague sees this thread from now on: who, in whose place, and until when."""
    held = Absence.objects.select_related("person").get(pk=absence)
    colleague = Person.objects.get(pk=stand_in)
    tu = Structure.objects.get(pk=structure).formality == Structure.Formality.TU
    said = _("%(name)s te répond pendant ce temps.") if tu else _("%(name)s vous répond pendant ce temps.")
    text = _with_message(f"{absence_text(held)} {said % {'name': colleague.first_name}}", held)
    # The same words about the same absence are said once, whatever was changed and changed back.
    uid = uuid5(held.uid, f"{Person.objects.only('uid').get(pk=young).uid}/{text}")
    record_event(structure=structure, young=young, author=held.person_id, text=text, uid=uid)


def absence_text(absence: Absence) -> str:
    """« Camille n’est pas là jusqu’au vendredi 4 décembre. »"""
    return _("%(name)s n’est pas là jusqu’au %(day)s.") % {
        "name": absence.person.first_name,
        "day": calendar_day(absence.ends_on),
    }


def waiting_text(expected: Answering, structure: Structure) -> str:
    """« Votre message est bien arrivé. Camille vous répondra lundi 9 mars à 9 h. », and why when somebody is away."""
    tu = structure.formality == Structure.Formality.TU
    sentences = [_("Ton message est bien arrivé.") if tu else _("Votre message est bien arrivé.")]
    if expected.absence:
        sentences.append(absence_text(expected.absence))
    name = expected.who.first_name if expected.who else structure.name
    if expected.opening is None:
        sentences.append(_("%(name)s ne peut pas répondre pour le moment.") % {"name": name})
    else:
        said = _("%(name)s te répondra %(when)s.") if tu else _("%(name)s vous répondra %(when)s.")
        when = _("%(day)s à %(time)s") % {
            "day": calendar_day(expected.opening.date()),
            "time": spoken_clock(expected.opening),
        }
        sentences.append(said % {"name": name, "when": when})
    return _with_message(" ".join(sentences), expected.absence)


def _with_message(text: str, absence: Absence | None) -> str:
    return f"{text}\n« {absence.message} »" if absence and absence.message else text
