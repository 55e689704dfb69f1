"""What the team's pages may be sent; allauth's own forms are used where they do."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.people.models import Person

LONGEST = 200
WRONG_KEY = gettext_lazy("Cette clé d’accès n’ouvre rien ici.")


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


class WellFormed:
    """What a script sends as a passkey may be anything: only what looks like one is read further."""

    PIECES: tuple[str, ...] = ("clientDataJSON",)

    def clean_credential(self) -> Any:
        sent = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        response = sent.get("response") if isinstance(sent, dict) else None
        if not isinstance(response, dict) or sent.get("type") != "public-key":
            raise forms.ValidationError(WRONG_KEY)
        if not all(isinstance(sent.get(name), str) for name in ("id", "rawId")):
            raise forms.ValidationError(WRONG_KEY)
        if not all(isinstance(value, str) for value in response.values()) or not set(self.PIECES) <= set(
            response
        ):
            raise forms.ValidationError(WRONG_KEY)
        further = getattr(super(), "clean_credential", lambda: sent)
        return readable(further)

    def clean(self) -> Any:
        return readable(super().clean)  # type: ignore[misc]


def readable(read: Callable[[], Any]) -> Any:
    """What the library reads; what it stumbles over is a wrong key, not a fault of ours."""
    try:
        return read()
    except (KeyError, IndexError, AttributeError, TypeError, ValueError, struct.error):
        raise forms.ValidationError(WRONG_KEY) from None


class NewPasskeyForm(WellFormed, AddWebAuthnForm):
    PIECES = ("clientDataJSON", "attestationObject")


class PasskeyLoginForm(WellFormed, LoginWebAuthnForm):
    PIECES = ("clientDataJSON", "authenticatorData", "signature", "userHandle")


class SecondPasskeyForm(WellFormed, AuthenticateWebAuthnForm):
    PIECES = ("clientDataJSON", "authenticatorData", "signature")


class PasskeyAgainForm(WellFormed, ReauthenticateWebAuthnForm):
    PIECES = ("clientDataJSON", "authenticatorData", "signature")
