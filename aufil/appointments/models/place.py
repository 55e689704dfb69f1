from django.db import models
from django.db.models import Q

from aufil.kernel.geography import Point
from aufil.kernel.ids import new_id
from aufil.people.models import Site, Structure


class Place(models.Model):
    """Somewhere appointments are held: a site of the structure, a partner's, a terrace, a stop; typed or known.

    Where it lies on the map comes from its commune when nothing better is said.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    site = models.OneToOneField(Site, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True, default="")
    postal_code = models.CharField(max_length=5, blank=True, default="")
    commune = models.CharField(max_length=80, blank=True, default="")
    insee = models.CharField(max_length=5, blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # How to come: bus, door, floor, wheelchair.
    directions = models.CharField(max_length=300, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="place_on_the_map_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)
