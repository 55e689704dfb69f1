from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"required": _("Choisissez un jour."), "invalid": _("Écrivez un jour comme 24/11/2026.")}


class AbsenceForm(forms.Form):
    """Days, a message and a stand-in (by public identifier; empty: nobody)."""

    starts_on = forms.DateField(error_messages=DAY)
    ends_on = forms.DateField(error_messages=DAY)
    message = forms.CharField(
        max_length=300, required=False, error_messages={"max_length": _("Écrivez 300 signes au plus.")}
    )
    stand_in = forms.UUIDField(required=False, error_messages={"invalid": _("Choisissez dans la liste.")})
    anyway = forms.BooleanField(required=False)
