"""The invented structures and staff of the demonstration, and the personas its front page shows."""

from dataclasses import dataclass
from uuid import NAMESPACE_DNS, uuid5

from django.utils.translation import gettext_lazy as _

from aufil.people.models import Person, Role

NAMESPACE = uuid5(NAMESPACE_DNS, "demonstration.aufil")


@dataclass(frozen=True)
class Place:
    """A Mission Locale of the experiment, with its outlying offices."""

    slug: str
    name: str
    phone: str
    presentation: str
    sites: tuple[tuple[str, str, str, str], ...]
    counsellors: tuple[tuple[str, str, str], ...]
    others: tuple[tuple[str, str, str, str], ...]


# What their text messages come from; none of these names can be answered.
SENDERS = {"cholet": "MLCholet", "mayenne": "MLMayenne", "sarthe-nord": "MLSartheN"}

PLACES = (
    Place(
        "cholet",
        "Mission Locale du Choletais",
        "+33241000001",
        "De 16 à 25 ans, nous cherchons avec vous un emploi, une formation, un logement, un moyen de bouger.",
        (
            ("Cholet", "48 rue des Bons-Enfants", "49300", "Cholet"),
            ("Permanence de Beaupréau", "Mairie, rue Notre-Dame", "49600", "Beaupréau-en-Mauges"),
            ("Permanence de Maulévrier", "Maison commune", "49360", "Maulévrier"),
        ),
        (
            ("camille", "Camille", "Rousseau"),
            ("julien", "Julien", "Besnard"),
            ("nadia", "Nadia", "Ferhat"),
            ("sophie", "Sophie", "Gautier"),
            ("thomas", "Thomas", "Pineau"),
        ),
        (("dominique", "Dominique", "Marchand", Role.PILOT), ("claude", "Claude", "Fontaine", Role.HEAD)),
    ),
    Place(
        "mayenne",
        "Mission Locale de Mayenne",
        "+33243000002",
        "Près de chez vous, à Mayenne, Gorron ou Villaines : un conseiller, un téléphone, un fil.",
        (
            ("Mayenne", "12 quai de Waiblingen", "53100", "Mayenne"),
            ("Permanence de Gorron", "Place de la Mairie", "53120", "Gorron"),
            ("Permanence de Villaines", "Rue Jules-Doitteau", "53700", "Villaines-la-Juhel"),
        ),
        (
            ("alex", "Alex", "Lemoine"),
            ("marion", "Marion", "Chevreul"),
            ("karim", "Karim", "Bouzid"),
            ("helene", "Hélène", "Fourmond"),
            ("bruno", "Bruno", "Gendron"),
        ),
        (("isabelle", "Isabelle", "Rocher", Role.HEAD),),
    ),
    Place(
        "sarthe-nord",
        "Mission Locale Sarthe Nord",
        "+33243000003",
        "À Mamers, Fresnay, La Ferté-Bernard : nous répondons à vos questions, et nous cherchons avec vous.",
        (
            ("Mamers", "3 place Carnot", "72600", "Mamers"),
            ("Permanence de Fresnay", "Avenue de la Gare", "72130", "Fresnay-sur-Sarthe"),
            ("Permanence de La Ferté-Bernard", "Rue Denfert-Rochereau", "72400", "La Ferté-Bernard"),
        ),
        (
            ("elodie", "Élodie", "Leroux"),
            ("franck", "Franck", "Bellanger"),
            ("mathilde", "Mathilde", "Poirier"),
            ("samir", "Samir", "Haddad"),
            ("veronique", "Véronique", "Tessier"),
        ),
        (("pascal", "Pascal", "Guérin", Role.HEAD),),
    ),
)

SHOWN = (
    ("lea", _("Jeune, 19 ans. Un fil bien vivant : le car, la boulangerie, une semaine d’essai.")),
    ("yanis", _("Jeune, 21 ans. Des messages courts, des blagues.")),
    ("ines", _("Jeune, 17 ans. Mineure, prudente.")),
    ("camille", _("Conseillère. Huit jeunes, des messages à lire.")),
    ("dominique", _("Référente du programme. Des états et des chiffres, jamais les textes.")),
    ("claude", _("Direction. La structure d’un coup d’œil.")),
    ("alex", _("Conseiller, dans une autre structure. Ne voit rien de Cholet.")),
    ("admin", _("Administre la plateforme.")),
)


def personas_to_show() -> list[tuple[str, list[tuple[str, str, str, object]]]]:
    """The personas by structure: `(structure, [(username, full name, role, what to look at)])`."""
    people = Person.objects.prefetch_related("memberships__structure").in_bulk(
        [name for name, _line in SHOWN], field_name="username"
    )
    groups: dict[str, list[tuple[str, str, str, object]]] = {}
    for username, line in SHOWN:
        person = people.get(username)
        if person is None:
            continue
        membership = next(iter(person.memberships.all()), None)
        where = membership.structure.name if membership else str(_("Plateforme"))
        role = membership.get_role_display() if membership else str(_("administration"))
        groups.setdefault(where, []).append((username, person.full_name, role, line))
    return list(groups.items())
