"""What may be sent to the pages of lists."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aufil.people.models import Structure
from aufil.people.queries import LIST_FIELDS


class ListForm(forms.Form):
    """A file, and the structure it is for where there is a choice."""

    file = forms.FileField(
        allow_empty_file=True,
        error_messages={
            "required": _("Choisissez d’abord un fichier."),
            "invalid": _("Choisissez un fichier."),
        },
    )
    structure = forms.CharField(required=False)

    def __init__(self, *arguments: Any, structures: Sequence[Structure], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.structures = structures

    def clean_structure(self) -> Structure:
        """The one named, or the only one."""
        named = self.cleaned_data["structure"]
        found = [s for s in self.structures if s.slug == named or (not named and len(self.structures) == 1)]
        if not found:
            raise forms.ValidationError(_("Choisissez la structure."))
        return found[0]


def columns_in(sent: QueryDict, count: int) -> list[str]:
    """What each column is said to hold; what is not one of our fields holds nothing."""
    said = [sent.get(f"c{place}", "") for place in range(count)]
    return [field if field in LIST_FIELDS else "" for field in said]


def two_in(sent: QueryDict) -> tuple[UUID, UUID] | None:
    """The two files an address or a form names, in order: the one that is kept first."""
    try:
        named = [UUID(word) for word in sent.getlist("dossier")]
    except ValueError:
        return None
    return (named[0], named[1]) if len(named) == 2 else None


def choices_in(sent: QueryDict) -> dict[str, str]:
    """Of each thing that differs, whose value is right."""
    return {name: value for name, value in sent.items() if value in ("kept", "absorbed")}
