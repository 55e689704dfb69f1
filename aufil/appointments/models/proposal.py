from django.db import models

from aufil.appointments.models.appointment import Appointment
from aufil.appointments.models.kind import Kind
from aufil.people.models import Person, Structure
from aufil.signin.models import Link


class Proposal(models.Model):
    """« Prenez rendez-vous quand cela vous va »: a link sent to somebody, good for one appointment."""

    NOTICE = "proposal"  # the kind of notice that carries it

    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="+")
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(Kind, on_delete=models.CASCADE, related_name="+")
    # With whom; nobody: with whoever is free.
    counsellor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    tenant_path = "structure"

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.link_id} {self.kind_id}"
