"""« Ce qui sera envoyé, quand, par où »: what somebody will be told of an appointment, as the ladder foresees it."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.appointments.models import Alert, Seat
from aufil.delivery.models import Notice
from aufil.delivery.queries import End, Moment, Reason, Send, coming_of

What = Alert.What
DAY = 24 * 60


class Told(NamedTuple):
    """One thing that will be told; `minutes` before it begins, for a reminder. `at`: when it will leave, by `channel`
    (`push`, `sms`, `email`) to `address`; both empty where there is no way to them."""

    what: str
    minutes: int | None
    at: datetime
    channel: str = ""
    address: str = ""

    @property
    def before(self) -> str:
        """`7 jours`, `2 h`, `45 min`: of a reminder."""
        minutes = self.minutes or 0
        if minutes and minutes % DAY == 0:
            return ngettext("%(count)d jour", "%(count)d jours", minutes // DAY) % {"count": minutes // DAY}
        if minutes and minutes % 60 == 0:
            return _("%(count)s h") % {"count": minutes // 60}
        return _("%(count)s min") % {"count": minutes}


def reminders_of(seat: Seat) -> list[Told]:
    """What is still to be told to who has this seat, the first first, if they do nothing before; without what quiet
    hours would hold until it begins. About fifteen statements, however many; none for a visitor."""
    person, structure = seat.young, seat.appointment.structure
    if person is None:
        return []
    alerts = list(Alert.objects.filter(seat=seat, person=person, withdrawn_at=None).exclude(what=What.CALL))
    said = {(one.thread, one.position): one for one in alerts if one.said_at}
    planned = [one for one in alerts if one.say_at]
    rows = Notice.objects.pending().open().filter(person=person, kind=Alert.NOTICE)
    notices = [row for row in rows if (row.topic, row.position) in said]
    moments = [
        Moment(one.made_at, one.say_at, Notice.Reach.MESSAGE, one.starts_at) for one in planned if one.say_at
    ]
    coming, later = coming_of(notices, person, structure, moments)
    foreseen = [(said[one.notice.topic, one.notice.position], one.at, one.step) for one in coming]
    foreseen += [(alert, *next_one) for alert, next_one in zip(planned, later, strict=True)]
    told = [
        Told(str(alert.what), alert.minutes, at, *step.ways[0])
        if isinstance(step, Send)
        else Told(str(alert.what), alert.minutes, alert.say_at or at)
        for alert, at, step in foreseen
        if not (isinstance(step, End) and step.shown.reason == Reason.TOO_LATE)
    ]
    return sorted(told, key=lambda one: one.at)
