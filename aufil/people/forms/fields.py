"""Fields in the words of the field: one of few, yes or no, people by their public identifier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

UNSAID = ("", _("pas précisé"))


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
