"""What the team's pages may be sent; allauth's own forms are used where they do."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.people.models import Person

LONGEST = 200


class LoginForm(AllauthLoginForm):
    """Name or address, and password."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["login"].error_messages["required"] = _("Écrivez votre identifiant ou votre adresse.")
        self.fields["password"].error_messages["required"] = _("Écrivez votre mot de passe.")


class AddressForm(forms.Form):
    """Where a link is to be sent."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Écrivez votre adresse e-mail."),
            "invalid": gettext_lazy("Cette adresse n’est pas complète. Exemple : camille@exemple.fr."),
        },
    )


class PasswordForm(forms.Form):
    """A new password, typed twice: nobody sees what they type."""

    password = forms.CharField(
        strip=False,
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Choisissez un mot de passe.")},
    )
    again = forms.CharField(
        strip=False,
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Tapez-le une seconde fois.")},
    )

    def __init__(self, *arguments: Any, person: Person, **named: Any) -> None:
        self.person = person
        super().__init__(*arguments, **named)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if {"password", "again"} <= set(typed) and typed["password"] != typed["again"]:
            self.add_error("again", _("Les deux ne sont pas pareils. Tapez le même mot de passe."))
        return typed
