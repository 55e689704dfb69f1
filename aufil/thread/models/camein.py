from django.db import models

from aufil.delivery.models import Inbound
from aufil.thread.models.entry import Entry


class CameIn(models.Model):
    """An entry came from outside, by text message or e-mail: what it was made of (several entries may be of one)."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="came_in", primary_key=True)
    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="+")

    tenant_path = "entry__thread__structure"

    def __str__(self) -> str:
        return f"{self.entry_id} ← {self.inbound_id}"
