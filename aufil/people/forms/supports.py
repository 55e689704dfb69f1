"""Handing young people over to a colleague."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aufil.people.forms.fields import ChoiceField, PersonField
from aufil.people.models import Person, Role, Structure
from aufil.people.queries import today_in, with_role
from aufil.web.fields import DayField

FOR_GOOD, UNTIL = "pour-de-bon", "jusqu-a"


class HandOverForm(forms.Form):
    """To whom, from when, for good or until a day."""

    taker = PersonField(label=_("À qui"))
    starts_on = DayField(label=_("À partir du"), required=True)
    how_long = ChoiceField(
        choices=[(UNTIL, _("jusqu’à une date, puis retour tout seul")), (FOR_GOOD, _("pour de bon"))],
        label=_("Combien de temps"),
        required=True,
        initial=UNTIL,
    )
    returns_on = DayField(
        label=_("Jour du retour"), help_text=_("Ce jour-là, tout revient comme avant, sans rien faire.")
    )
    stays = forms.BooleanField(required=False, label=_("Qui confie continue de lire les échanges"))

    def __init__(
        self, *arguments: Any, structure: Structure, leaving_out: Person | None = None, **named: Any
    ) -> None:
        named.setdefault("initial", {})
        named["initial"].setdefault("starts_on", today_in(structure))
        super().__init__(*arguments, **named)
        self.structure = structure
        takers = with_role(structure, Role.COUNSELLOR)
        if leaving_out:
            takers = takers.exclude(pk=leaving_out.pk)
        self.fields["taker"].queryset = takers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how_long") == FOR_GOOD:
            data["returns_on"] = None
        elif data.get("how_long") == UNTIL and not data.get("returns_on") and "returns_on" not in self.errors:
            self.add_error("returns_on", _("Choisissez le jour du retour, ou « pour de bon »."))
        data.pop("how_long", None)
        return data


class CaseloadForm(HandOverForm):
    """The same, for several of a counsellor's young people, all of them at first."""

    young: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="uid",
        widget=forms.CheckboxSelectMultiple,
        label=_("Quels jeunes"),
        error_messages={
            "required": _("Choisissez au moins une personne."),
            "invalid_choice": _(
                "Quelqu’un de la liste n’est plus confié à cette personne. Vérifiez la liste."
            ),
            "invalid_pk_value": _(
                "Quelqu’un de la liste n’est plus confié à cette personne. Vérifiez la liste."
            ),
        },
    )
    field_order = ["taker", "starts_on", "how_long", "returns_on", "stays", "young"]

    def __init__(self, *arguments: Any, young: QuerySet[Person], **named: Any) -> None:
        named["initial"] = {"young": [one.uid for one in young]}
        super().__init__(*arguments, **named)
        self.fields["young"].queryset = young  # type: ignore[attr-defined]
        self.fields["young"].label_from_instance = lambda one: one.full_name  # type: ignore[attr-defined]
