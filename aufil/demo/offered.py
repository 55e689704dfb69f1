"""What the demonstration’s structures offer: kinds of appointments, places, weekly hours, and the communes around."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import uuid5

from aufil.appointments.models import Kind, Mode, Nature, Opening, Place
from aufil.demo.cast import NAMESPACE
from aufil.kernel.words import folded
from aufil.people.models import Person, Structure
from aufil.territory.models import Commune

COMMUNES = """
49023 Beaupréau-en-Mauges        49110 49450 49510 49600  47.20 -0.96
49092 Chemillé-en-Anjou          49120 49310 49670 49750  47.22 -0.70
49099 Cholet                     49300                    47.05 -0.88
49109 Coron                      49690                    47.12 -0.64
49192 Maulévrier                 49360                    47.02 -0.77
49193 Le May-sur-Èvre            49122                    47.13 -0.88
49301 Sèvremoine                 49230 49450 49660 49710  47.10 -1.09
49332 La Séguinière              49280                    47.08 -0.96
49343 La Tessoualle              49280                    47.01 -0.84
49355 Trémentines                49340                    47.12 -0.80
49371 Vezins                     49340                    47.12 -0.72
49381 Yzernay                    49360                    47.03 -0.70
53003 Ambrières-les-Vallées      53300                    48.42 -0.62
53096 Ernée                      53500                    48.30 -0.94
53097 Évron                      53150 53600              48.14 -0.42
53107 Gorron                     53120                    48.42 -0.80
53127 Lassay-les-Châteaux        53110                    48.44 -0.50
53147 Mayenne                    53100                    48.31 -0.61
53185 Pré-en-Pail-Saint-Samson   53140                    48.46 -0.19
53271 Villaines-la-Juhel         53700                    48.34 -0.29
72029 Beaumont-sur-Sarthe        72170                    48.22 0.11
72039 Bonnétable                 72110                    48.18 0.45
72089 Conlie                     72240                    48.12 -0.01
72132 La Ferté-Bernard           72400                    48.18 0.64
72138 Fresnay-sur-Sarthe         72130                    48.29 0.10
72180 Mamers                     72600                    48.35 0.37
72189 Marolles-les-Braults       72260                    48.25 0.32
72334 Sillé-le-Guillaume         72140                    48.19 -0.12
"""
KINDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("Entretien", {"modes": [Mode.SITE, Mode.PHONE, Mode.VIDEO, Mode.HOME, Mode.CHOSEN], "minutes": 45}),
    ("Point rapide", {"modes": [Mode.PHONE, Mode.VIDEO], "minutes": 30, "reminders": [24 * 60, 60]}),
    (
        "Premier accueil",
        {"modes": [Mode.SITE, Mode.PHONE], "minutes": 60, "for_public": True, "for_young": False},
    ),
    (
        "Entretien santé",
        {"modes": [Mode.SITE, Mode.PHONE], "minutes": 45, "is_sensitive": True, "for_young": False},
    ),
    (
        "Visite d’entreprise",
        {"modes": [Mode.PARTNER], "minutes": 120, "nature": Nature.VISIT, "for_young": False},
    ),
    (
        "Atelier CV",
        {"modes": [Mode.SITE], "minutes": 150, "nature": Nature.WORKSHOP, "is_collective": True},
    ),
    (
        "Information apprentissage",
        {
            "modes": [Mode.SITE, Mode.VIDEO],
            "minutes": 90,
            "nature": Nature.INFORMATION,
            "is_collective": True,
        },
    ),
)
# Beside the sites: name, how to come, of each structure, in the commune of its main site.
ELSEWHERE = (
    ("Médiathèque", "Salle de travail du premier étage. Ascenseur à droite de l’entrée."),
    ("Terrasse de la place du marché", "En cas de pluie : sous la halle."),
    ("Chambre de métiers", "Sonnez à l’accueil et demandez le centre d’aide."),
)
HOW_TO_COME = "Rez-de-chaussée, sonnez. Arrêt de bus à deux minutes."
MORNING, AFTERNOON = (time(9), time(12, 30)), (time(13, 30), time(17, 30))
NEAR, FAR = [Mode.SITE, Mode.PHONE, Mode.VIDEO], [Mode.PHONE, Mode.VIDEO]
SINCE = date(2020, 1, 6)


@dataclass
class Offer:
    """What one structure offers: its kinds by name, the places of its sites (the main one first), those elsewhere."""

    kinds: dict[str, Kind]
    sites: list[Place]
    elsewhere: list[Place]


def offer(structures: Mapping[str, Structure], team: Mapping[str, Iterable[Person]]) -> dict[str, Offer]:
    """Kinds, places and hours of each structure, by slug."""
    communes = {row.name: row for row in Commune.objects.bulk_create(_communes())}
    return {slug: _offer(structure, list(team[slug]), communes) for slug, structure in structures.items()}


def _communes() -> Iterable[Commune]:
    for line in COMMUNES.strip().splitlines():
        insee, name = line.split(maxsplit=2)[0], line[6:33].strip()
        *codes, north, east = line[33:].split()
        yield Commune(
            insee=insee,
            name=name,
            department=insee[:2],
            postal_codes=" ".join(codes),
            folded=folded(name.replace("-", " ")),
            latitude=float(north),
            longitude=float(east),
        )


def _offer(structure: Structure, team: list[Person], communes: Mapping[str, Commune]) -> Offer:
    kinds = {
        name: Kind.objects.create(
            uid=uuid5(NAMESPACE, f"genre/{structure.slug}/{name}"), structure=structure, name=name, **facts
        )
        for name, facts in KINDS
    }
    sites = []
    for site in structure.sites.order_by("-is_main", "pk"):
        found = communes[site.commune]
        sites.append(_place(structure, site.name, site.address, found, HOW_TO_COME, site=site))
    main = communes[sites[0].commune]
    elsewhere = [_place(structure, name, "", main, how) for name, how in ELSEWHERE]
    for number, person in enumerate(team):
        _open(structure, person, sites, number)
    return Offer(kinds, sites, elsewhere)


def _place(
    structure: Structure, name: str, address: str, commune: Commune, how: str, **more: object
) -> Place:
    return Place.objects.create(
        uid=uuid5(NAMESPACE, f"endroit/{structure.slug}/{name}"),
        structure=structure,
        name=name,
        address=address,
        postal_code=commune.postal_codes.split()[-1],
        commune=commune.name,
        insee=commune.insee,
        latitude=commune.latitude,
        longitude=commune.longitude,
        directions=how,
        **more,
    )


def _open(structure: Structure, person: Person, sites: list[Place], number: int) -> None:
    """Four days where the structure is, half a day a week further out, and from afar on Friday mornings."""
    out = 1 if number % 2 else 3
    for weekday in range(5):
        for stretch in (MORNING, AFTERNOON):
            away = weekday == out and (stretch == MORNING) == (out == 1)
            if weekday == 4 and stretch == AFTERNOON:
                continue
            place = sites[1 + number % (len(sites) - 1)] if away else sites[0]
            modes = FAR if weekday == 4 else [*NEAR, Mode.HOME, Mode.CHOSEN] if weekday == 2 else NEAR
            Opening.objects.create(
                uid=uuid5(NAMESPACE, f"ouverture/{person.username}/{weekday}/{stretch[0]}"),
                structure=structure,
                counsellor=person,
                place=place,
                modes=modes,
                weekday=weekday,
                starts=stretch[0],
                ends=stretch[1],
                from_on=SINCE,
            )
