"""What may be changed of an appointment, beside its time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.models import Appointment
from aufil.appointments.queries import lounge_minutes
from aufil.people.models import Person
from aufil.web.fields import LineField, PhoneField

WORD = gettext_lazy("Un mot pour la personne")
WORD_HELP = gettext_lazy("Facultatif. Il est écrit dans son fil, avec votre nom.")


class HandOverForm(forms.Form):
    """To whom, with a word."""

    to = forms.ChoiceField(
        label=gettext_lazy("À qui ?"),
        error_messages={
            "required": gettext_lazy("Choisissez une personne de l’équipe."),
            "invalid_choice": gettext_lazy("Choisissez une personne de l’équipe dans la liste."),
        },
    )
    word = LineField(max_length=300, label=WORD, help_text=WORD_HELP)

    def __init__(self, data: Any = None, *, colleagues: Iterable[Person]) -> None:
        super().__init__(data, prefix="confier")
        self.by_uid = {str(one.uid): one for one in colleagues}
        names = [(uid, one.full_name) for uid, one in self.by_uid.items()]
        self.fields["to"].choices = [("", _("Choisissez")), *names]  # type: ignore[attr-defined]

    @property
    def colleague(self) -> Person:
        return self.by_uid[self.cleaned_data["to"]]


class LoungeField(forms.IntegerField):
    """Minutes of a lounge; left empty, the usual."""

    def __init__(self, **named: Any) -> None:
        said = gettext_lazy("Écrivez un nombre de minutes, de 0 à 180.")
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), said)
        super().__init__(required=False, min_value=0, max_value=180, error_messages=errors, **named)


class ChangeForm(forms.Form):
    """Words; seats and the day until which one enrols of a collective one."""

    title = LineField(max_length=120, label=gettext_lazy("Titre"))
    note = LineField(
        max_length=300,
        label=gettext_lazy("Ce qu’il faut savoir ou apporter"),
        help_text=gettext_lazy("Les personnes inscrites le lisent."),
    )
    phone = PhoneField(label=gettext_lazy("Numéro à appeler"))
    link = forms.URLField(
        max_length=300,
        required=False,
        assume_scheme="https",
        label=gettext_lazy("Lien de la visio"),
        error_messages={"invalid": gettext_lazy("Cette adresse n’est pas complète. Exemple : https://…")},
    )
    seats = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=500,
        label=gettext_lazy("Nombre de places"),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Écrivez un nombre entre 1 et 500.")
        ),
    )
    enrol_until = forms.DateTimeField(
        required=False,
        label=gettext_lazy("On s’inscrit jusqu’au"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        error_messages={"invalid": gettext_lazy("Écrivez un jour et une heure comme 24/11/2026 14:30.")},
    )

    lounge_before = LoungeField(
        label=gettext_lazy("Le salon ouvre, en minutes avant"),
        help_text=gettext_lazy(
            "Une visio sans ordre du jour, pour les inscrits. 0 avant et après : pas de salon."
        ),
    )
    lounge_after = LoungeField(label=gettext_lazy("Il reste ouvert, en minutes après"))

    def __init__(self, data: Any = None, *, appointment: Appointment) -> None:
        now = {name: getattr(appointment, name) for name in self.base_fields}
        now["lounge_before"], now["lounge_after"] = lounge_minutes(appointment)
        super().__init__(data, prefix="changer", initial=now)
        phone = self.fields["phone"]
        phone.region = appointment.structure.region  # type: ignore[attr-defined]
        if not appointment.kind.is_collective:
            for name in ("seats", "enrol_until", "lounge_before", "lounge_after"):
                del self.fields[name]
        if appointment.mode != "video":
            del self.fields["link"]
        if appointment.mode != "phone":
            del self.fields["phone"]

    @property
    def wanted(self) -> dict[str, Any]:
        """What `actions.change` takes. The usual of a lounge, left as it was shown, stays the usual."""
        said = dict(self.cleaned_data)
        usual = [
            name
            for name in ("lounge_before", "lounge_after")
            if name in said and name not in self.changed_data
        ]
        return {name: value for name, value in said.items() if name not in usual}


class EnrolForm(forms.Form):
    """Somebody by their name; by their identifier when several have that name."""

    q = LineField(max_length=80, label=gettext_lazy("Nom de la personne"))
    young = forms.UUIDField(required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="inscrire")

    @property
    def chosen(self) -> UUID | None:
        return self.cleaned_data.get("young")
