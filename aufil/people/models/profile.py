"""What staff know of a young person, to support them well; in the words of the field (i-milo)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models.person import Person
from aufil.people.models.structure import Structure


class Profile(models.Model):
    """One young person in one structure: how to reach them, what they have, what comes next."""

    class Channel(models.TextChoices):
        APP = "app", _("Aufil")
        SMS = "sms", _("SMS")
        EMAIL = "email", _("e-mail")
        CALL = "call", _("appel")

    class NeverBy(models.TextChoices):
        """What is not to be used, though the number or the address is known: a telephone others read, say."""

        SMS = "sms", _("jamais par SMS")
        EMAIL = "email", _("jamais par e-mail")
        NEITHER = "neither", _("ni SMS ni e-mail")

    class Network(models.TextChoices):
        NONE = "none", _("pas de réseau")
        POOR = "poor", _("faible")
        FAIR = "fair", _("correct")
        GOOD = "good", _("bon")

    class Reading(models.TextChoices):
        EASY = "easy", _("lit facilement")
        EFFORT = "effort", _("lit avec effort")
        SPOKEN = "spoken", _("préfère l’oral")

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="profiles")
    preferred_channel = models.CharField(max_length=5, choices=Channel.choices, blank=True, default="")
    never_by = models.CharField(max_length=7, choices=NeverBy.choices, blank=True, default="")
    rhythm_days = models.PositiveSmallIntegerField(null=True, blank=True)
    next_step = models.CharField(_("prochaine étape"), max_length=200, blank=True, default="")
    next_step_on = models.DateField(null=True, blank=True)
    own_phone = models.BooleanField(null=True, blank=True)
    mobile_data = models.BooleanField(null=True, blank=True)
    computer = models.BooleanField(null=True, blank=True)
    network = models.CharField(max_length=4, choices=Network.choices, blank=True, default="")
    languages = models.CharField(max_length=120, blank=True, default="")
    reading = models.CharField(max_length=6, choices=Reading.choices, blank=True, default="")
    updated_at = models.DateTimeField(auto_now=True)

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "structure"], name="profile_once"),
            models.CheckConstraint(
                condition=Q(rhythm_days=None) | Q(rhythm_days__gte=1), name="profile_rhythm_is_days"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class SupportTheme(models.Model):
    """One matter a young person is supported on."""

    class Theme(models.TextChoices):
        CONFIDENCE = "confidence", _("confiance en soi")
        HEALTH = "health", _("santé")
        ORIENTATION = "orientation", _("orientation")
        TRAINING = "training", _("formation")
        EMPLOYMENT = "employment", _("emploi")
        HOUSING = "housing", _("logement")
        MOBILITY = "mobility", _("mobilité")
        MONEY = "money", _("argent")
        DISABILITY = "disability", _("handicap")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="themes")
    theme = models.CharField(max_length=12, choices=Theme.choices)

    tenant_path = "profile__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "theme"], name="theme_once")]

    def __str__(self) -> str:
        return self.theme


class ObservedTask(models.Model):
    """How a young person did a digital task in front of somebody: seen, never self-praise, never a condition."""

    class Task(models.TextChoices):
        MESSAGE = "message", _("écrire un message dans Aufil")
        PHOTO = "photo", _("envoyer la photo d’un papier")
        LINK = "link", _("ouvrir un lien reçu")
        FORM = "form", _("remplir un formulaire en ligne")
        EMAIL = "email", _("joindre un document à un e-mail")
        VIDEO = "video", _("rejoindre un appel vidéo")

    class Result(models.TextChoices):
        ALONE = "alone", _("sans aide")
        HELPED = "helped", _("avec de l’aide")
        NOT_YET = "not-yet", _("pas encore")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="tasks")
    task = models.CharField(max_length=8, choices=Task.choices)
    result = models.CharField(max_length=8, choices=Result.choices)
    observed_on = models.DateField()
    observed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    tenant_path = "profile__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "task"], name="task_observed_once")]

    def __str__(self) -> str:
        return f"{self.task} {self.result}"


class Situation(models.Model):
    """What a young person does or will do: a job, a training… The current one is the first in force, in the
    order of `Category`, as i-milo reads it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("prévue")
        CURRENT = "current", _("en cours")
        ENDED = "ended", _("terminée")

    class Category(models.TextChoices):
        JOB = "job", _("Emploi")
        APPRENTICESHIP = "apprenticeship", _("Contrat en alternance")
        TRAINING = "training", _("Formation")
        IMMERSION = "immersion", _("Immersion en entreprise")
        PMSMP = "pmsmp", _("PMSMP")
        VOLUNTEERING = "volunteering", _("Volontariat-bénévolat")
        SCHOOL = "school", _("Scolarité")
        JOB_SEEKER = "job-seeker", _("Demandeur d’emploi")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="situations")
    category = models.CharField(max_length=16, choices=Category.choices)
    state = models.CharField(max_length=8, choices=State.choices)
    detail = models.CharField(max_length=120, blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    tenant_path = "structure"

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="situation_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.state}"
