"""How somebody asks to see a caseload."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _


class CaseloadForm(forms.Form):
    """The search, filter and order of a caseload; anything unknown counts as not said."""

    SORTS = [
        ("nom", _("Nom")),
        ("echange", _("Dernier échange")),
        ("etape", _("Prochaine étape")),
        ("canal", _("Canal")),
    ]
    ONLY = [
        ("", _("Tout le monde")),
        ("attend", _("Attend une réponse")),
        ("silence", _("Sans échange récent")),
        ("injoignable", _("Sans canal connu")),
        ("mineur", _("Mineurs")),
        ("etape", _("Étape prévue")),
    ]
    q = forms.CharField(required=False, max_length=80, empty_value="")
    tri = forms.ChoiceField(required=False, choices=SORTS)
    montrer = forms.ChoiceField(required=False, choices=ONLY)

    @property
    def view(self) -> dict[str, str]:
        """What was asked, only what is valid: `{"q", "tri", "montrer"}`."""
        self.is_valid()
        found = {name: str(self.cleaned_data.get(name, "")) for name in self.fields}
        return {**found, "q": found["q"].replace("\x00", ""), "tri": found["tri"] or "nom"}

    @property
    def remembered(self) -> str:
        """The filter and order as a query; a search is not remembered: tomorrow it would hide people."""
        view = self.view
        return urlencode({name: view[name] for name in ("tri", "montrer") if view[name]})
