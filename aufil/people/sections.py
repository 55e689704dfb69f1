"""The sections of a young person's page that staff fill in: what is asked, what is known, what is done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aufil.kernel.phones import spoken
from aufil.people import actions, forms
from aufil.people.access import Case
from aufil.people.forms.profile import OTHER, PROGRAMMES, SectionForm
from aufil.people.queries import PersonFile

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """`known` gives what the form starts with; `save` does what was asked."""

    title: Promise
    form: type[SectionForm]
    known: Callable[[PersonFile], dict[str, Any]]
    save: Callable[[Case, Values], None]
    lead: Promise | str = ""


def _about(case: Case) -> dict[str, Any]:
    return {"young": case.young, "structure": case.structure, "actor": case.viewer}


def _of_profile(*names: str) -> Callable[[PersonFile], dict[str, Any]]:
    return lambda file: {name: getattr(file.profile, name) for name in names}


def _to_profile(section: str) -> Callable[[Case, Values], None]:
    return lambda case, values: actions.change_profile(**_about(case), section=section, values=values)


def _identity(file: PersonFile) -> dict[str, Any]:
    young = file.young
    names = ("first_name", "last_name", "birth_date", "email", "postal_code", "commune")
    phone = spoken(young.phone) if young.phone else ""
    return {**{name: getattr(young, name) for name in names}, "phone": phone}


def _stay(file: PersonFile) -> dict[str, Any]:
    stay = file.membership
    usual = {value for value, _label in PROGRAMMES if value != OTHER} | {""}
    known = {"file_number": stay.file_number, "site": stay.site and stay.site.uid}
    if stay.programme in usual:
        return {**known, "programme": stay.programme}
    return {**known, "programme": OTHER, "other_programme": stay.programme}


SECTIONS = {
    "identite": Section(
        _("Identité et coordonnées"),
        forms.IdentityForm,
        _identity,
        lambda case, values: actions.change_identity(**_about(case), values=values),
    ),
    "inscription": Section(
        _("Dispositif et dossier"),
        forms.StayForm,
        _stay,
        lambda case, values: actions.change_stay(**_about(case), **values),
    ),
    "etape": Section(
        _("Prochaine étape"),
        forms.NextStepForm,
        _of_profile("next_step", "next_step_on"),
        _to_profile("next-step"),
    ),
    "echanges": Section(
        _("Comment échanger"),
        forms.ReachForm,
        _of_profile("preferred_channel", "never_by", "rhythm_days"),
        _to_profile("reach"),
    ),
    "themes": Section(
        _("Thèmes de l’accompagnement"),
        forms.ThemesForm,
        lambda file: {"themes": [row.theme for row in file.themes]},
        lambda case, values: actions.set_themes(**_about(case), **values),
    ),
    "equipement": Section(
        _("Équipement et réseau"),
        forms.EquipmentForm,
        _of_profile("own_phone", "mobile_data", "computer", "network"),
        _to_profile("equipment"),
    ),
    "numerique": Section(
        _("Aisance avec le numérique"),
        forms.TasksForm,
        lambda file: {row.task: row.result for row in file.tasks},
        lambda case, values: actions.observe(**_about(case), results=values),
        lead=_(
            "Notez ce que vous avez vu faire, avec vous, pas ce que la personne dit savoir faire. "
            "Ce n’est jamais une condition pour être accompagné."
        ),
    ),
    "langues": Section(
        _("Langues et lecture"),
        forms.LanguageForm,
        _of_profile("languages", "reading"),
        _to_profile("languages"),
    ),
}
