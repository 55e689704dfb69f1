"""Hours as they are typed: a stretch of the week, a day that differs, a day copied."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.actions import OneOff, Stretch
from aufil.appointments.models import Kind, Mode, Place
from aufil.appointments.said import EVERY, WAYS
from aufil.kernel.clockface import as_time
from aufil.kernel.ids import new_id
from aufil.people.models import Structure
from aufil.people.queries import today_in
from aufil.ui.texts import DAYS
from aufil.web.fields import DayField

WEEKDAYS = [(str(number), name) for number, name in enumerate(DAYS)]
CHOOSE = gettext_lazy("Choisissez dans la liste.")


class ClockField(forms.CharField):
    """A time of day, by the browser's own clock or typed `9 h 30`."""

    def __init__(self, *, label: Any) -> None:
        widget = forms.TextInput(attrs={"type": "time", "step": "300"})
        messages = {"required": gettext_lazy("Écrivez une heure.")}
        super().__init__(label=label, max_length=12, widget=widget, error_messages=messages)
        self.widget.input_type = "time"

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return as_time(typed)
        except ValueError:
            raise ValidationError(_("Une heure s’écrit comme 9:00 ou 14:30.")) from None

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else f"{value:%H:%M}"


class PlaceField(forms.ModelChoiceField):
    """A place of the structure, by public identifier."""

    def __init__(self) -> None:
        super().__init__(
            queryset=None,
            to_field_name="uid",
            required=False,
            label=gettext_lazy("Où l’on vous trouve"),
            empty_label=gettext_lazy("Nulle part : téléphone ou visio"),
            error_messages={"invalid_choice": CHOOSE},
        )


class KindsField(forms.ModelMultipleChoiceField):
    """Kinds of the structure, by public identifier; none ticked: all."""

    def __init__(self) -> None:
        super().__init__(
            queryset=None,
            to_field_name="uid",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=gettext_lazy("Seulement pour ces rendez-vous"),
            help_text=gettext_lazy("Rien de coché : pour tous."),
            error_messages={"invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE},
        )


class _HoursForm(forms.Form):
    """What a stretch of the week and a day that differs have in common."""

    starts = ClockField(label=gettext_lazy("De"))
    ends = ClockField(label=gettext_lazy("À"))
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Comment on se voit"),
        choices=[(mode.value, WAYS[mode]) for mode in Mode],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    place = PlaceField()
    kinds = KindsField()

    def __init__(self, *arguments: Any, structure: Structure, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # What it was for stays in view, closed or not: unticked, it would be for all.
        kept = Q(closed_at=None) | Q(uid__in=self.initial.get("kinds") or ())
        kinds = Kind.objects.filter(kept, structure=structure)
        self.fields["place"].queryset = _open_places(structure)  # type: ignore[attr-defined]
        self.fields["kinds"].queryset = kinds  # type: ignore[attr-defined]
        used = {mode for kind in kinds for mode in kind.modes} | set(self.initial.get("modes") or ())
        choices = [(mode.value, WAYS[mode]) for mode in Mode if not used or mode in used]
        self.fields["modes"].choices = choices  # type: ignore[attr-defined]
        self.has_kinds = bool(used)


def _open_places(structure: Structure) -> QuerySet[Place]:
    return Place.objects.filter(structure=structure, closed_at=None).order_by("-site__is_main", "name", "pk")


class StretchForm(_HoursForm):
    """Hours of the week: days ticked (one of them, once there is a stretch), from when until when, the rest."""

    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Quels jours"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Cochez au moins un jour."),
            "invalid_choice": CHOOSE,
        },
    )
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Rythme"),
        choices=list(EVERY.items()),
        coerce=int,
        help_text=gettext_lazy("Les semaines se comptent à partir de celle de la première date."),
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
    )
    from_on = DayField(label=gettext_lazy("À partir du"), required=True)
    until_on = DayField(
        label=gettext_lazy("Jusqu’au, inclus"), required=False, help_text=gettext_lazy("Vide : sans fin.")
    )

    def __init__(self, *arguments: Any, structure: Structure, one_day: bool = False, **named: Any) -> None:
        named["initial"] = {"from_on": today_in(structure), "every_weeks": 1} | (named.get("initial") or {})
        super().__init__(*arguments, structure=structure, **named)
        if one_day:
            self.fields["weekdays"] = forms.ChoiceField(
                label=_("Quel jour"), choices=WEEKDAYS, widget=forms.RadioSelect
            )

    @property
    def is_special(self) -> bool:
        """Is anything of what few stretches need said, or to be mended?"""
        asked = ("kinds", "every_weeks", "until_on", "from_on")
        return any(self.errors.get(name) for name in asked) or any(
            self[name].value() not in (None, "", [], 1, "1") for name in ("kinds", "every_weeks", "until_on")
        )

    @property
    def weekdays_said(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["weekdays"]]  # one figure, or a list of them

    def stretch(self) -> Stretch:
        """What `actions.lay_openings` takes."""
        names = ("starts", "ends", "modes", "from_on", "until_on", "place", "every_weeks")
        return Stretch(
            **{name: self.cleaned_data[name] for name in names}, kinds=list(self.cleaned_data["kinds"])
        )


MORE, LESS, ELSEWHERE = "plus", "moins", "ailleurs"


class OneOffForm(_HoursForm):
    """A day that differs."""

    what = forms.ChoiceField(
        label=gettext_lazy("Ce jour-là"),
        choices=[
            (LESS, gettext_lazy("je ne reçois pas")),
            (MORE, gettext_lazy("je reçois en plus")),
            (ELSEWHERE, gettext_lazy("je reçois ailleurs que d’habitude")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse."), "invalid_choice": CHOOSE},
    )
    day = DayField(label=gettext_lazy("Le"), required=True)
    why = forms.CharField(
        label=gettext_lazy("Un mot, pour l’équipe"),
        required=False,
        max_length=120,
        error_messages={"max_length": gettext_lazy("Écrivez 120 signes au plus.")},
    )

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *arguments: Any, structure: Structure, known: bool = False, **named: Any) -> None:
        super().__init__(*arguments, structure=structure, **named)
        if known:  # one of the two rows of a day elsewhere: each is one or the other
            self.fields["what"].choices = self.fields["what"].choices[:2]  # type: ignore[attr-defined]

    def one_off(self) -> OneOff:
        """What `actions.vary` takes."""
        data = self.cleaned_data
        names = ("day", "starts", "ends", "modes", "place")
        return OneOff(
            **{name: data[name] for name in names},
            kinds=list(data["kinds"]),
            is_open=data["what"] != LESS,
            why=" ".join(data["why"].split()),
        )

    @property
    def instead(self) -> bool:
        return self.cleaned_data["what"] == ELSEWHERE


class CopyForm(forms.Form):
    """A day, and those it is copied on."""

    source = forms.TypedChoiceField(
        label=gettext_lazy("Le jour à copier"),
        choices=WEEKDAYS,
        coerce=int,
        error_messages={"invalid_choice": CHOOSE},
    )
    target = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Sur"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )
    replacing = forms.BooleanField(required=False, label=gettext_lazy("Remplacer ce qu’il y a ces jours-là"))


class EndForm(forms.Form):
    """The last day of a stretch; none: it is no more from today on."""

    last = DayField(
        label=gettext_lazy("Dernier jour, inclus"),
        required=False,
        help_text=gettext_lazy("Vide : dès aujourd’hui."),
    )
