"""How somebody asks to see a caseload, and what they look for."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models import CallLine
from aufil.thread.models import Call
from aufil.thread.queries import Question, days_asked


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


class SearchForm(forms.Form):
    """What is looked for; anything unknown counts as not said."""

    KINDS = [
        ("message", _("Messages")),
        ("photos", _("Photos")),
        ("file", _("Fichiers")),
        ("voice", _("Messages vocaux")),
        ("video", _("Vidéos")),
    ]
    STAFF_KINDS = [("note", _("Notes de l’équipe")), ("call", _("Appels"))]
    q = forms.CharField(required=False, max_length=200, empty_value="")
    fil = forms.UUIDField(required=False)
    personne = forms.UUIDField(required=False)
    genre = forms.ChoiceField(required=False, choices=KINDS + STAFF_KINDS)
    du = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    au = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    suite = forms.CharField(required=False, max_length=80, empty_value="")
    frappe = forms.BooleanField(required=False)

    @property
    def said(self) -> dict[str, Any]:
        """What was asked, only what is valid."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return {**said, "q": said["q"].replace("\x00", "")}

    @property
    def question(self) -> Question:
        """What is looked for; while it is typed (`frappe`) the last word may be only begun."""
        said = self.said
        since, until = days_asked(said["du"] or None, said["au"] or None)
        return Question(
            said["q"],
            thread=said["fil"] or None,
            person=said["personne"] or None,
            kind=said["genre"],
            since=since,
            until=until,
            typing=bool(said["frappe"]),
        )

    @property
    def address(self) -> str:
        """The question as a query, without its page."""
        said = self.said
        return urlencode(
            {name: said[name] for name in self.fields if said[name] and name not in ("suite", "frappe")}
        )


class CalledForm(forms.Form):
    """What came of a call of the list: one of four, and a line if wanted."""

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


class ResumedForm(forms.Form):
    """Which way is to be used again: the number of what is known of it."""

    address = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class NeedlessForm(forms.Form):
    """Why there is no need to call any more."""

    why = forms.ChoiceField(
        choices=CallLine.Why.choices,
        error_messages={
            "required": _("Dites pourquoi ce n’est plus la peine d’appeler."),
            "invalid_choice": _("Dites pourquoi ce n’est plus la peine d’appeler."),
        },
    )
