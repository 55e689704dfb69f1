from django.db import models

from aufil.kernel.ids import new_id
from aufil.video.models.guest import Guest


class Door(models.Model):
    """The address in a text message by which a guest comes in without signing in. Who they are is asked there first:
    five wrong tries in all, each counted before it is compared. Outside the hours of its room it opens nothing.
    """

    MOST_TRIES = 5
    LENGTH = 12  # letters, some 59 bits
    PURPOSE = "video-door"

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, related_name="door")
    key_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)  # tried out

    tenant_path = "guest__room__structure"

    def __str__(self) -> str:
        return str(self.uid)
