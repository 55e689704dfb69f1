"""What a structure offers, as it is typed: a kind, the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aufil.appointments.actions import Offer
from aufil.appointments.forms.hours import CHOOSE
from aufil.appointments.models import Kind, Mode, Nature, Rules
from aufil.appointments.said import DAY, WAYS, span_of_time
from aufil.kernel.ids import new_id

# Minutes before it begins, in words; what a kind has beside them is offered too.
REMINDERS = (14 * DAY, 7 * DAY, 3 * DAY, 2 * DAY, DAY, 4 * 60, 2 * 60, 60)
LENGTHS = (15, 20, 30, 45, 60, 90, 120, 150, 180)


class KindForm(forms.Form):
    """A kind of appointment."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=80,
        help_text=gettext_lazy("Ce que les jeunes liront : « Entretien », « Atelier CV »."),
        error_messages={
            "required": gettext_lazy("Donnez un nom à ce rendez-vous."),
            "max_length": gettext_lazy("Écrivez 80 signes au plus."),
        },
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("Nature, comme dans i-milo"),
        choices=Nature.choices,
        error_messages={"invalid_choice": CHOOSE},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Durée, en minutes"),
        min_value=5,
        max_value=600,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Écrivez une durée."),
            "invalid": gettext_lazy("Écrivez un nombre de minutes, comme 45."),
            "min_value": gettext_lazy("Un rendez-vous dure de 5 minutes à 10 heures."),
            "max_value": gettext_lazy("Un rendez-vous dure de 5 minutes à 10 heures."),
        },
    )
    is_collective = forms.ChoiceField(
        label=gettext_lazy("Pour qui"),
        choices=[
            ("", gettext_lazy("une personne à la fois")),
            ("oui", gettext_lazy("plusieurs personnes ensemble")),
        ],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Comment on se voit"),
        choices=[(mode.value, WAYS[mode]) for mode in Mode],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Cochez au moins une façon de se voir."),
            "invalid_choice": CHOOSE,
        },
    )
    usual = forms.ChoiceField(
        label=gettext_lazy("D’habitude"),
        choices=[("", gettext_lazy("la première cochée")), *((mode.value, WAYS[mode]) for mode in Mode)],
        required=False,
        help_text=gettext_lazy("Proposée d’abord."),
        error_messages={"invalid_choice": CHOOSE},
    )
    for_young = forms.BooleanField(
        required=False, label=gettext_lazy("Les jeunes accompagnés le prennent tout seuls")
    )
    for_public = forms.BooleanField(
        required=False,
        label=gettext_lazy("Premier rendez-vous : toute personne peut le prendre, sur la page publique"),
    )
    is_sensitive = forms.BooleanField(
        required=False,
        label=gettext_lazy("Sujet sensible : rappels et écrans disent « un rendez-vous », jamais son nom"),
    )
    reminders = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Rappels"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        known = sorted({*REMINDERS, *(self.initial.get("reminders") or ())}, reverse=True)
        choices = [(one, _("%(span)s avant") % {"span": span_of_time(one)}) for one in known]
        self.fields["reminders"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("usual") and data.get("modes") and data["usual"] not in data["modes"]:
            self.add_error("usual", _("Cochez aussi cette façon, ou choisissez-en une autre."))
        return data

    def offer(self) -> Offer:
        """What `actions.save_kind` takes."""
        data = self.cleaned_data
        names = ("nature", "minutes", "is_sensitive", "for_young", "for_public", "reminders")
        usual = [data["usual"]] if data["usual"] else []
        return Offer(
            **{name: data[name] for name in names},
            name=" ".join(data["name"].split()),
            is_collective=data["is_collective"] == "oui",
            modes=[*usual, *(mode for mode in data["modes"] if mode not in usual)],
        )


def kind_as_typed(kind: Kind) -> dict[str, Any]:
    """What the form of a kind begins with."""
    names = (
        "uid",
        "name",
        "nature",
        "minutes",
        "for_young",
        "for_public",
        "is_sensitive",
        "modes",
        "reminders",
    )
    return {name: getattr(kind, name) for name in names} | {
        "is_collective": "oui" if kind.is_collective else "",
        "usual": kind.modes[0],
    }


def new_kind_typed() -> dict[str, Any]:
    """What the form of a new kind begins with."""
    usual = Offer(name="")
    return {
        "nature": usual.nature,
        "minutes": usual.minutes,
        "for_young": True,
        "reminders": list(usual.reminders),
    }


# What each rule may be, plainly; what a structure has beside it is offered too.
RULES: dict[str, tuple[int, ...]] = {
    "notice_minutes": (0, 60, 2 * 60, 4 * 60, 12 * 60, DAY, 2 * DAY, 3 * DAY, 7 * DAY),
    "horizon_days": (7, 14, 21, 28, 42, 56, 84, 112, 182),
    "staff_horizon_days": (91, 182, 365, 730),
    "change_minutes": (0, 60, 2 * 60, 4 * 60, 12 * 60, DAY, 2 * DAY),
    "hold_minutes": (60, 2 * 60, 4 * 60, 12 * 60, DAY, 2 * DAY, 3 * DAY),
    "pause_minutes": (0, 5, 10, 15, 20, 30),
    "lounge_before": (0, 10, 15, 30, 60),
    "lounge_after": (0, 15, 30, 60, 120),
}
LABELS = {
    "notice_minutes": gettext_lazy("Pour prendre rendez-vous tout seul, il faut s’y prendre au moins"),
    "horizon_days": gettext_lazy("Les jeunes voient les heures libres des"),
    "staff_horizon_days": gettext_lazy("L’équipe prend rendez-vous jusqu’à"),
    "change_minutes": gettext_lazy("On déplace ou on annule tout seul jusqu’à"),
    "hold_minutes": gettext_lazy("Une place libérée est gardée pour la personne suivante pendant"),
    "pause_minutes": gettext_lazy("Entre deux rendez-vous, chaque conseiller a"),
    "lounge_before": gettext_lazy("Le salon d’un atelier en visio ouvre"),
    "lounge_after": gettext_lazy("Il reste ouvert"),
}


class RulesForm(forms.Form):
    """The structure's rules."""

    saves_from_home = forms.BooleanField(
        required=False,
        label=gettext_lazy("Compter les kilomètres évités par le téléphone et la visio"),
    )

    def __init__(self, data: Any = None, *, rules: Rules) -> None:
        initial = {name: getattr(rules, name) for name in (*RULES, "saves_from_home")}
        super().__init__(data, initial=initial)
        for name, values in RULES.items():
            self.fields[name] = forms.TypedChoiceField(
                label=LABELS[name],
                choices=[(value, rule_said(name, value)) for value in sorted({*values, initial[name]})],
                coerce=int,
                error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
            )
        self.order_fields([*RULES, "saves_from_home"])


def rule_said(name: str, value: int) -> str:
    """A value of a rule in words; the usual one says so."""
    said = _in_words(name, value)
    return _("%(said)s (habituel)") % {"said": said} if getattr(Rules(), name) == value else said


def _in_words(name: str, value: int) -> str:
    if name in ("horizon_days", "staff_horizon_days"):
        if value >= 365 and value % 365 == 0:
            return _("un an") if value == 365 else _("%(n)d ans") % {"n": value // 365}
        if value > 84 and value % 91 == 0:
            return _("%(n)d mois") % {"n": value // 91 * 3}
        if value % 7 == 0:
            weeks = value // 7
            return _("une semaine") if weeks == 1 else _("%(n)d semaines") % {"n": weeks}
        return span_of_time(value * DAY)
    if not value:
        return {
            "notice_minutes": _("jusqu’au dernier moment"),
            "change_minutes": _("au dernier moment"),
            "pause_minutes": _("aucune pause"),
            "lounge_before": _("au début de l’atelier"),
            "lounge_after": _("jusqu’à la fin de l’atelier"),
        }.get(name, "0")
    few = value <= 2 * DAY and value % 60 == 0  # « 24 heures » says it better than a day
    span = (
        ngettext("%(n)d heure", "%(n)d heures", value // 60) % {"n": value // 60}
        if few
        else span_of_time(value)
    )
    if name == "pause_minutes":
        return _("%(span)s de pause") % {"span": span}
    if name == "lounge_after":
        return _("%(span)s après la fin") % {"span": span}
    ahead = ("notice_minutes", "change_minutes", "lounge_before")
    return _("%(span)s avant") % {"span": span} if name in ahead else span


def rules_said(rules: Rules) -> list[tuple[str, str]]:
    """Each rule and its value, in words."""
    kept = _("comptés (habituel)") if rules.saves_from_home else _("pas comptés")
    lines = [(str(LABELS[name]), rule_said(name, getattr(rules, name))) for name in RULES]
    return [*lines, (_("Les kilomètres évités par le téléphone et la visio sont"), kept)]
