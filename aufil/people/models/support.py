from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.departments import TIMEZONES
from aufil.people.models.person import Person
from aufil.people.models.structure import Site, Structure


class Role(models.TextChoices):
    YOUNG = "young", _("jeune")
    COUNSELLOR = "counsellor", _("accompagnement")
    PILOT = "pilot", _("pilotage du programme")
    HEAD = "head", _("direction")


STAFF_ROLES = (Role.COUNSELLOR, Role.PILOT, Role.HEAD)


class Exit(models.TextChoices):
    """Why support ends: the exit motives of i-milo."""

    LASTING_JOB = "lasting-job", _("emploi durable (plus de 6 mois)")
    SHORT_JOB = "short-job", _("emploi court (moins de 6 mois)")
    CONTRACT_OVER = "contract-over", _("contrat arrivé à échéance")
    AGE = "age", _("limite d’âge atteinte")
    WISH = "wish", _("demande du jeune")
    GAVE_UP = "gave-up", _("non-respect des engagements ou abandon")
    MOVED = "moved", _("déménagement")
    OTHER = "other", _("autre")


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Rows in force on a local day."""
        return self.filter(_in_force(day))

    def at(self, moment: datetime) -> Self:
        """Rows in force at an instant, of whatever structure: each on the local day of its own."""
        by_day: dict[date, list[str]] = {}
        for zone in TIMEZONES:
            by_day.setdefault(moment.astimezone(ZoneInfo(zone)).date(), []).append(zone)
        held = (_in_force(day) & Q(structure__timezone__in=zones) for day, zones in by_day.items())
        return self.filter(reduce(or_, held))


def _in_force(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))


class Membership(models.Model):
    """A person has a role in a structure from one day until, not including, another."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)
    file_number = models.CharField(
        _("numéro de dossier"), max_length=20, blank=True, default="", help_text=_("Numéro i-milo.")
    )
    programme = models.CharField(_("dispositif"), max_length=20, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(
        _("motif de sortie"), max_length=16, choices=Exit.choices, blank=True, default=""
    )
    end_note = models.CharField(max_length=300, blank=True, default="")

    objects = DatedQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "structure", "role"], condition=Q(ends_on=None), name="one_open_membership"
            ),
            models.UniqueConstraint(
                fields=["structure", "file_number"],
                condition=~Q(file_number="") & Q(ends_on=None),
                name="file_number_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_known_role"),
        ]
        indexes = [models.Index(fields=["structure", "role"], name="membership_by_role")]

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"

    def holds_on(self, day: date) -> bool:
        """Is the role in force on a local day?"""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)

    @property
    def home(self) -> str:
        """How a device remembers that its person comes for this role."""
        return f"{self.role}:{self.structure.slug}"


class Support(models.Model):
    """Who supports whom: the *référent* or a colleague, from one day until, not including, another."""

    class Part(models.TextChoices):
        REFERENT = "referent", _("référent")
        COLLEAGUE = "colleague", _("collègue")
        STAND_IN = "stand-in", _("remplaçant")

    class Stage(models.TextChoices):
        PLANNED = "planned", _("prévu")
        BEGUN = "begun", _("commencé")
        OVER = "over", _("terminé")

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    young = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supported_by")
    counsellor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supports")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.REFERENT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # How far the rest of the house has been told. Who supports whom is a matter of dates alone; whoever follows
    # (threads) hears of a day that comes from `follow_the_calendar`, once.
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.BEGUN)

    objects = DatedQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        indexes = [
            models.Index(
                fields=["structure", "starts_on"], name="support_planned", condition=Q(stage="planned")
            ),
            models.Index(
                fields=["structure", "ends_on"],
                name="support_that_ends",
                condition=Q(stage="begun", ends_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "young", "starts_on"],
                condition=Q(part="referent") & (Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))),
                name="one_referent_starts_a_day",
            ),
            models.UniqueConstraint(
                fields=["structure", "young"],
                condition=Q(part="referent", ends_on=None),
                name="one_referent_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["structure", "young", "counsellor"],
                condition=Q(ends_on=None),
                name="one_open_support",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="support_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(young=F("counsellor")), name="support_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.counsellor} → {self.young}"
