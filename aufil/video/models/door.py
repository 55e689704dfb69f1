from uuid import UUID

from django.db import models
from django.db.models import Q

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.video.models.guest import Guest


class AsksWho(models.Model):
    """An address in a text message that opens without signing in. Who holds it is asked who they are first: five wrong
    tries in all, each counted before it is compared."""

    MOST_TRIES = 5
    LENGTH = 12  # letters, some 59 bits

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    key_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)  # tried out

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.uid)


class Door(AsksWho):
    """By which a guest comes into a room. Outside the hours of its room it opens nothing."""

    PURPOSE = "video-door"

    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, related_name="door")

    tenant_path = "guest__room__structure"

    @property
    def person(self) -> Person | None:
        return self.guest.person

    @property
    def structure(self) -> Structure:
        return self.guest.room.structure

    @property
    def about(self) -> tuple[str, UUID]:
        """What the journal names."""
        return "room", self.guest.room.uid


class Trial(AsksWho):
    """A test of microphone, camera and network that the team proposed to a young person; proposed again, the same
    address lives on."""

    PURPOSE = "video-trial"

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()  # the last time
    until = models.DateTimeField()
    merge = models.UUIDField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "person"], condition=Q(closed_at=None), name="one_test_proposed_each"
            )
        ]

    @property
    def about(self) -> tuple[str, UUID]:
        return "video-test", self.uid
