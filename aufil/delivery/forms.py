"""What the pages of delivery may be sent."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.delivery.actions import TextSettings, Waits
from aufil.delivery.models import DeliverySettings, Wish
from aufil.kernel.phones import is_mobile, to_e164


class AlertsForm(forms.Form):
    alerts = forms.ChoiceField(choices=Wish.Alerts.choices)


class AddressForm(forms.Form):
    address = forms.IntegerField(min_value=1, max_value=2**62)


# At most eleven letters or figures, a letter first: what operators carry as a name.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ]{1,10}")
SHORT_NUMBER = re.compile(r"\d{5,6}")
GATEWAYS = [("", gettext_lazy("Celui de l’installation")), ("smsmode", "smsmode"), ("smsfactor", "SMSFactor")]
MINUTES = gettext_lazy("%s minutes")
# Keys as a form sends them.
SCREEN = [(str(n), MINUTES % n) for n in (2, 5, 10, 15, 30)]
TOGETHER = [("1", gettext_lazy("1 minute")), *((str(n), MINUTES % n) for n in (3, 5, 10))]
PUSH = [
    ("30", MINUTES % 30),
    ("60", gettext_lazy("1 heure")),
    *((str(n * 60), gettext_lazy("%s heures") % n) for n in (2, 4, 6, 8)),
]
MESSAGE = [("1", gettext_lazy("1 jour")), *((str(n), gettext_lazy("%s jours") % n) for n in (2, 3))]
TIME = {
    "required": gettext_lazy("Écrivez une heure, comme 20:00."),
    "invalid": gettext_lazy("Écrivez une heure, comme 20:00."),
}


class SmsSettingsForm(forms.Form):
    """The page of `/structure/sms/`; `kept` is what the structure has now."""

    gateway = forms.ChoiceField(choices=GATEWAYS, required=False)
    secret = forms.CharField(max_length=400, required=False)
    sender = forms.CharField(max_length=20, required=False)
    can_be_answered = forms.BooleanField(required=False)
    price = forms.CharField(max_length=8, required=False)
    screen_minutes = forms.TypedChoiceField(choices=SCREEN, coerce=int)
    push_minutes = forms.TypedChoiceField(choices=PUSH, coerce=int)
    message_days = forms.TypedChoiceField(choices=MESSAGE, coerce=int)
    together_minutes = forms.TypedChoiceField(choices=TOGETHER, coerce=int)
    quiet_from = forms.TimeField(error_messages=TIME)
    quiet_until = forms.TimeField(error_messages=TIME)

    def __init__(self, data: Any = None, *, kept: str = "", region: str = "FR") -> None:
        super().__init__(data)
        self.kept, self.region = kept, region

    def clean_secret(self) -> str:
        written: str = self.cleaned_data["secret"]
        gateway = self.cleaned_data.get("gateway", "")
        if gateway and not written and gateway != self.kept:
            raise ValidationError(_("Collez la clé que ce fournisseur vous a donnée."))
        return written

    def clean_sender(self) -> str:
        written = " ".join(self.cleaned_data["sender"].split())
        if not written or NAME.fullmatch(written) or SHORT_NUMBER.fullmatch(written):
            return written
        try:
            return to_e164(written, self.region)
        except ValueError:
            said = _(
                "Un nom de 11 lettres ou chiffres au plus, sans accent, ou un numéro. Exemple : MissionLoc."
            )
            raise ValidationError(said) from None

    def clean_price(self) -> int:
        """Cents, with or without decimals, as thousandths of a euro."""
        written = self.cleaned_data["price"].replace(",", ".").strip()
        if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", written):
            raise ValidationError(_("Écrivez un nombre de centimes, comme 4,5."))
        return int((Decimal(written) * 10).quantize(Decimal(1), ROUND_HALF_UP))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        sender = data.get("sender", "")
        if data.get("can_be_answered") and sender and NAME.fullmatch(sender):
            said = _(
                "On ne peut pas répondre à un nom. Écrivez un numéro comme expéditeur, ou décochez cette case."
            )
            self.add_error("can_be_answered", said)
        begins, ends = data.get("quiet_until"), data.get("quiet_from")
        if begins and ends and begins >= ends:
            self.add_error(
                "quiet_from", _("Le soir vient après le matin : choisissez une heure plus tardive.")
            )
        if self.errors and data.get("secret"):
            self.add_error("secret", _("Collez la clé de nouveau : elle n’est jamais montrée."))
        return data

    def texts(self) -> TextSettings:
        return TextSettings(**{name: self.cleaned_data[name] for name in TextSettings._fields})

    def waits(self) -> Waits:
        return Waits(**{name: self.cleaned_data[name] for name in Waits._fields})


class TrialForm(forms.Form):
    """A mobile number to send a word to."""

    phone = forms.CharField(max_length=30, required=False)

    def __init__(self, data: Any = None, *, region: str = "FR") -> None:
        super().__init__(data)
        self.region = region

    def clean_phone(self) -> str:
        try:
            number = to_e164(self.cleaned_data["phone"], self.region)
        except ValueError:
            number = ""
        if not number or not is_mobile(number):
            raise ValidationError(_("Écrivez un numéro de mobile complet. Exemple : 06 12 34 56 78."))
        return number


def typed_of(chosen: DeliverySettings, gateway: str) -> dict[str, Any]:
    """What the form begins with: never the secret."""
    waits = {name: str(getattr(chosen, name)) for name in Waits._fields}
    waits |= {name: f"{getattr(chosen, name):%H:%M}" for name in ("quiet_from", "quiet_until")}
    cents = f"{Decimal(chosen.sms_price) / 10:f}".replace(".", ",")
    return {
        **waits,
        "gateway": gateway,
        "sender": chosen.sms_sender,
        "can_be_answered": chosen.sms_can_be_answered,
        "price": cents.removesuffix(",0"),
    }


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
