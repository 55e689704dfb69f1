"""What every template may say: times as people say them, texts with their links, icons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django import template
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from aufil.kernel.ids import new_id
from aufil.kernel.phones import spoken
from aufil.ui import texts
from aufil.ui.critical import critical_css

register = template.Library()


@register.filter
def linked(text: str) -> SafeString:
    """A text with its links clickable and its line breaks kept; nothing else is interpreted."""
    return texts.linked(text)


@register.filter
def linked_calling(text: str, names: Sequence[str]) -> SafeString:
    """As `linked`, with the names it calls set off."""
    return texts.linked(text, names)


@register.filter
def clock(at: datetime) -> str:
    """`14 h 30`, local."""
    return texts.clock(timezone.localtime(at))


@register.filter
def day(at: datetime | date) -> str:
    """`aujourd’hui`, `hier`, `mardi 24 novembre`, local."""
    local = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return texts.day(local, timezone.localdate())


@register.filter
def full_day(at: date) -> str:
    """`mardi 24 novembre`, for sentences that say « le » or « du » before it."""
    return texts.date_in_full(at, timezone.localdate())


@register.filter
def moment(at: datetime) -> str:
    """`aujourd’hui à 14 h 30`, `mardi 24 novembre à 9 h`."""
    return texts.spoken_moment(at)


@register.filter
def ago(at: datetime) -> str:
    """How long ago, in one word or two: `à l’instant`, `il y a 2 h`, `hier`, `9 nov.`."""
    return texts.ago(timezone.localtime(at), timezone.localtime())


@register.filter
def phone(e164: str) -> str:
    """A number as one reads it aloud: `06 12 34 56 78`."""
    return spoken(e164)


@register.filter
def euros(thousandths: int) -> str:
    """`0,45 €`, of thousandths."""
    return texts.euros(thousandths)


@register.filter
def worked(time: timedelta, usual_day: timedelta) -> str:
    """How long, in working time: `35 min`, `3 h`, `2 jours`."""
    return texts.worked(time, usual_day)


@register.filter
def calendar_day(at: date) -> str:
    """`mardi 24 novembre`, whatever today is."""
    return texts.calendar_day(at)


@register.filter
def item(mapping: Mapping[str, object] | None, name: str) -> object:
    """What stands under a name that the template holds in a variable; nothing when nothing does."""
    return mapping.get(name, "") if mapping else ""


@register.filter
def all_of(typed: QueryDict, name: str) -> list[str]:
    """All the values a form sent under `name`: which boxes were ticked."""
    return typed.getlist(name)


@register.simple_tag(takes_context=True)
def whose(context: template.Context) -> SafeString:
    """The attributes by which scripts know whose page this is and how their device stands."""
    request = getattr(context, "request", None)
    person = getattr(getattr(request, "user", None), "uid", "")
    state = getattr(request, "device_state", "none")
    return format_html('data-person="{}" data-device-state="{}"', person, state)


@register.simple_tag
def new_uid() -> UUID:
    """A fresh identifier for a form, so that sending it twice is once."""
    return new_id()


@register.simple_tag
def critical_styles() -> SafeString:
    """The critical style sheets, for the one inline `<style>` that the policy allows by hash."""
    return mark_safe(critical_css())  # noqa: S308 - our own files


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of our few drawings; with a label it speaks, without it is decoration."""
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="#icon-{}"></use></svg>', said, name)
