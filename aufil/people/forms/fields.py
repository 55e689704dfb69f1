"""Fields in the words of the field: phones in any writing, days, people by their public identifier."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.kernel.phones import to_e164

REQUIRED = _("Remplissez cette case.")
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"]
UNSAID = ("", _("pas précisé"))


class LineField(forms.CharField):
    """A short text on one line."""

    def __init__(self, *, max_length: int, label: Any, required: bool = False, **more: Any) -> None:
        messages = {
            "required": REQUIRED,
            "max_length": _(
                "C’est trop long : %(show_value)d caractères pour %(limit_value)d. Raccourcissez."
            ),
            "null_characters_not_allowed": _(
                "Un caractère ne peut pas être gardé. Tapez le texte à la main."
            ),
        }
        super().__init__(
            max_length=max_length, label=label, required=required, error_messages=messages, **more
        )
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class PhoneField(LineField):
    """A phone in any French writing, given as E.164; `region` is set by the form (the structure's)."""

    region = "FR"

    def __init__(self, *, label: Any, **more: Any) -> None:
        super().__init__(max_length=30, label=label, **more)
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        try:
            return to_e164(written, self.region) if written else ""
        except ValueError:
            message = _("Ce numéro n’est pas un numéro de téléphone. Exemple : 06 12 34 56 78.")
            raise ValidationError(message) from None


class AddressField(forms.EmailField):
    def __init__(self, *, label: Any, **more: Any) -> None:
        message = _("Cette adresse n’est pas complète. Exemple : lea@exemple.fr.")
        super().__init__(
            label=label, required=False, max_length=254, error_messages={"invalid": message}, **more
        )
        self.widget.attrs["autocomplete"] = "off"


class DayField(forms.DateField):
    """A day, by the browser's own calendar or typed `jj/mm/aaaa`."""

    def __init__(self, *, label: Any, required: bool = False, **more: Any) -> None:
        messages = {
            "required": _("Choisissez un jour."),
            "invalid": _("Ce jour ne se lit pas. Écrivez-le ainsi : 24/11/2026."),
        }
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            label=label,
            required=required,
            input_formats=DAY_FORMATS,
            widget=widget,
            error_messages=messages,
            **more,
        )


class ChoiceField(forms.ChoiceField):
    """One of few, all in view. Not required: `unsaid` is one of them."""

    def __init__(self, *, choices: Any, label: Any, required: bool = False, **more: Any) -> None:
        listed = list(choices) if required else [UNSAID, *choices]
        messages = {
            "required": _("Choisissez une réponse."),
            "invalid_choice": _("Choisissez dans la liste."),
        }
        more.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=listed, label=label, required=required, error_messages=messages, **more)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nobody has asked."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            choices=[("", _("pas demandé")), ("oui", _("oui")), ("non", _("non"))],
            label=label,
            required=False,
            coerce=lambda value: value == "oui",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Choisissez dans la liste.")},
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "oui", False: "non", None: ""}.get(value, value)


class PersonField(forms.ModelChoiceField):
    """One of the persons a form is given, by public identifier; anybody else does not exist."""

    def __init__(self, *, label: Any, required: bool = True, empty: Any = None, **more: Any) -> None:
        super().__init__(
            queryset=None,
            to_field_name="uid",
            label=label,
            required=required,
            empty_label=empty or _("Choisir…"),
            error_messages={
                "required": _("Choisissez quelqu’un."),
                "invalid_choice": _("Choisissez dans la liste."),
            },
            **more,
        )

    def label_from_instance(self, obj: Any) -> str:
        return obj.full_name
