"""What it takes to tell many people further: by what each would be told, and what it costs."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from aufil.delivery.channels.sms import saying_to
from aufil.delivery.channels.sms.alphabet import count
from aufil.delivery.channels.sms.links import as_long_as_a_link
from aufil.delivery.channels.sms.wording import MOST, frame_of
from aufil.delivery.models import Channel, Notice, Receipt
from aufil.delivery.models.notice import NoticeQuerySet
from aufil.delivery.queries.texts import settings_of
from aufil.delivery.queries.ways import ways_of
from aufil.kernel import clock
from aufil.people.models import Person, Structure


class Further(NamedTuple):
    """How many people would get a text message, how many an e-mail, how many neither; and the cost of the texts, in
    thousandths of a euro, between these two."""

    texts: int
    mails: int
    nobody: int
    least: int
    most: int


def further(*, structure: Structure, people: Collection[int], who: str, text: str = "") -> Further:
    """What telling these people (by primary key) of what `who` wrote takes; without its `text`, as short or as long as
    it may be. Ten statements, however many people."""
    settings = settings_of(structure)
    shortest, longest = _parts(structure, who, text, settings.sms_can_be_answered)
    texts = mails = least = most = 0
    ways = ways_of([(structure.pk, person) for person in people], clock.now())
    for one in ways.values():
        chosen = one.rungs[-1].ways[:1]
        if chosen and chosen[0].channel == Channel.SMS:
            texts += 1
            least += shortest if one.lives_by_sms else 1
            most += longest if one.lives_by_sms else 1
        elif chosen:
            mails += 1
    nobody = len(ways) - texts - mails
    return Further(texts, mails, nobody, least * settings.sms_price, most * settings.sms_price)


def unheard(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Of these, those that nobody has read, that are about something still, and that nobody is asked to call for: not
    come as a text message either, which is as much as can be known."""
    come = Receipt.objects.filter(
        said=Receipt.Said.DELIVERED, attempt__channel=Channel.SMS, attempt__notices=OuterRef("pk")
    )
    in_time = Q(pointless_at=None) | Q(pointless_at__gt=clock.now())
    some = notices.pending().filter(in_time).exclude(state__in=(Notice.State.DONE, Notice.State.TO_CALL))
    return some.exclude(Exists(come))


def _parts(structure: Structure, who: str, text: str, answered: bool) -> tuple[int, int]:
    """The parts of the text itself, for who lives by SMS."""
    if not text:
        return 1, MOST
    saying = saying_to(Person(), structure, in_full=True, shared=False, answered=answered)
    frame = frame_of(who, saying, as_long_as_a_link())
    parts = min(MOST, count(frame.before + text + frame.after).parts)
    return parts, parts
