from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class Side(models.TextChoices):
    """On which side of the thread somebody stands."""

    YOUNG = "young", _("jeune")
    STAFF = "staff", _("équipe")


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, person: Person) -> Self:
        """Threads whose text this person may read: those they are a member of today."""
        return self.filter(members__person=person, members__left_at=None)


class Thread(models.Model):
    """A conversation. `last_seq` counts its entries, `rev` its changes; its row is the lock of both."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("accompagnement")
        GROUP = "group", _("groupe")
        STAFF = "staff", _("équipe")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(_("titre"), max_length=80, blank=True, default="")
    young = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Le jeune accompagné, dans un fil d’accompagnement."),
    )
    paired_with = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notes",
        help_text=_("Le fil d’accompagnement dont ce fil d’équipe garde les notes et les appels."),
    )
    continued_in = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="earlier",
        help_text=_("Le fil où la conversation continue, depuis que deux dossiers ont été réunis."),
    )
    # Since when a message of the young person has no answer, and when somebody last really exchanged with them
    # (a message sent to many at once is neither): kept by whoever writes, so that a morning reads no entries.
    unanswered_since = models.DateTimeField(null=True, blank=True)
    last_exchange_at = models.DateTimeField(null=True, blank=True)
    # Until when the young person knows they must wait: who writes outside hours is told once a closed period.
    told_until = models.DateTimeField(null=True, blank=True)
    last_seq = models.BigIntegerField(default=0)
    rev = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "young"],
                condition=Q(kind="support", closed_at=None),
                name="one_support_thread",
            ),
            models.CheckConstraint(
                condition=Q(kind="support", young__isnull=False) | (~Q(kind="support") & Q(young=None)),
                name="support_thread_has_a_young_person",
            ),
            models.CheckConstraint(
                condition=Q(paired_with=None) | Q(kind="staff"), name="paired_thread_is_of_staff"
            ),
            models.CheckConstraint(
                condition=Q(unanswered_since=None) | Q(kind="support"), name="only_support_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.uid)


class Member(models.Model):
    """A person takes part in a thread; `seen_seq` is how far they have seen it and never moves back."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=5, choices=Side.choices)
    seen_seq = models.BigIntegerField(default=0)
    # The last entry in which they are called by name: an unread mark of its own until it is seen.
    mentioned_seq = models.BigIntegerField(default=0)
    # Since when they want to hear nothing of this thread, unless they are called by name; until when, None: until
    # they say so.
    muted_at = models.DateTimeField(null=True, blank=True)
    muted_until = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "thread__structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "person"], name="member_once"),
            models.CheckConstraint(
                condition=Q(muted_until=None) | Q(muted_until__gt=F("muted_at")),
                name="muted_until_after_muted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ∈ {self.thread_id}"
