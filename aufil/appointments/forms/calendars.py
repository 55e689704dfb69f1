"""What the page of calendars may be sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    """An address for a calendar program; `draft` is random and comes with the form."""

    label = forms.CharField(
        max_length=60,
        error_messages={
            "required": _("Dites pour quel appareil, par exemple « Mon téléphone »."),
            "max_length": _("C’est trop long : 60 lettres au plus."),
        },
    )
    with_names = forms.BooleanField(required=False)
    draft = forms.RegexField(r"^[\w-]{20,80}$")
