"""How people wish to be told, and what they ask us to stop."""

from django.db import transaction

from aufil.audit import actions as journal
from aufil.delivery.models import Address, Wish
from aufil.kernel import clock
from aufil.people.models import Person


@transaction.atomic
def choose_alerts(*, person: Person, alerts: str) -> None:
    """From now on (staff): at once, grouped, a digest in the morning, or nothing (`Wish.Alerts`)."""
    Wish.objects.update_or_create(person=person, defaults={"alerts": alerts})
    _record("alerts-chosen", person)


def put_offer_away(*, person: Person) -> None:
    """Do not offer notifications by ourselves any more; the page stays where it is."""
    Wish.objects.update_or_create(person=person, defaults={"offer_put_away_at": clock.now()})


@transaction.atomic
def silence(*, person: Person, channel: str, address: str) -> bool:
    """This way is not used for this person any more, until they ask otherwise. False when it was silent already."""
    found, made = Address.objects.get_or_create(
        person=person, channel=channel, address=address, defaults={"stopped_at": clock.now()}
    )
    rows = Address.objects.filter(pk=found.pk, stopped_at=None)
    changed = made or bool(rows.update(stopped_at=clock.now()))
    if changed:
        _record(f"{channel}-stopped", person)
    return changed


@transaction.atomic
def resume(*, person: Person, address: int) -> None:
    """They ask to be told this way again (`address`: the row's own number)."""
    found = Address.objects.filter(pk=address, person=person, stopped_at__isnull=False).first()
    if found is None:
        return
    Address.objects.filter(pk=found.pk).update(stopped_at=None)
    _record(f"{found.channel}-resumed", person)


def _record(verb: str, person: Person) -> None:
    journal.record(verb=verb, subject="person", subject_uid=person.uid, actor=person.pk, structure=None)
