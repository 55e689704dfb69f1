"""What a notice about an appointment says, on the ways out. A sensitive kind is named on none."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from aufil.appointments.cards import changeable_until, moment_of, name_of, where_of
from aufil.appointments.models import Alert, Appointment, Busy, Mode, Rules, Seat
from aufil.appointments.queries.rooms import doors_to
from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.kernel import clock

What = Alert.What
# After these one is asked whether one comes.
ASKED = (What.BOOKED, What.MOVED, What.HANDED_OVER, What.REMINDER)


def told(notices: Sequence[Notice]) -> dict[int, Words]:
    """By notice; none for what holds no more. Four statements at most, however many."""
    alerts = alerts_behind(notices)
    freed = [one for one in alerts.values() if one.what == What.EARLIER]
    gone = _taken_again(freed) if freed else set()
    now = clock.now()
    standing = {pk: one for pk, one in alerts.items() if one.pk not in gone and one.starts_at > now}
    rules = {
        row.structure_id: row
        for row in Rules.objects.filter(structure__in={one.structure_id for one in standing.values()})
    }
    doors = _doors(standing.values())
    return {pk: _words(one, rules.get(one.structure_id, Rules()), doors) for pk, one in standing.items()}


def _doors(alerts: Iterable[Alert]) -> dict[tuple[UUID, int], str]:
    """Where who is in an appointment by video comes in, by appointment and person."""
    video = [one.appointment for one in alerts if one.appointment and one.appointment.mode == Mode.VIDEO]
    return doors_to({it.uid for it in video})


def alerts_behind(notices: Sequence[Notice]) -> dict[int, Alert]:
    """What each of these tells, by notice: what was withdrawn is missing. One statement."""
    mine = [one for one in notices if one.kind == Alert.NOTICE]
    if not mine:
        return {}
    places = {(one.person_id, one.topic, one.position): one.pk for one in mine}
    own = Q(pk__in=[one.position - Alert.BEYOND for one in mine if one.position > Alert.BEYOND])
    cards = [Q(thread=one.topic, seq=one.position) for one in mine if one.position <= Alert.BEYOND]
    rows = Alert.objects.filter(reduce(or_, cards, own), withdrawn_at=None)
    about = ("kind", "place", "counsellor", "structure", "cancelled_by")
    rows = rows.select_related("seat__young", "watch__kind", "counsellor", "structure", "appointment")
    rows = rows.select_related(*(f"appointment__{one}" for one in about))
    keys = {(row.person_id, row.thread, row.position): row for row in rows}
    return {pk: keys[place] for place, pk in places.items() if place in keys}


def _taken_again(freed: Sequence[Alert]) -> set[int]:
    """Those of freed times that somebody has by now."""
    at = {one.starts_at for one in freed}
    rows = Busy.objects.filter(person__in={one.counsellor_id for one in freed})
    rows = rows.filter(ends_at__gt=min(at), starts_at__lte=max(at))
    busy = list(rows.values_list("person", "starts_at", "ends_at"))
    return {
        one.pk
        for one in freed
        if any(who == one.counsellor_id and since <= one.starts_at < until for who, since, until in busy)
    }


def _words(alert: Alert, rules: Rules, doors: dict[tuple[UUID, int], str]) -> Words:
    it, seat = alert.appointment, alert.seat
    if it is None:
        return _earlier(alert)
    if seat is None or alert.person_id != seat.young_id:
        who = _somebody(seat)
        said = _to_staff(alert.what, it, who)
        return Words(who, said, f"/agenda/rdv/{it.uid}/", who, opening=said)
    opening = f"{_said(alert.what, it, seat)}."
    asks = _asked(alert.what, seat, may_answer=clock.now() < changeable_until(it, rules))
    text = " ".join(filter(None, (opening, _more(alert.what, it))))
    who = it.counsellor.first_name
    path = doors.get((it.uid, alert.person_id), "") if alert.what == What.REMINDER else ""
    return Words(who, text, path or f"/rendez-vous/{it.uid}/", who, opening=opening, asks=asks)


def _said(what: str, it: Appointment, seat: Seat | None) -> str:
    zone = it.structure.timezone
    words = {
        "what": name_of(it),
        "when": moment_of(it.starts_at, zone),
        "where": where_of(it),
        "who": it.counsellor.first_name,
        "until": moment_of(seat.held_until, zone) if seat and seat.held_until else "",
    }
    sentences = {
        What.BOOKED: _("%(what)s %(when)s, %(where)s, avec %(who)s"),
        What.MOVED: _("Déplacé : %(what)s %(when)s, %(where)s, avec %(who)s"),
        What.CANCELLED: _("Annulé : %(what)s %(when)s avec %(who)s"),
        What.HANDED_OVER: _("%(who)s vous recevra : %(what)s %(when)s, %(where)s"),
        What.FREED: _("Votre inscription est annulée : %(what)s %(when)s"),
        What.OFFERED: _("Une place se libère : %(what)s %(when)s. Gardée pour vous jusqu’à %(until)s"),
        What.LAPSED: _("La place n’est plus gardée : %(what)s %(when)s"),
    }
    return sentences.get(What(what), _("Rappel : %(what)s %(when)s, %(where)s, avec %(who)s")) % words


def _asked(what: str, seat: Seat, *, may_answer: bool) -> str:
    """What one may answer by a text message; who has just taken it themselves is not asked whether they come."""
    if what == What.OFFERED:
        return _("Réponse : OUI pour la prendre, ou NON.")
    if what == What.BOOKED and seat.made_by_id == seat.young_id:
        return ""
    if what in ASKED and may_answer and seat.state == Seat.State.TAKEN and not seat.answer:
        return _("Réponse : OUI ou NON.")
    return ""


def _more(what: str, it: Appointment) -> str:
    """Beside it, where the whole text is said: what to bring, or why it is not held."""
    if what == What.CANCELLED:
        return it.cancel_word
    return it.note if what in ASKED else ""


def _earlier(alert: Alert) -> Words:
    who = alert.counsellor.first_name if alert.counsellor else ""
    kind = alert.watch.kind.uid if alert.watch else ""
    words = {"when": moment_of(alert.starts_at, alert.structure.timezone), "who": who}
    said = _("Une heure plus tôt se libère : %(when)s avec %(who)s.") % words
    day = alert.starts_at.astimezone(ZoneInfo(alert.structure.timezone)).date()
    met = alert.counsellor.uid if alert.counsellor else ""
    path = f"/rendez-vous/prendre/?genre={kind}&avec={met}&des={day}"
    return Words(who, said, path, who, opening=said)


def _somebody(seat: Seat | None) -> str:
    if seat is None:
        return _("Quelqu’un")
    return seat.young.first_name if seat.young else seat.visitor_name or _("Quelqu’un")


def _to_staff(what: str, it: Appointment, who: str) -> str:
    words = {"who": who, "when": moment_of(it.starts_at, it.structure.timezone), "what": name_of(it)}
    sentences = {
        What.BOOKED: _("%(who)s a pris rendez-vous : %(when)s."),
        What.MOVED: _("%(who)s a déplacé le rendez-vous : maintenant %(when)s."),
        What.CANCELLED: _("%(who)s a annulé le rendez-vous : %(when)s."),
        What.FREED: _("%(who)s a rendu sa place : %(what)s %(when)s."),
        What.HANDED_OVER: _("Un rendez-vous vous est confié : %(what)s %(when)s."),
    }
    return sentences.get(What(what), _("%(who)s ne peut pas venir : %(when)s.")) % words
