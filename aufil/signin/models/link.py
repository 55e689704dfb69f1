from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Device, Person, Structure


class LinkQuerySet(models.QuerySet):
    def live(self, at: datetime) -> Self:
        return self.filter(closed_at=None, expires_at__gt=at)


class Link(models.Model):
    """An address that opens one thing, to one person, until a moment; on a paper once, in a text message as long as
    it lives.

    Whoever holds it must still say who they are: by the person's own four digits, or, until there are any, by the
    day and month of birth. Five tries in all, each counted before it is compared.
    """

    MOST_TRIES = 5
    LENGTH = 12  # letters, some 59 bits: a paper's address can be typed
    AGAIN = timedelta(
        minutes=10
    )  # the same browser may ask once more, if the first answer was lost on its way

    class Act(models.TextChoices):
        ENTER = "enter", _("connecter un téléphone")
        BOOK = "book", _("prendre rendez-vous")  # signs nobody in

    class Outcome(models.TextChoices):
        USED = "used", _("il a servi")
        REPLACED = "replaced", _("un autre l’a remplacé")
        TRIED_OUT = "tried-out", _("trop d’essais")
        REVOKED = "revoked", _("il a été retiré")
        MERGED = "merged", _("le dossier a été réuni à un autre")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=12, choices=Act.choices)
    key_hash = models.BinaryField(max_length=32, unique=True)
    maker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    browser_hash = models.BinaryField(max_length=32, null=True)
    device = models.OneToOneField(Device, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = LinkQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "act"], condition=Q(closed_at=None), name="one_open_link_an_act"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="closed_link_says_how",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    def is_live_at(self, at: datetime) -> bool:
        """May it still open anything?"""
        return self.closed_at is None and at < self.expires_at
