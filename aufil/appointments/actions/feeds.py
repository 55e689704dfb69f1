"""Addresses that calendar programs read: made, revoked, read."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.appointments.calendars.ours import line_of
from aufil.appointments.calendars.writing import Line, written
from aufil.appointments.models import Appointment, Feed
from aufil.appointments.queries.calendars import feeds_of
from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.people.models import Device, Person, Structure
from aufil.web.authentication import key_hash
from aufil.web.problems import Problem

MOST_FEEDS = 10
FORM = 1  # of what is written of the same lines: one more makes programs read it anew
NOTED = timedelta(minutes=10)  # how finely « lu à … » is kept


class MadeFeed(NamedTuple):
    feed: Feed
    secret: str  # shown this once


@transaction.atomic
def make_feed(
    *, structure: Structure, person: Person, device: Device | None, label: str, with_names: bool, draft: str
) -> MadeFeed:
    """A new address for a calendar program. The same `draft` (random, made with the form) again gives the same one.

    Only a fingerprint of its secret is kept. A 409 problem beyond ten.
    """
    secret = _secret(draft, person)
    kept = {"key_hash": key_hash(secret)}
    known = Feed.objects.filter(**kept, person=person, structure=structure, revoked_at=None).first()
    if known:
        return MadeFeed(known, secret)
    if feeds_of(person, structure).count() >= MOST_FEEDS:
        raise Problem("conflict", _("Vous avez déjà dix adresses. Retirez celles qui ne servent plus."))
    values = {"label": label, "with_names": with_names, "device": device, "made_at": clock.now()}
    try:
        with transaction.atomic():
            feed = Feed.objects.create(structure=structure, person=person, **kept, **values)
    except IntegrityError:  # made by a double tap meanwhile, or revoked since
        raise Problem("conflict", _("Cette adresse a déjà servi. Rechargez la page.")) from None
    _journal("feed-made", feed, person)
    return MadeFeed(feed, secret)


def _secret(draft: str, person: Person) -> str:
    """256 bits: found again from the form's own, known to nobody who has only one of the two."""
    key, said = settings.SECRET_KEY.encode(), f"feed:{person.uid}:{draft}".encode()
    return hmac.digest(key, said, "sha256").hex()


@transaction.atomic
def revoke_feed(*, feed: Feed, by: Person) -> None:
    """It opens nothing any more. Twice is once."""
    if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=clock.now()):
        _journal("feed-revoked", feed, by)


class Content(NamedTuple):
    """What a calendar program is given, and since when it is that. Writing it out takes a while: only for who asks."""

    lines: list[Line]
    etag: str
    changed_at: datetime

    def written(self) -> bytes:
        return written(self.lines, name=_("Rendez-vous Mission Locale"))


@transaction.atomic
def read_feed(*, feed: Feed, rows: list[Appointment]) -> Content:
    """What a feed says. The first reading of a day is journaled."""
    lines = [line_of(row, feed.person, with_names=feed.with_names) for row in rows]
    fingerprint = hashlib.sha256(repr((FORM, lines)).encode(errors="replace")).digest()
    now = clock.now()
    if bytes(feed.fingerprint) != fingerprint:
        # As HTTP says it: whole seconds.
        feed.fingerprint, feed.changed_at = fingerprint, now.replace(microsecond=0)
        Feed.objects.filter(pk=feed.pk).update(fingerprint=fingerprint, changed_at=feed.changed_at)
    if feed.read_at is None or now - feed.read_at >= NOTED:
        _note(feed, now)
    return Content(lines, f'"{fingerprint.hex()[:32]}"', feed.changed_at or feed.made_at)


def _note(feed: Feed, now: datetime) -> None:
    zone = ZoneInfo(feed.structure.timezone)
    first_today = feed.read_at is None or feed.read_at.astimezone(zone).date() != now.astimezone(zone).date()
    # Two at once: one of them notes it.
    if Feed.objects.filter(pk=feed.pk, read_at=feed.read_at).update(read_at=now) and first_today:
        _journal("feed-read", feed, feed.person)


def _journal(verb: str, feed: Feed, by: Person) -> None:
    journal.record(verb=verb, subject="feed", subject_uid=feed.uid, actor=by.pk, structure=feed.structure_id)
