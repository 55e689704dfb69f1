"""By when a notice matters, and after when it is pointless."""

from datetime import datetime

from aufil.delivery.models import Notice


def date_notice(
    *, person: int, topic: int, position: int, matters_at: datetime, pointless_at: datetime, reach: int
) -> None:
    """What is told of an entry matters by an instant, is pointless after another, and goes as far as `reach`."""
    rows = Notice.objects.open().filter(person=person, kind="thread", topic=topic, position=position)
    rows.update(matters_at=matters_at, pointless_at=pointless_at, reach=reach)
