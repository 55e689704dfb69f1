"""What staff say of an appointment: each way asks for its own facts, and no other."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.actions import TypedPlace
from aufil.appointments.forms.typed import LineField, PhoneField, TimeOfDayField
from aufil.appointments.models import Kind, Mode, Place, Seat
from aufil.appointments.models.kind import PLACED
from aufil.appointments.queries import places_open
from aufil.appointments.times import instant_of
from aufil.kernel.phones import spoken
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of
from aufil.territory.queries import commune_of, find_communes
from aufil.web.fields import REQUIRED, DayField
from aufil.web.problems import Problem

OTHER = "autre"
MINUTES = {
    key: gettext_lazy("Écrivez une durée en minutes, de 5 à 600.")
    for key in ("required", "invalid", "min_value", "max_value")
}
SEATS = {
    key: gettext_lazy("Dites combien de personnes peuvent venir, de 1 à 500.")
    for key in ("required", "invalid", "min_value", "max_value")
}


class ColleagueField(forms.ModelChoiceField):
    def __init__(self, **more: Any) -> None:
        chosen = gettext_lazy("Choisissez dans la liste.")
        super().__init__(
            queryset=None,
            to_field_name="uid",
            label=gettext_lazy("Avec"),
            empty_label=None,
            error_messages={"required": chosen, "invalid_choice": chosen},
            **more,
        )

    def label_from_instance(self, obj: Any) -> str:
        return obj.full_name


class TakeForm(forms.Form):
    """When, with whom, and the facts of its way. Sent twice (`uid`) it is once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    starts_on = DayField(label=gettext_lazy("Jour"), required=True)
    starts = TimeOfDayField(label=gettext_lazy("Heure"))
    second = forms.BooleanField(
        required=False, label=gettext_lazy("La seconde fois : cette nuit-là, cette heure vient deux fois")
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Durée, en minutes"), min_value=5, max_value=600, error_messages=MINUTES
    )
    counsellor: Any = ColleagueField()
    place = forms.ChoiceField(
        label=gettext_lazy("Où"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    place_name = LineField(
        label=gettext_lazy("Un autre lieu : son nom"),
        max_length=120,
        help_text=gettext_lazy("Une terrasse, un parc, chez un partenaire."),
    )
    commune = LineField(label=gettext_lazy("Sa commune, ou son code postal"), max_length=80)
    insee = forms.ChoiceField(label=gettext_lazy("Laquelle ?"), required=False, widget=forms.RadioSelect)
    phone = PhoneField(label=gettext_lazy("Numéro à appeler"))
    link = LineField(
        label=gettext_lazy("Lien de la visio"),
        max_length=300,
        help_text=gettext_lazy("Si votre structure en a un. Sinon, laissez vide."),
    )
    title = LineField(label=gettext_lazy("Titre de la séance"), max_length=120)
    seats = forms.IntegerField(
        label=gettext_lazy("Nombre de places"), min_value=1, max_value=500, error_messages=SEATS
    )
    enrol_on = DayField(label=gettext_lazy("Inscriptions jusqu’au"), required=False)
    note = LineField(
        label=gettext_lazy("À apporter, à savoir"),
        max_length=300,
        help_text=gettext_lazy("Tout le monde dans ce rendez-vous le lit."),
    )
    overlap_reason = LineField(
        label=gettext_lazy("Deux rendez-vous à la fois : pourquoi"),
        max_length=200,
        help_text=gettext_lazy("Seulement si l’heure est déjà prise et que c’est voulu. C’est noté."),
    )

    def __init__(
        self, *arguments: Any, structure: Structure, kind: Kind, mode: str, young: Person | None, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.structure, self.kind, self.mode = structure, kind, mode
        self.typed_place: TypedPlace | None = None
        self.fields["counsellor"].queryset = staff_of(structure)  # type: ignore[attr-defined]
        self.fields["phone"].region = structure.region  # type: ignore[attr-defined]
        self.fields["phone"].initial = spoken(young.phone) if young and young.phone else ""
        self.places = {str(place.uid): place for place in places_open(structure)}
        self._offer_places()
        for name in self._unasked():
            del self.fields[name]

    def _offer_places(self) -> None:
        listed = [(uid, place.name) for uid, place in self.places.items()]
        other = [] if self.mode == Mode.SITE else [(OTHER, _("Un autre lieu, à écrire"))]
        self.fields["place"].choices = [("", _("Choisir…")), *listed, *other]  # type: ignore[attr-defined]
        if self.is_bound and (typed := self.data.get("commune", "")):
            near = find_communes(typed)
            self.fields["insee"].choices = [  # type: ignore[attr-defined]
                (one.insee, f"{one.name} ({one.postal_codes.split()[0]})") for one in near
            ]

    def _unasked(self) -> set[str]:
        """The facts of other ways."""
        gone = set()
        if self.mode not in PLACED:
            gone |= {"place"}
        if self.mode not in PLACED or self.mode == Mode.SITE:
            gone |= {"place_name", "commune", "insee"}
        elif not (self.is_bound and len(find_communes(self.data.get("commune", ""))) > 1):
            gone |= {"insee"}
        gone |= {"phone"} if self.mode != Mode.PHONE else set()
        gone |= {"link"} if self.mode != Mode.VIDEO else set()
        gone |= {"overlap_reason"} if not self.is_bound else set()
        gone |= {"title", "seats", "enrol_on"} if not self.kind.is_collective else set()
        if not (self.is_bound and self.data.get("second")) and not self._is_twice():
            gone |= {"second"}
        return gone

    def _is_twice(self) -> bool:
        """Does the day and hour they typed come twice?"""
        return self.at() is not None and self.at() != self.at(second=True)

    def at(self, *, second: bool = False) -> datetime | None:
        """The instant that was typed or proposed; None while it cannot be read."""
        try:
            day = self.fields["starts_on"].clean(self["starts_on"].value())
            wall = self.fields["starts"].clean(self["starts"].value())
            return instant_of(day, wall, self.structure.timezone, second=second)
        except (ValidationError, Problem):
            return None

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link:
            URLValidator(
                schemes=["https"], message=_("Copiez le lien en entier : il commence par https://.")
            )(link)
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "place" in self.fields and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Dites où vous vous retrouvez : choisissez un lieu."))
        if data.get("place") == OTHER:
            self._read_typed_place(data)
        if data.get("starts_on") and data.get("starts") and not self.errors:
            self._read_times(data)
        return data

    def _read_times(self, data: dict[str, Any]) -> None:
        try:
            at = instant_of(
                data["starts_on"], data["starts"], self.structure.timezone, second=data.get("second", False)
            )
        except Problem as problem:
            self.add_error("starts", str(problem.detail))
            return
        data["starts_at"], data["ends_at"] = at, at + timedelta(minutes=data["minutes"])

    def _read_typed_place(self, data: dict[str, Any]) -> None:
        """A place typed with its commune: found by its name or code, chosen when several are near."""
        if not data.get("place_name"):
            self.add_error("place_name", REQUIRED)
            return
        near = find_communes(data.get("commune", "")) if data.get("commune") else []
        found = commune_of(data["insee"]) if data.get("insee") else near[0] if len(near) == 1 else None
        if found is None and len(near) > 1:
            self.add_error("insee", _("Plusieurs communes s’appellent ainsi. Choisissez la bonne."))
        elif found is None:
            self.add_error("commune", _("Cette commune n’est pas connue. Essayez son code postal."))
        else:
            self.typed_place = TypedPlace(data["place_name"], found.insee)

    def known_place(self) -> Place | None:
        return self.places.get(self.cleaned_data.get("place", ""))

    @property
    def facts(self) -> dict[str, Any]:
        """What `Wanted` takes of it, besides the place."""
        data = self.cleaned_data
        names = ("counsellor", "starts_at", "ends_at", "phone", "link", "title", "note", "seats")
        found = {name: data[name] for name in names if name in data}
        if data.get("enrol_on"):
            following = data["enrol_on"] + timedelta(days=1)
            midnight = instant_of(following, datetime.min.time(), self.structure.timezone)
            found["enrol_until"] = min(midnight, data["starts_at"])
        return found


class PastForm(TakeForm):
    """A meeting that was held without having been booked."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Comment s’est-il passé"),
        choices=[row for row in Seat.Outcome.choices if row[0]],
        initial=Seat.Outcome.PRESENT,
    )

    def _unasked(self) -> set[str]:
        return super()._unasked() | {"overlap_reason", "enrol_on", "note"}


class HourForm(forms.Form):
    """Any hour, typed; `second`: the one October says again."""

    jour = DayField(label=gettext_lazy("Jour"), required=True)
    a = TimeOfDayField(label=gettext_lazy("Heure"))
    second = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, structure: Structure, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.structure = structure

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                data["at"] = instant_of(
                    data["jour"], data["a"], self.structure.timezone, second=data["second"]
                )
            except Problem as problem:
                self.add_error("a", str(problem.detail))
        return data

    @property
    def error(self) -> str:
        return str(next(iter(self.errors.values()))[0]) if self.errors else ""


class ReasonForm(forms.Form):
    """Why its counsellor is at two appointments at once, when that is meant."""

    overlap_reason = LineField(
        label=gettext_lazy("Deux rendez-vous à la fois : pourquoi"),
        max_length=200,
        help_text=gettext_lazy("Seulement si l’heure est déjà prise et que c’est voulu. C’est noté."),
    )
    word = LineField(label=gettext_lazy("Un mot à la personne, si vous voulez"), max_length=300)
