"""What a request about delivery may contain."""

from uuid import UUID

from django import forms


class ChoiceForm(forms.Form):
    """One person, by public identifier."""

    person = forms.UUIDField()

    def chosen(self) -> UUID | None:
        return self.cleaned_data["person"] if self.is_valid() else None


class SearchForm(forms.Form):
    """Words of a name."""

    q = forms.CharField(max_length=60, required=False)

    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")).strip() if self.is_valid() else ""
