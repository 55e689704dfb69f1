from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.kernel.words import folded, initials
from aufil.people.models.structure import Structure

ADULT_AGE = 18


def age(born: date | None, day: date) -> int | None:
    """Whole years on a day; None when the birth date is unknown."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


def findable(first_name: str, last_name: str) -> str:
    """A name as it is searched: `lea baron` for Léa BARON."""
    return folded(f"{first_name} {last_name}")


class FindableName(models.CharField):
    """The name without case or accents, kept beside the name: databases fold differently, we fold alike."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = findable(model_instance.first_name, model_instance.last_name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value


class Person(AbstractBaseUser):
    """Anybody with a thread or a desk: young person, staff, platform administrator. The user model.

    A young person may have no e-mail, no phone and no file number. Two persons may share an address or a
    number: families do.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    findable_name = FindableName(max_length=170, editable=False)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(_("téléphone"), max_length=16, blank=True, default="")
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True, default="")
    commune = models.CharField(_("commune"), max_length=80, blank=True, default="")
    # Somebody else answered, or nobody has this number: set by whoever called, cleared with the number.
    phone_wrong_at = models.DateTimeField(null=True, blank=True)
    is_platform_admin = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = PersonManager()

    tenant_path = "memberships__structure"

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        indexes = [
            models.Index(fields=["email"], name="person_email", condition=~Q(email="")),
            models.Index(fields=["phone"], name="person_phone", condition=~Q(phone="")),
            models.Index(fields=["last_name", "first_name", "id"], name="person_in_order"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return initials(self.first_name, self.last_name)

    def age_on(self, day: date) -> int | None:
        """Whole years on a local day; None when the birth date is unknown."""
        return age(self.birth_date, day)

    def is_minor_on(self, day: date) -> bool:
        """Under 18. Unknown birth date: treated as a minor (image and consent, Code civil art. 372-1)."""
        age = self.age_on(day)
        return age is None or age < ADULT_AGE


class Representative(models.Model):
    """A legal representative of a minor: used only for the acts that need one, never sees the thread."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representatives")
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=16, blank=True, default="")
    email = models.EmailField(blank=True, default="")

    tenant_path = "structure"

    def __str__(self) -> str:
        return self.name
