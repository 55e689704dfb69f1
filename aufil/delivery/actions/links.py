"""What a link of ours proves."""

from django.db import transaction

from aufil.delivery.actions.receipts import record_receipt
from aufil.delivery.models import Receipt, ShortLink
from aufil.kernel import clock


@transaction.atomic
def note_followed(*, link: ShortLink) -> None:
    """Somebody followed it: what it was sent for was read. Once, however often it is followed."""
    now = clock.now()
    if ShortLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now):
        record_receipt(said=Receipt.Said.OPENED, attempt=link.attempt.uid, at=now)
