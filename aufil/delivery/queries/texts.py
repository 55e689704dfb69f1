"""Text messages as the pages read them."""

from typing import NamedTuple

from aufil.delivery.channels.sms import owners_of, saying_to
from aufil.delivery.channels.sms.links import as_long_as_a_link
from aufil.delivery.channels.sms.wording import Frame, frame_of
from aufil.delivery.models import Address, Attempt, Channel, DeliverySettings, Receipt, ShortLink
from aufil.kernel import clock
from aufil.kernel.phones import is_mobile
from aufil.people.models import Device, Person, Profile, Structure

# Whoever prefers another way is told by it first.
BY_TEXT = ("", Profile.Channel.APP, Profile.Channel.SMS)


def settings_of(structure: Structure) -> DeliverySettings:
    """What a structure has set; as usual where it has set nothing."""
    return DeliverySettings.objects.filter(structure=structure).first() or DeliverySettings(
        structure=structure
    )


def lives_by_sms(*, person: int, structure: int) -> bool:
    """Does what staff write to this young person leave by text message, in full? Four statements at most.

    They have a mobile number that takes texts, and prefer them, or have no browser that is signed in.
    """
    profile = Profile.objects.filter(person=person, structure=structure).first()
    preferred = profile.preferred_channel if profile else ""
    if profile and profile.never_by in (Profile.NeverBy.SMS, Profile.NeverBy.NEITHER):
        return False
    phone = _usable_phone(person) if preferred in BY_TEXT else ""
    if not phone or preferred == Profile.Channel.SMS:
        return bool(phone)
    browsers = Device.objects.live(clock.now()).filter(person=person, kind=Device.Kind.BROWSER)
    return not browsers.exclude(assurance=Device.Assurance.HELD).exists()


def frame_of_texts(*, young: int, structure: int, who: str) -> Frame | None:
    """What will stand around what `who` writes to this young person, where it leaves by text message; else None."""
    if not lives_by_sms(person=young, structure=structure):
        return None
    person, place = Person.objects.get(pk=young), Structure.objects.get(pk=structure)
    saying = saying_to(
        person,
        place,
        in_full=True,
        shared=bool(owners_of({person.phone}).get(person.phone, set()) - {young}),
        answered=settings_of(place).sms_can_be_answered,
    )
    return frame_of(who, saying, as_long_as_a_link())


def _usable_phone(person: int) -> str:
    phone = (
        Person.objects.filter(pk=person, phone_wrong_at=None).values_list("phone", flat=True).first() or ""
    )
    if not phone or not is_mobile(phone):
        return ""
    known = Address.objects.filter(person=person, channel=Channel.SMS, address=phone)
    closed = known.exclude(stopped_at=None, dead_at=None)
    return "" if closed.exists() else phone


def short_link_of(code: str) -> ShortLink | None:
    """A link of ours by its letters, as typed by whoever copies it from one screen to another."""
    rows = ShortLink.objects.select_related("attempt")
    return rows.filter(code=code.lower()).first()


class Trial(NamedTuple):
    """The last text somebody sent to try a structure's gateway."""

    attempt: Attempt
    receipts: list[Receipt]

    @property
    def said(self) -> Receipt | None:
        """What is known of it: the last word where there is one."""
        return max(self.receipts, key=lambda receipt: ORDER.index(Receipt.Said(receipt.said)), default=None)


ORDER = [
    Receipt.Said.TAKEN,
    Receipt.Said.UNKNOWN,
    Receipt.Said.REFUSED,
    Receipt.Said.FAILED,
    Receipt.Said.DELIVERED,
    Receipt.Said.OPENED,
    Receipt.Said.ANSWERED,
]


def last_trial(structure: Structure, person: Person) -> Trial | None:
    """What became of it; None before the first."""
    own = Attempt.objects.filter(structure=structure, person=person, channel=Channel.SMS, notices=None)
    attempt = own.order_by("-made_at", "-pk").first()
    return Trial(attempt, list(attempt.receipts.all())) if attempt else None
