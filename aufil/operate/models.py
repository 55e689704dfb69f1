"""Lists on their way in, kept as long as somebody looks at them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class IntakeQuerySet(models.QuerySet):
    def lasting(self, at: datetime) -> Self:
        """Those that have not come to their end."""
        return self.filter(expires_at__gt=at)


class Intake(models.Model):
    """A list somebody dropped, from the file until a day later. Only its owner sees it.

    The content goes as soon as it is done with; what became of each line stays until `expires_at`.
    """

    class State(models.TextChoices):
        COLUMNS = "columns", _("colonnes à préciser")
        CHECKING = "checking", _("vérification")
        CHECKED = "checked", _("vérifiée")
        SAVING = "saving", _("import en cours")
        DONE = "done", _("importée")
        CANCELLED = "cancelled", _("annulée")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    only_own = models.BooleanField(default=False)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    # What each column holds, in order ("" for nothing).
    columns = models.JSONField(default=list)
    titles = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices)
    # Counts the questions asked of it: a job that answers an older one stops.
    turn = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    objects = IntakeQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("columns", "checking", "checked", "saving", "done", "cancelled")),
                name="intake_known_state",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class IntakeLine(models.Model):
    """What becomes, or became, of one line of a list."""

    class Fate(models.TextChoices):
        CREATED = "created", _("nouvelle personne")
        UPDATED = "updated", _("mise à jour")
        UNCHANGED = "unchanged", _("déjà à jour")
        REFUSED = "refused", _("refusée")

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="lines", db_index=False)
    line = models.PositiveIntegerField()
    who = models.CharField(max_length=170, blank=True, default="")
    outcome = models.CharField(max_length=9, choices=Fate.choices)
    column = models.CharField(max_length=200, blank=True, default="")
    value = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    warnings = models.JSONField(default=list)
    told = models.BooleanField(default=False)

    tenant_path = "intake__structure"

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["intake", "line"], name="intake_line_once")]
        indexes = [models.Index(fields=["intake", "outcome", "line"], name="intake_line_by_outcome")]

    def __str__(self) -> str:
        return f"{self.line} {self.outcome}"
