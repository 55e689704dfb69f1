from django.db import models

from aufil.kernel.ids import new_id
from aufil.people.models import Structure


class DataKey(models.Model):
    """The key a structure's files are encrypted with, itself wrapped by the installation's keys.

    `wrapped_by` is the fingerprint of the installation key that wraps it; a rotation wraps it anew. Several
    of one structure may live side by side: the newest encrypts, a file's header names its own.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    wrapped = models.BinaryField(max_length=300)
    wrapped_by = models.CharField(max_length=16)
    created_at = models.DateTimeField()

    tenant_path = "structure"

    def __str__(self) -> str:
        return str(self.uid)
