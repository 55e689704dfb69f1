"""Days, lengths and instants as the pages of appointments say them."""

from datetime import UTC, datetime

from django import template
from django.utils import timezone
from django.utils.translation import ngettext

from aufil.appointments.forms.wishes import INSTANT
from aufil.kernel import clock
from aufil.ui import texts

register = template.Library()
HOUR, DAY = 60, 24 * 60


@register.filter
def meeting_day(at: datetime) -> str:
    """`mardi 24 novembre`, local, whatever today is; its year when it is far."""
    return texts.date_in_full(timezone.localtime(at).date(), timezone.localdate())


@register.filter
def minutes(count: int) -> str:
    """`45 minutes`, `2 heures`, `2 jours`."""
    if count >= 2 * DAY and count % DAY == 0:
        return ngettext("%(n)d jour", "%(n)d jours", count // DAY) % {"n": count // DAY}
    if count >= HOUR and count % HOUR == 0:
        return ngettext("%(n)d heure", "%(n)d heures", count // HOUR) % {"n": count // HOUR}
    return ngettext("%(n)d minute", "%(n)d minutes", count) % {"n": count}


@register.filter
def instant(at: datetime) -> str:
    """As addresses say it: `2026-11-24T08:00Z`."""
    return f"{at.astimezone(UTC):{INSTANT}}"


@register.filter
def is_past(at: datetime) -> bool:
    return at <= clock.now()
