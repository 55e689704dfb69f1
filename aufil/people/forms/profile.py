"""The sections of a young person's page, each a form of its own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.people.forms.fields import ChoiceField, YesNoField
from aufil.people.models import ObservedTask, Profile, Site, Situation, Structure, SupportTheme
from aufil.people.queries import today_in
from aufil.web.fields import AddressField, DayField, LineField, PhoneField

PROGRAMMES = [("CEJ", "CEJ"), ("PACEA", "PACEA"), ("autre", _("un autre"))]
OTHER = "autre"


class SectionForm(forms.Form):
    """A form about somebody in a structure: its region says what a number without prefix means."""

    def __init__(self, *arguments: Any, structure: Structure, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.structure = structure
        for field in self.fields.values():
            if isinstance(field, PhoneField):
                field.region = structure.region


class IdentityForm(SectionForm):
    first_name = LineField(max_length=80, required=True, label=_("Prénom"))
    last_name = LineField(max_length=80, required=True, label=_("Nom"))
    birth_date = DayField(
        label=_("Date de naissance"), help_text=_("Sans elle, la personne est traitée comme mineure.")
    )
    phone = PhoneField(label=_("Téléphone"), help_text=_("Comme vous voulez : 06 12 34 56 78, +33 6 12…"))
    email = AddressField(label=_("E-mail"))
    postal_code = LineField(max_length=5, label=_("Code postal"))
    commune = LineField(max_length=80, label=_("Commune"))

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born and not 1900 < born.year <= today_in(self.structure).year:
            raise ValidationError(_("Cette date de naissance ne se peut pas. Vérifiez l’année."))
        return born

    def clean_postal_code(self) -> str:
        code = self.cleaned_data["postal_code"]
        if code and not (code.isdecimal() and code.isascii() and len(code) == 5):
            raise ValidationError(_("Un code postal a cinq chiffres. Exemple : 49300."))
        return code


class StayForm(SectionForm):
    programme = ChoiceField(choices=PROGRAMMES, label=_("Dispositif"))
    other_programme = LineField(max_length=20, label=_("Si c’est un autre, lequel"))
    file_number = LineField(max_length=20, label=_("Numéro de dossier"), help_text=_("Le numéro i-milo."))
    site: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="uid",
        required=False,
        label=_("Lieu d’accueil"),
        empty_label=_("pas précisé"),
        error_messages={"invalid_choice": _("Choisissez dans la liste.")},
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["site"].queryset = Site.objects.filter(structure=self.structure)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("programme") == OTHER:
            if not data.get("other_programme"):
                self.add_error("other_programme", _("Écrivez le nom du dispositif."))
            data["programme"] = data.get("other_programme", "")
        data.pop("other_programme", None)
        return data


class NextStepForm(SectionForm):
    next_step = LineField(
        max_length=200,
        label=_("Prochaine étape"),
        help_text=_("En quelques mots. Exemple : visiter le CFA."),
    )
    next_step_on = DayField(label=_("Pour quel jour"))


class ReachForm(SectionForm):
    preferred_channel = ChoiceField(choices=Profile.Channel.choices, label=_("Le plus simple pour échanger"))
    never_by = ChoiceField(
        choices=Profile.NeverBy.choices,
        label=_("À ne pas utiliser"),
        help_text=_(
            "Par exemple un téléphone que d’autres lisent. Ce qui n’est pas lu arrive plus vite à l’appel."
        ),
    )
    rhythm_days = forms.IntegerField(
        min_value=1,
        max_value=365,
        required=False,
        label=_("Rythme des échanges, en jours"),
        error_messages={
            "invalid": _("Écrivez un nombre de jours. Exemple : 7."),
            "min_value": _("Écrivez un jour au moins."),
            "max_value": _("Écrivez un an au plus : 365 jours."),
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        never, preferred = data.get("never_by"), data.get("preferred_channel")
        closed = (
            (Profile.Channel.SMS, Profile.Channel.EMAIL) if never == Profile.NeverBy.NEITHER else (never,)
        )
        if preferred and preferred in closed:
            self.add_error(
                "never_by", _("C’est aussi le plus simple pour échanger : choisissez l’un ou l’autre.")
            )
        return data

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        hint = _("Vide : le rythme de la structure, tous les %(days)d jours.")
        self.fields["rhythm_days"].help_text = hint % {"days": self.structure.rhythm_days}


class EquipmentForm(SectionForm):
    own_phone = YesNoField(label=_("A son propre téléphone"))
    mobile_data = YesNoField(label=_("A internet sur son téléphone"))
    computer = YesNoField(label=_("Peut se servir d’un ordinateur"))
    network = ChoiceField(choices=Profile.Network.choices, label=_("Le réseau, là où la personne vit"))


class LanguageForm(SectionForm):
    languages = LineField(
        max_length=120,
        label=_("Langues parlées"),
        help_text=_("Dans l’ordre où c’est le plus facile. Exemple : arabe, français."),
    )
    reading = ChoiceField(choices=Profile.Reading.choices, label=_("Lecture du français"))


class ThemesForm(SectionForm):
    themes = forms.MultipleChoiceField(
        choices=SupportTheme.Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Ce que vous travaillez ensemble"),
        error_messages={"invalid_choice": _("Choisissez dans la liste.")},
    )


class TasksForm(SectionForm):
    """One field a task: what was seen, or nothing yet."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = ObservedTask.Result.choices
        for value, label in ObservedTask.Task.choices:
            words = label[:1].upper() + label[1:]
            self.fields[value] = ChoiceField(choices=choices, label=words)
            self.fields[value].choices = [("", _("pas encore vu")), *choices]  # type: ignore[attr-defined]


class SituationForm(SectionForm):
    category = ChoiceField(
        choices=[("", _("Choisir…")), *Situation.Category.choices],
        label=_("Situation"),
        required=True,
        widget=forms.Select,
    )
    state = ChoiceField(choices=Situation.State.choices, label=_("Où elle en est"), required=True)
    detail = LineField(
        max_length=120, label=_("Précision"), help_text=_("Exemple : boulangerie Martin, CDD de six mois.")
    )
    starts_on = DayField(label=_("Depuis, ou à partir du"))
    ends_on = DayField(label=_("Jusqu’au"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("La fin vient avant le début. Vérifiez les deux jours."))
        return data


class RepresentativeForm(SectionForm):
    name = LineField(max_length=160, required=True, label=_("Nom et lien avec le jeune"))
    phone = PhoneField(label=_("Téléphone"))
    email = AddressField(label=_("E-mail"))
