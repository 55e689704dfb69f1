from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Structure


class Nature(models.TextChoices):
    """What it is, in the field's words (those of i-milo's appointments and sessions)."""

    INTERVIEW = "interview", _("entretien")
    WORKSHOP = "workshop", _("atelier")
    INFORMATION = "information", _("information collective")
    VISIT = "visit", _("visite")
    IMMERSION = "immersion", _("immersion")
    OTHER = "other", _("autre")


class Mode(models.TextChoices):
    """How and where people meet."""

    SITE = "site", _("à la Mission Locale ou en permanence")
    PHONE = "phone", _("par téléphone")
    VIDEO = "video", _("en visio")
    HOME = "home", _("à domicile")
    CHOSEN = "chosen", _("dans un lieu choisi ensemble")
    PARTNER = "partner", _("chez un partenaire")
    STOP = "stop", _("à un arrêt de la tournée")


# Where nobody moves; where a place has to be said.
REMOTE = (Mode.PHONE, Mode.VIDEO)
PLACED = (Mode.SITE, Mode.PARTNER, Mode.STOP, Mode.CHOSEN)


def usual_reminders() -> list[int]:
    """Minutes before it begins: 7 days, 2 days, 2 hours."""
    return [7 * 24 * 60, 2 * 24 * 60, 120]


class Kind(models.Model):
    """A kind of appointment a structure offers: « Entretien CEJ », 45 minutes, on site or by phone."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    nature = models.CharField(max_length=12, choices=Nature.choices, default=Nature.INTERVIEW)
    modes = models.JSONField()  # list of Mode, the usual one first
    minutes = models.PositiveSmallIntegerField(default=45)
    is_collective = models.BooleanField(default=False)
    # Its name is said nowhere others may read it: reminders say « un rendez-vous ».
    is_sensitive = models.BooleanField(default=False)
    # Who may take a time by themselves: those who are supported; anybody, for a first meeting.
    for_young = models.BooleanField(default=True)
    for_public = models.BooleanField(default=False)
    reminders = models.JSONField(default=usual_reminders)  # minutes before it begins
    closed_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "name"], name="kind_name_once"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="kind_lasts_minutes"),
            models.CheckConstraint(
                condition=Q(is_collective=False) | Q(for_public=False), name="first_meeting_is_individual"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rules(models.Model):
    """What a structure has settled about appointments; without a row, the usual."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="+")
    notice_minutes = models.PositiveIntegerField(default=24 * 60)  # before it begins, to take a time oneself
    horizon_days = models.PositiveSmallIntegerField(default=56)  # for oneself
    staff_horizon_days = models.PositiveSmallIntegerField(default=365)
    change_minutes = models.PositiveIntegerField(default=120)  # before it begins, to move or cancel oneself
    hold_minutes = models.PositiveIntegerField(default=24 * 60)  # a freed seat, for the next in line
    pause_minutes = models.PositiveSmallIntegerField(default=0)  # between two, for the same counsellor
    saves_from_home = models.BooleanField(default=True)  # kilometres not driven are counted
    # Of the lounge beside a workshop by video, before it begins and after it ends; both 0: there is none.
    lounge_before = models.PositiveSmallIntegerField(default=15)
    lounge_after = models.PositiveSmallIntegerField(default=30)

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(horizon_days__gte=1, staff_horizon_days__gte=F("horizon_days")),
                name="staff_look_further",
            ),
            models.CheckConstraint(condition=Q(pause_minutes__lte=240), name="pause_is_short"),
            models.CheckConstraint(
                condition=Q(lounge_before__lte=180, lounge_after__lte=180), name="usual_lounge_is_short"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id}"
