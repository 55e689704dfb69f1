from django.db import models

from aufil.files.models.keys import DataKey
from aufil.kernel.ids import new_id
from aufil.people.models import Structure


class Held(models.Model):
    """Bytes that came before anybody knows whose file they are: sealed, at `place`, until they are or are let go."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, unique=True)
    size = models.BigIntegerField()
    held_at = models.DateTimeField()

    tenant_path = "structure"

    def __str__(self) -> str:
        return str(self.uid)
