"""What must reach somebody, until it has, or somebody is asked to call."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models.calls import CallLine
from aufil.people.models import Person, Structure


class NoticeQuerySet(models.QuerySet):
    def pending(self) -> Self:
        """Not seen, not withdrawn: somebody may still have to be told."""
        return self.filter(seen_at=None, withdrawn_at=None)

    def due(self, weight: int, at: datetime) -> Self:
        """Those the ladder has to look at now."""
        return self.filter(weight=weight, due_at__lte=at)

    def open(self) -> Self:
        """Not ended: the ladder still has something to do for it, or somebody to call."""
        return self.filter(ended_at=None)


class Notice(models.Model):
    """Something that must reach one person.

    What it is about is said by bare identifiers, because delivery lies below what it delivers: `kind` names what
    `topic` and `position` are (for `thread`: a thread's number and an entry's `seq`). What is said on each way out is
    asked, when it leaves, from the source that answers to `kind` (`delivery.sources`).

    `state` and `reason` are what a reader is shown: a function of the notice's dates, attempts and receipts
    (`delivery.ladder`), written with them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("attend")  # its next step has a time
        HELD = "held", _("attend les heures d’ouverture")
        SENT = "sent", _("envoyé")
        DELIVERED = "delivered", _("reçu")
        FAILED = "failed", _("non remis")  # the last try failed, or nobody can tell; another may follow
        TO_CALL = "to-call", _("à appeler")
        SEEN = "seen", _("vu")
        DONE = "done", _("fait")  # told by telephone, or by hand
        DROPPED = "dropped", _("abandonné, trop tard")
        WITHDRAWN = "withdrawn", _("annulé")

    class Reach(models.IntegerChoices):
        """How far the ladder may go."""

        SCREEN = 1, _("à l’écran")
        PUSH = 2, _("notification ou résumé")
        MESSAGE = 3, _("SMS ou e-mail")
        CALL = 4, _("appel")

    class Weight(models.IntegerChoices):
        """Who goes first."""

        PERSON = 0, _("écrit pour cette personne")
        MANY = 1, _("envoyé à plusieurs")

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, db_default="thread", default="thread")
    topic = models.BigIntegerField()
    position = models.BigIntegerField()
    created_at = models.DateTimeField()
    weight = models.PositiveSmallIntegerField(choices=Weight.choices, db_default=0, default=0)
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, db_default=4, default=4)
    # Leaves in quiet hours too: only what a person marked so.
    urgent = models.BooleanField(db_default=False, default=False)
    # Its words are never said on a way out: only who writes.
    private = models.BooleanField(db_default=False, default=False)
    matters_at = models.DateTimeField(null=True)
    pointless_at = models.DateTimeField(null=True)

    state = models.CharField(
        max_length=9, choices=State.choices, db_default=State.WAITING, default=State.WAITING
    )
    reason = models.CharField(max_length=80, db_default="", default="")
    # When it is to be looked at next. Null: nothing more to do by itself.
    due_at = models.DateTimeField(null=True)
    # Somebody asked for it to be sent again, after this attempt: the last step is taken anew.
    again_after = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    call = models.ForeignKey(CallLine, null=True, on_delete=models.SET_NULL, related_name="notices")

    objects = NoticeQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "topic", "position"], name="one_notice_each"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(due_at=None), name="notice_ended_has_nothing_due"
            ),
            models.CheckConstraint(
                condition=Q(matters_at=None) | Q(pointless_at=None) | Q(matters_at__lte=F("pointless_at")),
                name="notice_matters_before_pointless",
            ),
        ]
        indexes = [
            # The due-scan: one for each weight, no wider than what is pending, whatever lies behind.
            models.Index(fields=["weight", "due_at"], condition=Q(due_at__isnull=False), name="notice_due"),
            models.Index(fields=["person"], condition=Q(due_at__isnull=False), name="notice_due_of_person"),
            # What was given up or is doubtful: few, and read by its structure.
            models.Index(
                fields=["structure", "ended_at"],
                condition=Q(
                    ended_at__isnull=False,
                    seen_at=None,
                    reason__in=["failed", "no-way", "too-late", "doubt", "unknown"],
                ),
                name="notice_given_up",
            ),
            models.Index(
                fields=["structure", "state"], condition=Q(ended_at=None), name="notice_open_of_structure"
            ),
            # What somebody wrote to a young person themselves: the pilot's figures read a month of it.
            models.Index(
                fields=["structure", "created_at"], condition=Q(reach=4), name="notice_written_to_young"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.topic}/{self.position} → {self.person_id}"
