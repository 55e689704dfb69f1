from django.db import models


class Record(models.Model):
    """One line of the journal: identifiers, a verb and a time, never a text.

    Append-only by trigger (migration 0002), kept 12 months, purged by whole months (CNIL recommendation of
    October 2021 on logging). Bare identifiers: the journal outlives what it names.
    """

    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=20)
    subject_uid = models.UUIDField(null=True)
    structure = models.BigIntegerField(null=True)

    tenant_path = "structure"

    class Meta:
        indexes = [models.Index(fields=["subject_uid", "at"], name="record_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.verb}"
