"""A place, as it is typed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.actions import Somewhere
from aufil.appointments.models import Place
from aufil.kernel.geography import Point
from aufil.kernel.ids import new_id
from aufil.territory.models import Commune
from aufil.territory.queries import commune_of, likely_communes

DEGREES = re.compile(r"\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*")
LONG = gettext_lazy("C’est trop long. Raccourcissez.")


class PlaceForm(forms.Form):
    """A place: its name, where it is, how to come. `which`: one of several communes that answer to what is typed."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=120,
        help_text=gettext_lazy("Ce que les jeunes liront : « Médiathèque », « Terrasse du marché »."),
        error_messages={"required": gettext_lazy("Donnez un nom à cet endroit."), "max_length": LONG},
    )
    address = forms.CharField(
        label=gettext_lazy("Adresse"), max_length=200, required=False, error_messages={"max_length": LONG}
    )
    postal_code = forms.RegexField(
        r"\d{5}",
        label=gettext_lazy("Code postal"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "5"}),
        error_messages={"invalid": gettext_lazy("Un code postal a cinq chiffres, comme 49300.")},
    )
    commune = forms.CharField(
        label=gettext_lazy("Commune"), max_length=80, required=False, error_messages={"max_length": LONG}
    )
    which = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=gettext_lazy("Laquelle"))
    point = forms.CharField(
        label=gettext_lazy("Position exacte, si vous la connaissez"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Latitude puis longitude, comme 47.0601, -0.8803. Vide : le centre de la commune."
        ),
        error_messages={"max_length": LONG},
    )
    directions = forms.CharField(
        label=gettext_lazy("Comment venir"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3", "maxlength": "300"}),
        help_text=gettext_lazy(
            "Bus, porte, étage, fauteuil roulant. Les jeunes le lisent avec le rendez-vous."
        ),
        error_messages={"max_length": gettext_lazy("Écrivez 300 signes au plus.")},
    )

    def __init__(self, *arguments: Any, of_site: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.choices: list[Commune] = []
        self.known: Commune | None = None
        if of_site:  # what is said of the site is changed there
            for name in ("name", "address", "postal_code", "commune"):
                self.fields[name].required = False
                self.fields[name].disabled = True
        self.fields["which"].choices = [(self.data.get("which", ""), "")]  # type: ignore[attr-defined]

    def clean_point(self) -> Point | None:
        typed = self.cleaned_data["point"].strip()
        if not typed:
            return None
        found = DEGREES.fullmatch(typed)
        latitude, longitude = (
            (float(one.replace(",", ".")) for one in found.groups()) if found else (99.0, 0.0)
        )
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise ValidationError(_("Écrivez deux nombres de degrés, comme 47.0601, -0.8803."))
        return Point(latitude, longitude)

    def clean(self) -> dict[str, Any]:
        """Finds the commune; several: one is to be chosen."""
        data = super().clean() or {}
        code, name = data.get("postal_code") or "", data.get("commune") or ""
        if not (code or name):
            return data
        found = likely_communes(code, name)
        chosen = next((one for one in found if one.insee == data.get("which")), None)
        self.known = chosen or (found[0] if len(found) == 1 else None)
        if len(found) > 1 and not self.known:
            self.choices = found
            choices = [(one.insee, f"{one.name} ({one.postal_codes.split()[0]})") for one in found]
            self.fields["which"].choices = choices  # type: ignore[attr-defined]
            self.add_error("which", _("Plusieurs communes répondent. Choisissez la bonne."))
        return data

    def somewhere(self) -> Somewhere:
        """What `actions.save_place` takes."""
        data = self.cleaned_data
        return Somewhere(
            name=" ".join(data["name"].split()),
            address=" ".join(data["address"].split()),
            postal_code=data["postal_code"],
            commune=" ".join(data["commune"].split()),
            known=self.known,
            point=data["point"],
            directions=data["directions"].strip(),
        )


def place_as_typed(place: Place) -> dict[str, Any]:
    """What the form of a place begins with; the position only where it is better than its commune's."""
    names = ("uid", "name", "address", "postal_code", "commune", "directions")
    commune = commune_of(place.insee) if place.insee else None
    own = place.point if place.point and (commune is None or place.point != commune.point) else None
    return {name: getattr(place, name) for name in names} | {
        "point": f"{own.latitude:g}, {own.longitude:g}" if own else "",
        "which": place.insee,
    }
