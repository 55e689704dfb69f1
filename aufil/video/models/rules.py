from django.db import models
from django.db.models import Q

from aufil.people.models import Structure


class VideoRules(models.Model):
    """What a structure has settled about video; without a row, the usual."""

    LONGEST = 120  # minutes

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="+")
    link = models.CharField(
        max_length=300, blank=True, default=""
    )  # its own tool, in place of ours; empty: ours
    # A lounge is open so long before and after what it stands beside.
    lounge_before = models.PositiveSmallIntegerField(default=15)
    lounge_after = models.PositiveSmallIntegerField(default=15)

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="own_tool_is_https"
            ),
            models.CheckConstraint(
                condition=Q(lounge_before__lte=120, lounge_after__lte=120), name="lounge_opens_near"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id}"
