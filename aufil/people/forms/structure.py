"""What a head or the platform's administrator may say of a structure, its places and its staff."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.kernel.departments import BY_CODE, DEPARTMENTS, OVERSEAS, TIMEZONES
from aufil.kernel.hours import HOLIDAY_ZONES
from aufil.kernel.phones import REGIONS, to_e164
from aufil.people.forms.absence import DAY
from aufil.people.models import Structure
from aufil.people.models.support import STAFF_ROLES

# Alsace-Moselle is no département: it is called by its own name.
ZONE_NAMES = {department.holiday_zone: department.name for department in OVERSEAS}
HOLIDAYS = [(zone, ZONE_NAMES.get(zone, zone)) for zone in HOLIDAY_ZONES]
POSTAL_CODE = r"\d{5}"
EMAIL = {
    "required": gettext_lazy("Écrivez une adresse e-mail : elle sert à se connecter."),
    "invalid": gettext_lazy("Cette adresse n’est pas complète. Exemple : claude@exemple.fr."),
}


def named(sentence: Any) -> dict[str, Any]:
    return {"required": sentence}


class PhoneField(forms.CharField):
    """A number in any French writing, as E.164; `region` says what one without prefix means."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=30)
        self.region = "FR"

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        try:
            return to_e164(written, self.region) if written else ""
        except ValueError:
            said = _("Ce numéro n’est pas complet. Exemple : 02 41 00 00 01.")
            raise ValidationError(said) from None


class SettingsForm(forms.Form):
    """The structure's own facts."""

    name = forms.CharField(
        max_length=120, error_messages=named(gettext_lazy("Donnez un nom à la structure."))
    )
    phone = PhoneField()
    presentation = forms.CharField(max_length=1000, required=False)
    formality = forms.ChoiceField(choices=Structure.Formality.choices)
    rhythm_days = forms.IntegerField(min_value=1, max_value=90)
    keep_former_texts_days = forms.IntegerField(min_value=1, max_value=365)
    keep_files_days = forms.IntegerField(min_value=7, max_value=1095)
    timezone = forms.ChoiceField(choices=[(zone, zone) for zone in TIMEZONES])
    region = forms.ChoiceField(choices=[(region, region) for region in REGIONS])
    holiday_zone = forms.ChoiceField(choices=HOLIDAYS, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        if data and data.get("region") in REGIONS:
            self.fields["phone"].region = data["region"]  # type: ignore[attr-defined]


class SiteForm(forms.Form):
    """A place where people are received."""

    name = forms.CharField(max_length=120, error_messages=named(gettext_lazy("Donnez un nom à ce lieu.")))
    address = forms.CharField(max_length=200, required=False)
    postal_code = forms.RegexField(
        POSTAL_CODE,
        required=False,
        error_messages={"invalid": gettext_lazy("Un code postal a cinq chiffres, comme 49300.")},
    )
    commune = forms.CharField(max_length=80, required=False)
    phone = PhoneField()
    main = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, region: str = "FR") -> None:
        super().__init__(data)
        self.fields["phone"].region = region  # type: ignore[attr-defined]

    def facts(self) -> dict[str, str]:
        """The columns of `Site`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "main"}


class StaffForm(forms.Form):
    """A new colleague; the site by its public identifier."""

    first_name = forms.CharField(max_length=80, error_messages=named(gettext_lazy("Écrivez le prénom.")))
    last_name = forms.CharField(max_length=80, error_messages=named(gettext_lazy("Écrivez le nom.")))
    email = forms.EmailField(error_messages=EMAIL)
    roles = forms.MultipleChoiceField(
        choices=[(role.value, role.label) for role in STAFF_ROLES],
        error_messages=named(gettext_lazy("Choisissez au moins un rôle.")),
    )
    site = forms.UUIDField(required=False)
    starts_on = forms.DateField(required=False, error_messages=DAY)


class RoleForm(forms.Form):
    """One more role for somebody."""

    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in STAFF_ROLES],
        error_messages=named(gettext_lazy("Choisissez un rôle.")),
    )
    site = forms.UUIDField(required=False)
    starts_on = forms.DateField(required=False, error_messages=DAY)


class _LastDay(forms.Form):
    ends_on = forms.DateField(error_messages=DAY)


def end_of_role(data: Any) -> tuple[date | None, dict[str, list[str]]]:
    """The last day of a role as typed, made the first day without it; or what is wrong."""
    form = _LastDay(data)
    if not form.is_valid():
        return None, {"ends_on": [str(message) for message in form.errors["ends_on"]]}
    return form.cleaned_data["ends_on"] + timedelta(days=1), {}


class NewStructureForm(forms.Form):
    """A Mission Locale, its main place and its first head, in one form."""

    name = forms.CharField(
        max_length=120, error_messages=named(gettext_lazy("Donnez un nom à la Mission Locale."))
    )
    slug = forms.CharField(max_length=50, required=False)
    department = forms.ChoiceField(
        choices=[(d.code, f"{d.code} {d.name}") for d in DEPARTMENTS],
        error_messages=named(
            gettext_lazy("Choisissez un département : il donne le fuseau et les jours fériés.")
        ),
    )
    site_name = forms.CharField(max_length=120, required=False)
    address = forms.CharField(max_length=200, required=False)
    postal_code = forms.RegexField(
        POSTAL_CODE,
        required=False,
        error_messages={"invalid": gettext_lazy("Un code postal a cinq chiffres, comme 49300.")},
    )
    commune = forms.CharField(max_length=80, required=False)
    first_name = forms.CharField(max_length=80, error_messages=named(gettext_lazy("Écrivez le prénom.")))
    last_name = forms.CharField(max_length=80, error_messages=named(gettext_lazy("Écrivez le nom.")))
    email = forms.EmailField(error_messages=EMAIL)

    def clean_slug(self) -> str:
        """Left empty, it is made of the name: « Mission Locale du Choletais » gives `choletais`."""
        written = self.cleaned_data["slug"]
        short = slugify(written or _short(self.cleaned_data.get("name", "")))[:50]
        if not short and self.cleaned_data.get("name"):
            raise ValidationError(_("Écrivez un nom court, en lettres et chiffres."))
        return short

    def opening(self) -> dict[str, Any]:
        """What `actions.open_structure` takes."""
        data = self.cleaned_data
        department = BY_CODE[data["department"]]
        return {
            "name": data["name"],
            "slug": data["slug"],
            "timezone": department.timezone,
            "region": department.region,
            "holiday_zone": department.holiday_zone,
            "site": {
                "name": data["site_name"] or data["commune"] or data["name"],
                "address": data["address"],
                "postal_code": data["postal_code"],
                "commune": data["commune"],
            },
            "head": {key: data[key] for key in ("first_name", "last_name", "email")},
        }


def _short(name: str) -> str:
    words = slugify(name).split("-")
    empty = {"mission", "locale", "missions", "locales", "ml", "de", "du", "des", "d", "la", "le", "les", "l"}
    return "-".join(word for word in words if word not in empty) or slugify(name)
