from django.db import models
from django.db.models import Q

from aufil.kernel.ids import new_id
from aufil.people.models import Person
from aufil.video.models.room import Room


class Guest(models.Model):
    """Who may come into a room: a person, or a visitor by the name they gave."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    visitor_name = models.CharField(max_length=60, blank=True, default="")
    is_host = models.BooleanField(default=False)  # lets in, sends away, ends
    # Need not be let in by a host: expected, or let in once. Empty: waits to be let in.
    admitted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # sent away: does not come back
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    part = models.PositiveSmallIntegerField(default=0)  # the small room they are in; 0: with everybody
    cuts = models.PositiveSmallIntegerField(default=0)
    merge = models.UUIDField(null=True, blank=True)  # of a file made one with another: by which merge it came

    tenant_path = "room__structure"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="guest_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, visitor_name="") | (Q(person=None) & ~Q(visitor_name="")),
                name="guest_is_a_person_or_named",
            ),
            models.CheckConstraint(
                condition=Q(is_host=False) | Q(person__isnull=False, admitted_at__isnull=False),
                name="host_is_a_person_let_in",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="guests_of")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What everybody in the room reads: a first name."""
        return self.person.first_name if self.person else self.visitor_name

    @property
    def full_name(self) -> str:
        """What hosts read."""
        return self.person.full_name if self.person else self.visitor_name
