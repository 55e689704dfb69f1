from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.appointments.forms.oneself import VisitorForm
from aufil.appointments.forms.typed import LineField
from aufil.appointments.models import Kind
from aufil.people.models import Structure

CHOOSE = _("Choisissez au moins un rendez-vous ouvert à tous.")


class PartnerForm(forms.Form):
    """Who they are, and what they may take for others."""

    name = LineField(label=_("Nom du partenaire"), max_length=120, required=True)
    kinds: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="uid",
        widget=forms.CheckboxSelectMultiple,
        label=_("Ce qu’il peut prendre"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE},
    )

    def __init__(self, data: Any, *, structure: Structure) -> None:
        super().__init__(data)
        kinds = Kind.objects.filter(structure=structure, closed_at=None, for_public=True)
        self.fields["kinds"].queryset = kinds  # type: ignore[attr-defined]


class ReferralForm(VisitorForm):
    """For somebody else: who they are, how to reach them, and who says it."""

    said_by = LineField(
        label=_("Dit par"),
        max_length=120,
        required=True,
        help_text=_("Votre nom, ou celui de qui l’accompagne."),
    )

    def __init__(self, data: Any, structure: Structure, mode: str) -> None:
        super().__init__(data, structure, mode)
        self.fields["name"].label = _("Prénom et nom de la personne")
        self.fields["phone"].label = _("Son téléphone")
        self.fields["email"].label = _("Ou son adresse e-mail")
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
