"""Ways, tries and what comes next, in words anybody reads."""

from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.delivery.models import Channel, Notice, Receipt
from aufil.delivery.queries import (
    NOT_NEEDED,
    STOPPED,
    TOO_LATE_TO_LEAVE,
    Call,
    Coming,
    End,
    Reason,
    Send,
    Stair,
    Told,
)
from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.ui.texts import spoken_moment

State, Said = Notice.State, Receipt.Said
AT_ONCE = timedelta(minutes=2)


class Became(NamedTuple):
    """What became of a try: a word, why, and how it looks."""

    label: str
    why: str = ""
    tone: str = ""
    is_seen: bool = False


def by_what(channel: str) -> str:
    """`par SMS`."""
    return {
        Channel.PUSH.value: _("par notification"),
        Channel.SMS.value: _("par SMS"),
        Channel.EMAIL.value: _("par e-mail"),
    }.get(channel, _("par téléphone"))


def to_where(channel: str, address: str) -> str:
    """`au 06 12 34 56 78`, `à lea@exemple.fr`."""
    if channel == Channel.SMS:
        return _("au %(number)s") % {"number": spoken(address)}
    if channel == Channel.EMAIL:
        return _("à %(address)s") % {"address": address}
    return ""


def became(told: Told) -> Became:
    """What became of a try."""
    said = {one.said for one in told.receipts}
    if told.is_leaving:
        return Became(_("en train de partir"))
    if told.kept_back:
        return Became(_("n’est pas parti"), _kept_back(told.kept_back))
    if said & {Said.OPENED, Said.ANSWERED}:
        label = _("vu, une réponse est venue") if Said.ANSWERED in said else _("vu")
        return Became(label, tone="done", is_seen=True)
    if told.shown.reason == Reason.DOUBT:
        return Became(
            _("doute"), _("Dit reçu, puis dit non remis : on ne sait pas s’il est arrivé."), "waiting"
        )
    if told.shown.state == State.DELIVERED:
        return Became(_("reçu"), tone="done")
    if told.shown.reason == Reason.UNKNOWN:
        return Became(_("doute"), _("On ne sait pas s’il est arrivé : la liaison a été coupée."), "waiting")
    if said & {Said.FAILED, Said.REFUSED}:
        return Became(_("non remis"), _failed(told), "waiting")
    return Became(_("envoyé"))


def _kept_back(code: str) -> str:
    return {
        NOT_NEEDED: _("Ce n’était plus utile : vu ou fait entre-temps."),
        TOO_LATE_TO_LEAVE: _("L’heure était passée : rien ne part la nuit, le dimanche ni les jours fériés."),
        STOPPED: _("La personne a demandé que rien ne parte par là."),
    }.get(code, _("Aufil a essayé autrement."))


def _failed(told: Told) -> str:
    if any(one.for_good for one in told.receipts):
        return {
            Channel.SMS.value: _("Ce numéro ne reçoit pas de SMS."),
            Channel.EMAIL.value: _("Cette adresse ne reçoit rien."),
        }.get(told.attempt.channel, _("Ce navigateur n’accepte plus les notifications."))
    if told.attempt.channel == Channel.PUSH:
        return _("Le navigateur n’a pas pris la notification.")
    return _("Qui le transporte ne l’a pas remis.")


def then_in_words(coming: Coming) -> tuple[str, str]:
    """How a notice stands, and what will be done for it."""
    notice, step = coming.notice, coming.step
    stands = _stands(notice)
    if notice.state == State.TO_CALL:
        return stands, ""
    if isinstance(step, Send):
        by = " ".join(filter(None, (by_what(step.ways[0].channel), to_where(*step.ways[0]))))
        return stands, _("%(when)s, %(by)s") % {"when": _when(coming), "by": by}
    if isinstance(step, Call):
        return stands, _("%(when)s, sur la liste des appels") % {"when": _when(coming)}
    if isinstance(step, End) and step.shown.reason == Reason.TOO_LATE:
        return stands, _("%(when)s, abandonné : ce sera trop tard") % {"when": _when(coming)}
    return stands, _("rien d’autre ne sera essayé")


def _stands(notice: Notice) -> str:
    if notice.state == State.FAILED and notice.reason == Reason.UNKNOWN:
        return _("on ne sait pas s’il est arrivé")
    if notice.reason == Reason.DOUBT:
        return _("doute : dit reçu, puis dit non remis")
    if notice.state == State.HELD and notice.reason == Reason.QUIET:
        return _("attend : rien ne part la nuit, le dimanche ni les jours fériés")
    return str(notice.get_state_display())


def _when(coming: Coming) -> str:
    if coming.at <= clock.now() + AT_ONCE:
        return _("dans un instant")
    return spoken_moment(coming.at)


def stair_in_words(stair: Stair, is_first: bool) -> str:
    """`4 h après, par SMS au 06 12 34 56 78`, in working time."""
    if stair.channels == [Channel.CALL]:
        what = _("quelqu’un appelle")
    else:
        places = stair.addresses[:1] if stair.channels != [Channel.PUSH] else [""]
        what = " ".join(
            filter(None, (by_what(stair.channels[0]), *(to_where(stair.channels[0], p) for p in places)))
        )
    if is_first:
        return _("D’abord %(what)s") % {"what": what}
    return _("Puis, %(wait)s après, %(what)s") % {"wait": _long(stair), "what": what}


def _long(stair: Stair) -> str:
    if stair.days:
        return ngettext("un jour ouvré", "%(n)d jours ouvrés", stair.days) % {"n": stair.days}
    minutes = int(stair.wait.total_seconds() // 60)
    if minutes < 60:
        return ngettext("une minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("une heure", "%(n)d heures", round(minutes / 60)) % {"n": round(minutes / 60)}
