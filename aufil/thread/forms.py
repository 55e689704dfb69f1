from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aufil.thread.schemas import checked_text


class TextField(forms.CharField):
    """A message's text, under the same rules as in the API."""

    def __init__(self) -> None:
        super().__init__(required=False, strip=False)

    def clean(self, value: str | None) -> str:
        try:
            return checked_text(value or "")
        except ValueError as error:
            raise ValidationError(str(error)) from None


class PostForm(forms.Form):
    """A message sent by the plain form; `id` was made with the page, so a double tap is one message."""

    id = forms.UUIDField()
    text = TextField()
    reply_to = forms.UUIDField(required=False)
    seen = forms.IntegerField(min_value=0, required=False)


class TextForm(forms.Form):
    text = TextField()


class GroupForm(forms.Form):
    """A new group: a title and people, by their public identifiers."""

    title = forms.CharField(
        max_length=80, error_messages={"required": _("Donnez un nom au groupe.")}, label=_("Nom du groupe")
    )

    def participants(self, name: str) -> list[UUID]:
        """The identifiers ticked under `name`; what is none is dropped."""
        values = self.data.getlist(name)  # type: ignore[attr-defined]
        return [uid for uid in map(as_uuid_or_none, values) if uid]


def as_uuid_or_none(value: str) -> UUID | None:
    """An identifier typed or forged into an address or a field; None when it is none."""
    try:
        return UUID(value)
    except ValueError:
        return None
