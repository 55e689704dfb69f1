from datetime import datetime, timedelta

from django.db import models

from aufil.people.models import Person


class PersonalCode(models.Model):
    """The four digits a person chose: asked before a link opens anything of theirs. Only a keyed hash is kept.

    After five wrong tries in a row it rests a quarter of an hour, after five more twice as long, up to a day.
    """

    TRIES = 5
    FIRST_REST = timedelta(minutes=15)
    LONGEST_REST = timedelta(days=1)

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    code_hash = models.BinaryField(max_length=32)
    chosen_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    tenant_path = "person__memberships__structure"

    def __str__(self) -> str:
        return str(self.person_id)

    def rest_after(self, tries: int) -> timedelta | None:
        """How long it rests once `tries` have been wrong in a row; None: not yet."""
        if tries % self.TRIES:
            return None
        return min(self.FIRST_REST * 2 ** min(tries // self.TRIES - 1, 10), self.LONGEST_REST)

    def rests_at(self, at: datetime) -> bool:
        return self.rests_until is not None and at < self.rests_until
