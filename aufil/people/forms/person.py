"""A young person added by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.people.forms.fields import PersonField
from aufil.people.forms.profile import IdentityForm
from aufil.people.models import Person, Role
from aufil.people.queries import with_role
from aufil.web.fields import LineField


class NewPersonForm(IdentityForm):
    file_number = LineField(max_length=20, label=_("Numéro de dossier"), help_text=_("Le numéro i-milo."))
    referent = PersonField(label=_("Conseiller référent"), required=False, empty=_("personne encore"))
    another = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ["first_name", "last_name", "birth_date", "phone", "email", "file_number", "referent"]

    def __init__(self, *arguments: Any, viewer: Person, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["postal_code"], self.fields["commune"]
        counsellors = with_role(self.structure, Role.COUNSELLOR)
        self.fields["referent"].queryset = counsellors  # type: ignore[attr-defined]
        if counsellors.filter(pk=viewer.pk).exists():
            self.fields["referent"].initial = viewer

    @property
    def values(self) -> dict[str, Any]:
        """What is known of the person."""
        beside = ("referent", "another")
        return {name: value for name, value in self.cleaned_data.items() if name not in beside}
