from django.db import models
from django.db.models import Q

from aufil.people.models import Structure


class VideoRules(models.Model):
    """What a structure has settled about video; without a row, the usual."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="+")
    link = models.CharField(
        max_length=300, blank=True, default=""
    )  # its own tool, in place of ours; empty: ours

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="own_tool_is_https"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id}"
