"""The call list: what nothing else could say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class CallLine(models.Model):
    """Somebody to call, for all that could not reach them. One open line a person and structure.

    Whose list it stands on is read from who supports the person that day (referent, else stand-in, else the
    structure): never stored.
    """

    class Ending(models.TextChoices):
        REACHED = "reached", _("a répondu")
        SEEN = "seen", _("a lu entre-temps")
        NO_MORE = "no-more", _("ce n’est plus la peine")

    class Why(models.TextChoices):
        """There is no need to call any more, because…"""

        TOLD = "told", _("C’est dit autrement : de vive voix, par un proche…")
        PAST = "past", _("Le moment est passé")
        LEFT = "left", _("La personne n’est plus accompagnée ici")
        OTHER = "other", _("Autre raison")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    ending = models.CharField(max_length=8, choices=Ending.choices, blank=True, default="")
    why = models.CharField(max_length=5, choices=Why.choices, blank=True, default="")

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "person"], condition=Q(closed_at=None), name="one_open_call_line"
            )
        ]

    def __str__(self) -> str:
        return f"à appeler : {self.person_id}"
