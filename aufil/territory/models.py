from django.db import models

from aufil.kernel.geography import Point


class Commune(models.Model):
    """A commune of today, by its INSEE code; no tenant: everybody's."""

    insee = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    department = models.CharField(max_length=3, db_index=True)
    # Five figures each, a space between: most have one.
    postal_codes = models.CharField(max_length=200)
    # Without accents, case nor signs (`kernel.words`), to be looked for.
    folded = models.CharField(max_length=80, db_index=True)
    latitude = models.FloatField()
    longitude = models.FloatField()

    tenant_path = ""

    class Meta:
        ordering = ["name", "insee"]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)
