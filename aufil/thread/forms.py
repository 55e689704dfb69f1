from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.thread.models import Call
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


class NoteForm(forms.Form):
    """A private note; `id` was made with the page."""

    id = forms.UUIDField()
    text = TextField()


class CallForm(forms.Form):
    """What came of a call: one of four, and a line if wanted."""

    id = forms.UUIDField()
    outcome = forms.ChoiceField(
        choices=Call.Outcome.choices,
        error_messages={
            "required": _("Dites ce qu’a donné l’appel."),
            "invalid_choice": _("Dites ce qu’a donné l’appel."),
        },
    )
    text = forms.CharField(
        required=False,
        max_length=300,
        error_messages={"max_length": _("C’est trop long pour une ligne : 300 caractères au plus.")},
    )


class ManyForm(forms.Form):
    """One text for several people."""

    id = forms.UUIDField()
    text = TextField()


class GroupForm(forms.Form):
    """A new group: a title and people, by their public identifiers."""

    title = forms.CharField(
        max_length=80, error_messages={"required": _("Donnez un nom au groupe.")}, label=_("Nom du groupe")
    )

    def participants(self, name: str) -> list[UUID]:
        """The identifiers ticked under `name`; what is none is dropped."""
        return uuids(self.data.getlist(name))  # type: ignore[attr-defined]


def uuids(values: Iterable[str]) -> list[UUID]:
    """The identifiers among `values`; what is none is dropped."""
    return [uid for uid in map(as_uuid_or_none, values) if uid]


def as_uuid_or_none(value: str) -> UUID | None:
    """An identifier typed or forged into an address or a field; None when it is none."""
    try:
        return UUID(value)
    except ValueError:
        return None


class ReasonForm(forms.Form):
    """Why somebody who is not in a thread needs to read it; the young person sees it."""

    reason = forms.CharField(
        max_length=300,
        min_length=10,
        label=_("Pourquoi avez-vous besoin de lire ?"),
        error_messages={
            "required": _("Écrivez pourquoi : le jeune le verra."),
            "min_length": _("Dites-en un peu plus : le jeune doit comprendre pourquoi."),
            "max_length": _("C’est trop long : 300 caractères au plus."),
            "null_characters_not_allowed": _(
                "Un caractère ne peut pas être gardé. Tapez le texte à la main."
            ),
        },
    )
