"""What a structure settles about video."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from aufil.video.models import VideoRules

WAYS = [("ours", _("La visio d’Aufil : rien à installer")), ("own", _("Notre propre outil de visio"))]


class VideoForm(forms.Form):
    """Ours, or the structure’s own tool with its address."""

    way = forms.ChoiceField(
        label=_("Les rendez-vous en visio passent par"), choices=WAYS, widget=forms.RadioSelect
    )
    link = forms.CharField(
        label=_("L’adresse de votre outil"),
        required=False,
        max_length=300,
        help_text=_("La même pour tous les rendez-vous, par exemple une salle permanente."),
    )

    def __init__(self, data: Any = None, *, rules: VideoRules) -> None:
        initial = {
            "way": "own" if rules.link else "ours",
            "link": rules.link,
        }
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("way") == "own":
            try:
                URLValidator(schemes=["https"])(said.get("link", ""))
            except forms.ValidationError:
                self.add_error("link", _("Écrivez l’adresse entière. Elle commence par https://."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """As `actions.settle_video` takes them."""
        said = self.cleaned_data
        link = said["link"] if said["way"] == "own" else ""
        return {"link": link}
