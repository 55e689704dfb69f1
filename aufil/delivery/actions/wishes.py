"""How people wish to be told."""

from django.db import transaction

from aufil.delivery.actions.journaling import record_of
from aufil.delivery.models import Wish
from aufil.kernel import clock
from aufil.people.models import Person


@transaction.atomic
def choose_alerts(*, person: Person, alerts: str) -> None:
    """From now on (staff): at once, grouped, a digest in the morning, or nothing (`Wish.Alerts`)."""
    Wish.objects.update_or_create(person=person, defaults={"alerts": alerts})
    record_of(person, "alerts-chosen", by=person)


def put_offer_away(*, person: Person) -> None:
    """Do not offer notifications by ourselves any more; the page stays where it is."""
    Wish.objects.update_or_create(person=person, defaults={"offer_put_away_at": clock.now()})
