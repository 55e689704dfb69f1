from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models import Notice
from aufil.files.models import SIZE_LIMIT
from aufil.kernel.words import normalise
from aufil.thread.actions import Brought
from aufil.thread.models import Call
from aufil.thread.schemas import FILES_MOST, checked_name, checked_text
from aufil.ui.texts import weight


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
    urgent = forms.BooleanField(required=False)
    private = forms.BooleanField(required=False)
    further = forms.BooleanField(required=False)


class TextForm(forms.Form):
    text = TextField()


class SaidField(TextField):
    """Words beside files: they may be missing."""

    def clean(self, value: str | None) -> str:
        return super().clean(value) if normalise(value or "") else ""


class FilesForm(forms.Form):
    """What a form brings to send; `id` was made with the page. `brought` are the files by the kind of their entry."""

    MANY = {"photos": FILES_MOST, "file": FILES_MOST, "voice": 1, "video": 1}

    id = forms.UUIDField()
    text = SaidField()
    urgent = forms.BooleanField(required=False)
    private = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["brought"] = {kind: [_brought(one) for one in self._chosen(kind)] for kind in self.MANY}
        if not any(data["brought"].values()):
            raise ValidationError(_("Choisissez au moins une photo ou un fichier."))
        for kind, some in data["brought"].items():
            if len(some) > self.MANY[kind]:
                raise ValidationError(
                    _("Au plus %(most)d à la fois : envoyez le reste dans un autre message."),
                    params={"most": self.MANY[kind]},
                )
        return data

    def _chosen(self, kind: str) -> list[Any]:
        """The files of a kind; a photo just taken comes by a field of its own."""
        chosen = self.files.getlist(kind)
        return [*self.files.getlist("camera"), *chosen] if kind == "photos" else chosen


class AgainForm(forms.Form):
    """A file chosen again."""

    file = forms.FileField(
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Choisissez le fichier à envoyer.")},
    )

    def clean_file(self) -> Brought:
        return _brought(self.cleaned_data["file"])


class WordsForm(forms.Form):
    """What is said in a recording, or nothing."""

    text = SaidField()


def _brought(upload: Any) -> Brought:
    """One file, within what can be sent; the sentence names it."""
    name = checked_name(upload.name)
    if not upload.size:
        raise ValidationError(_("« %(name)s » est vide. Choisissez-en un autre."), params={"name": name})
    if upload.size > SIZE_LIMIT:
        sentence = _(
            "« %(name)s » est trop lourd : %(size)s, pour 20 Mo au plus. Envoyez-en une version plus légère."
        )
        raise ValidationError(sentence, params={"name": name, "size": weight(upload.size)})
    return Brought(name, upload.size, upload)


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
    """One text for several people, and how far each is told of it."""

    REACHES = (
        (Notice.Reach.PUSH.value, _("Dans Aufil et par notification")),
        (Notice.Reach.MESSAGE.value, _("Aussi par SMS ou e-mail, si ce n’est pas lu")),
        (Notice.Reach.CALL.value, _("Jusqu’à la liste d’appels, si rien n’aboutit")),
    )

    id = forms.UUIDField()
    text = TextField()
    reach = forms.TypedChoiceField(choices=REACHES, coerce=int, required=False)
    private = forms.BooleanField(required=False)


class GroupForm(forms.Form):
    """A new group: a title and people, by their public identifiers."""

    title = forms.CharField(
        max_length=80, error_messages={"required": _("Donnez un nom au groupe.")}, label=_("Nom du groupe")
    )

    def participants(self, name: str) -> list[UUID]:
        """The identifiers ticked under `name`; what is none is dropped."""
        return uuids(self.data.getlist(name))  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    """What a group is called."""

    title = forms.CharField(
        max_length=80,
        label=_("Nom du groupe"),
        error_messages={
            "required": _("Donnez un nom au groupe."),
            "max_length": _("C’est trop long : 80 caractères au plus."),
            "null_characters_not_allowed": _("Un caractère ne peut pas être gardé. Tapez le nom à la main."),
        },
    )


class SilenceForm(forms.Form):
    """Until when somebody wants to hear nothing of a group."""

    silence = forms.ChoiceField(
        choices=[
            ("day", _("Jusqu’à demain matin")),
            ("week", _("Pendant une semaine")),
            ("always", _("Jusqu’à ce que je change d’avis")),
            ("no", _("Être prévenu de nouveau")),
        ]
    )


class HideForm(forms.Form):
    """Why somebody's entry is hidden from a group; its author reads it."""

    reason = forms.CharField(
        max_length=300,
        min_length=3,
        label=_("Pourquoi ?"),
        error_messages={
            "required": _("Écrivez pourquoi : la personne le lira."),
            "min_length": _("Dites-en un peu plus : la personne doit comprendre."),
            "max_length": _("C’est trop long : 300 caractères au plus."),
            "null_characters_not_allowed": _(
                "Un caractère ne peut pas être gardé. Tapez le texte à la main."
            ),
        },
    )


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
