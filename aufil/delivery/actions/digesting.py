"""The morning digest of staff: by e-mail, once a day, all that is unread, whatever was read since."""

from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.delivery.channels.email import send
from aufil.delivery.channels.email.message import AUTOMATIC, message_id, written
from aufil.delivery.digests import Unread, unread_of
from aufil.delivery.models import Wish
from aufil.delivery.queries.mailing import is_silent
from aufil.jobs.actions import NotYet, job, later
from aufil.kernel import clock
from aufil.kernel.hours import Hours, Interval
from aufil.people.models import Person, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import memberships_of, today_in, working_hours

AT = time(7, 30)
# Somebody who comes to work reads it then; later in the day it would tell of what they have in front of them.
UNTIL = time(11)
TEMPLATES = ("delivery/digest.txt", "delivery/digest.html")
WEEK = [Interval(weekday, time(9), time(17)) for weekday in range(5)]
PATIENCE = timedelta(minutes=10)


def send_digests() -> None:
    """Ask for the digest of everybody who wants one and whose morning it is. Twice is once."""
    now = clock.now()
    for wish in Wish.objects.filter(alerts=Wish.Alerts.DIGEST).select_related("person"):
        structure = _works_for(wish.person)
        if structure is None:
            continue
        local = now.astimezone(ZoneInfo(structure.timezone))
        if wish.digest_on != local.date() and _is_time(wish.person, structure, local):
            day = local.date().isoformat()
            later(send_digest, key=f"digest-{wish.person_id}-{day}", person=wish.person_id, day=day)


def _works_for(person: Person) -> Structure | None:
    rows = [row for row in memberships_of(person) if row.role in STAFF_ROLES]
    return rows[0].structure if rows else None


def _is_time(person: Person, structure: Structure, local: datetime) -> bool:
    if not AT <= local.time() < UNTIL:
        return False
    hours = working_hours(person, structure)
    if not hours.by_weekday:  # nobody said when: as most work
        hours = Hours(WEEK, structure.timezone, holiday_zone=structure.holiday_zone, away=hours.away)
    return bool(hours.spans(local.date()))


@job
def send_digest(*, person: int, day: str) -> None:
    """One person's digest of a day. What may have left is never sent again; what did not, comes back."""
    found = Person.objects.get(pk=person)
    lines = unread_of(person)
    if not lines or not found.email or is_silent(found) or not _is_today(found, day):
        return
    wish = Wish.objects.filter(person=person, alerts=Wish.Alerts.DIGEST)
    former = wish.values_list("digest_on", flat=True).first()
    today = date.fromisoformat(day)
    if not wish.exclude(digest_on=today).update(digest_on=today):
        return
    fate = send(_digest(found, lines, day))
    if fate.said == "later":
        wish.update(digest_on=former)
        raise NotYet(fate.code, at_most=PATIENCE)


def _is_today(person: Person, day: str) -> bool:
    structure = _works_for(person)
    return structure is not None and today_in(structure).isoformat() == day


def _digest(person: Person, lines: list[Unread], day: str) -> EmailMultiAlternatives:
    subject = ngettext("%(n)d fil à lire", "%(n)d fils à lire", len(lines)) % {"n": len(lines)}
    context = {
        "name": person.first_name,
        "title": subject,
        "lines": [line._replace(path=settings.BASE_URL + line.path) for line in lines],
        "home": f"{settings.BASE_URL}/",
        "settings": f"{settings.BASE_URL}/notifications/",
    }
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    headers = {**AUTOMATIC, "Message-ID": message_id(f"resume-{person.uid}-{day}", own)}
    message = written(TEMPLATES, context, _("Ce matin : %(what)s") % {"what": subject}, person.email, headers)
    message.envelope_sender = own  # type: ignore[attr-defined]
    return message
