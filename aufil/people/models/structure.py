from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.hours import HOLIDAY_ZONES, Hours, Interval
from aufil.kernel.ids import new_id
from aufil.kernel.phones import REGIONS


class Structure(models.Model):
    """A Mission Locale: the tenant every row belongs to."""

    class Formality(models.TextChoices):
        VOUS = "vous", _("vous")
        TU = "tu", _("tu")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    region = models.CharField(
        max_length=2,
        default="FR",
        choices=[(r, r) for r in REGIONS],
        help_text=_("Ce que veut dire un numéro écrit sans indicatif."),
    )
    holiday_zone = models.CharField(
        max_length=20, blank=True, default="", choices=[(z, z) for z in HOLIDAY_ZONES]
    )
    formality = models.CharField(max_length=4, choices=Formality.choices, default=Formality.VOUS)
    phone = models.CharField(max_length=16, blank=True, default="")
    presentation = models.TextField(max_length=1000, blank=True, default="")
    keep_former_texts_days = models.PositiveSmallIntegerField(
        default=90, help_text=_("Combien de jours le texte d’avant une correction est gardé.")
    )
    keep_files_days = models.PositiveSmallIntegerField(
        default=120, help_text=_("Combien de jours les photos, fichiers et enregistrements sont gardés.")
    )
    rhythm_days = models.PositiveSmallIntegerField(
        default=7, help_text=_("Au bout de combien de jours sans échange un jeune apparaît dans la journée.")
    )
    second_factor_for_all = models.BooleanField(
        default=False, help_text=_("Toute l’équipe entre avec deux preuves, pas seulement la direction.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    tenant_path = "pk"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(rhythm_days__gte=1), name="structure_rhythm_is_days")
        ]

    def __str__(self) -> str:
        return self.name

    def hours(self) -> Hours:
        """When the structure answers: the hours said for the whole structure (no site)."""
        rows = [row for row in self.opening_hours.all() if row.site_id is None]
        intervals = [Interval(row.weekday, row.opens, row.closes) for row in rows]
        return Hours(intervals, self.timezone, holiday_zone=self.holiday_zone)


class Site(models.Model):
    """A place where a structure receives people: its office, an outlying *permanence*."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True, default="")
    postal_code = models.CharField(max_length=5, blank=True, default="")
    commune = models.CharField(max_length=80, blank=True, default="")
    phone = models.CharField(max_length=16, blank=True, default="")
    is_main = models.BooleanField(default=False)
    # From this day on nobody is received there any more; what happened there stays.
    closed_on = models.DateField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        ordering = ["-is_main", "name"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "name"], name="site_name_once"),
            models.UniqueConstraint(fields=["structure"], condition=Q(is_main=True), name="one_main_site"),
            models.CheckConstraint(condition=Q(closed_on=None) | Q(is_main=False), name="main_site_is_open"),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One open interval of a week day, local time; a day may have several. No site: the structure's own."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="opening_hours")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="opening_hours"
    )
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    tenant_path = "structure"

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_end_after_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_real_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"
