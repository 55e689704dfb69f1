"""French typography and times, and texts made safe for a page."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from linkify_it import LinkifyIt

from aufil.kernel.called import called

LINK = '<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>'
CALLED = '<b class="called">{}</b>'
NNBSP = "\u202f"  # narrow no-break space, before the « h » of a time
NBSP = "\u00a0"
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]
SHORT_MONTHS = [
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juill.", "août", "sept.", "oct.", "nov.", "déc."),
]
_SOFT = re.compile(r" (?=[?!:;»](?:\s|$))|(?<=«) ")
_links = LinkifyIt(options={"fuzzy_link": True, "fuzzy_email": False, "fuzzy_ip": False})


def typeset(text: str) -> str:
    """`text` whose « ? », « : » and guillemets stay on the line of the word they belong to; as long as before."""
    return _SOFT.sub(NBSP, text)


def linked(text: str, names: Sequence[str] = ()) -> SafeString:
    """`text` escaped, with web addresses as links (http and https only) and line breaks as written; where it calls one
    of `names`, that is set off."""
    pieces: list[str] = []
    end = 0
    for found in _links.match(text) or []:
        if not found.url.startswith(("http://", "https://")):
            continue
        pieces.append(_called(text[end : found.index], names))
        pieces.append(format_html(LINK, found.url, found.raw))
        end = found.last_index
    pieces.append(_called(text[end:], names))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


def _called(text: str, names: Sequence[str]) -> str:
    pieces, end = [], 0
    for one in called(text, names) if names else ():
        pieces += [
            conditional_escape(text[end : one.start]),
            format_html(CALLED, text[one.start : one.end]),
        ]
        end = one.end
    return "".join([*pieces, conditional_escape(text[end:])])


def clock(at: datetime | time) -> str:
    """`14 h 30`, `9 h` on the hour."""
    minutes = f"{NNBSP}{at.minute:02d}" if at.minute else ""
    return f"{at.hour}{NNBSP}h{minutes}"


def day(at: date, today: date) -> str:
    """A day as one says it on `today`."""
    if at == today:
        return _("aujourd’hui")
    if at == today - timedelta(days=1):
        return _("hier")
    if at == today + timedelta(days=1):
        return _("demain")
    return date_in_full(at, today)


def date_in_full(at: date, today: date) -> str:
    """`vendredi 12 juin`, with its year when `today` is far from it."""
    number = "1er" if at.day == 1 else str(at.day)
    said = f"{DAYS[at.weekday()]} {number} {MONTHS[at.month - 1]}"
    return said if abs((today - at).days) < 300 else f"{said} {at.year}"


def calendar_day(at: date) -> str:
    """A day by its own name, for what is read again later: `lundi 9 mars`, `mardi 1er décembre`."""
    return f"{DAYS[at.weekday()]} {'1er' if at.day == 1 else at.day} {MONTHS[at.month - 1]}"


def short_date(at: date, today: date) -> str:
    """`22 mars`, with its year when `today` is far from it."""
    said = f"{'1er' if at.day == 1 else at.day} {MONTHS[at.month - 1]}"
    return said if abs((today - at).days) < 300 else f"{said} {at.year}"


def weight(size: int) -> str:
    """A size in bytes as phones say it: `185 Ko`, `3,2 Mo`."""
    if size < 1024:
        return _("%(size)d octets") % {"size": size}
    kilo = round(size / 1024)
    if kilo < 1024:
        return f"{kilo}{NBSP}Ko"
    mega = size / 1024 / 1024
    number = f"{mega:.1f}".removesuffix(".0").replace(".", ",") if mega < 9.95 else f"{mega:.0f}"
    return f"{number}{NBSP}Mo"


def euros(thousandths: int) -> str:
    """A price kept in thousandths of a euro: `0,45 €`, rounded up to the cent."""
    cents = -(-thousandths // 10)
    return f"{cents // 100},{cents % 100:02d}{NBSP}€"


def length(milliseconds: int) -> str:
    """How long a recording lasts: `0:32`, `12:05`."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def percent(part: int, whole: int) -> str:
    """`40 %`, rounded down: what is not all here is never said to be."""
    return f"{part * 100 // whole}{NNBSP}%"


def ago(at: datetime, now: datetime) -> str:
    """How long ago `at` was, short."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return _("à l’instant")
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    if at.date() == now.date():
        return _("%(count)s h") % {"count": minutes // 60}
    if at.date() == now.date() - timedelta(days=1):
        return _("hier")
    if (now.date() - at.date()).days < 7:
        return DAYS[at.weekday()]
    return f"{at.day} {SHORT_MONTHS[at.month - 1]}"


def worked(time: timedelta, usual_day: timedelta) -> str:
    """A stretch of working time as one says it: `35 min`, `3 h`, `2 jours` of `usual_day` each."""
    minutes = int(time.total_seconds() // 60)
    if time >= 2 * usual_day:
        return ngettext("%(count)d jour", "%(count)d jours", int(time / usual_day)) % {
            "count": time // usual_day
        }
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    return _("%(count)s h") % {"count": minutes // 60}


def spoken_moment(at: datetime) -> str:
    """`aujourd’hui à 14 h 30`, `mardi 24 novembre à 9 h`, in the active zone."""
    local = timezone.localtime(at)
    return _("%(day)s à %(time)s") % {"day": day(local.date(), timezone.localdate()), "time": clock(local)}
