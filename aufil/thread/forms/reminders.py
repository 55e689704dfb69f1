from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aufil.thread.actions import Wanted
from aufil.thread.models import REMINDER_LIMIT, Reminder
from aufil.thread.reminding import DAYS_BEFORE, USUAL_DAYS
from aufil.web.fields import DAY_FORMATS, DayField

FARTHEST = timedelta(days=730)

SAID = {
    14: _("2 semaines avant"),
    7: _("Une semaine avant"),
    3: _("3 jours avant"),
    2: _("2 jours avant"),
    1: _("La veille"),
    0: _("Le jour même"),
}


class DueForm(forms.Form):
    """For which day something is done."""

    due_on = forms.DateField(input_formats=DAY_FORMATS)


class ReminderForm(forms.Form):
    """What to do, before which day, how often, and when to say it again; `id` was made with the page."""

    id = forms.UUIDField(required=False)
    text = forms.CharField(
        max_length=REMINDER_LIMIT,
        label=_("Qu’y a-t-il à faire ?"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Écrivez ce qu’il y a à faire."),
            "max_length": _("C’est trop long : 300 caractères au plus."),
            "null_characters_not_allowed": _(
                "Un caractère ne peut pas être gardé. Tapez le texte à la main."
            ),
        },
    )
    due_on = DayField(label=_("Au plus tard le"), required=True)
    often = forms.ChoiceField(
        label=_("Combien de fois ?"),
        choices=[("once", _("Une seule fois")), ("monthly", _("Chaque mois, le même jour"))],
        widget=forms.RadioSelect,
        initial="once",
        error_messages={"required": _("Choisissez."), "invalid_choice": _("Choisissez.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Quand le redire ?"),
        coerce=int,
        choices=[(before, SAID[before]) for before in DAYS_BEFORE],
        widget=forms.CheckboxSelectMultiple,
        initial=USUAL_DAYS,
        error_messages={
            "required": _("Choisissez au moins un moment."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )

    @staticmethod
    def of(row: Reminder) -> dict[str, Any]:
        """What the form holds for a reminder that is there."""
        often = "monthly" if row.monthly else "once"
        return {"text": row.text, "due_on": row.due_on, "often": often, "days": row.days_before}

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_due_on(self) -> date:
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if day < today:
            raise ValidationError(_("Ce jour est passé. Choisissez-en un à venir."))
        if day > today + FARTHEST:
            raise ValidationError(_("C’est trop loin : deux ans au plus."))
        return day

    @property
    def wanted(self) -> Wanted:
        """What was asked, once it is valid."""
        data = self.cleaned_data
        days = tuple(sorted(data["days"], reverse=True))
        return Wanted(data["text"], data["due_on"], data["often"] == "monthly", days)
