"""What is said in the groups of the demonstration: `(hours before now, who, text)`, oldest first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GroupTalk:
    """A group, its members, and its conversation; `behind` have not read the last entry."""

    structure: str
    title: str
    members: tuple[str, ...]
    behind: tuple[str, ...]
    said: tuple[tuple[float, str, str], ...]


GROUP_TALKS = (
    GroupTalk(
        "cholet",
        "Promo apprentissage",
        ("camille", "julien", "lea", "yanis", "maxime", "lucas", "manon", "sarah"),
        ("lea", "yanis", "camille", "manon", "lucas"),
        (
            (
                1180,
                "camille",
                "Bienvenue à tous. Ici on s’entraide : une question, une annonce, une bonne nouvelle, tout est bon.",
            ),
            (
                1179,
                "julien",
                "La règle qu’on s’est donnée mardi : on ne se moque pas, et ce qui se dit ici reste ici.",
            ),
            (1171, "yanis", "prems"),
            (
                1170.9,
                "manon",
                "bonjour moi c’est manon je cherche en fleuriste, si vous voyez passer qqch dites moi 🌷",
            ),
            (
                1168,
                "lea",
                "salut moi boulangerie ou patisserie. le matin tot ca me fait pas peur c le car qui me fait peur",
            ),
            (
                1150,
                "maxime",
                "Salut. Menuiserie. J’ai le permis depuis peu, je peux prendre quelqu’un depuis Trémentines.",
            ),
            (1149.5, "lea", "@maxime tu passes pas par le may par hasard 👀"),
            (1149, "maxime", "Non mais ça se discute"),
            (
                844,
                "camille",
                "Visite du CFA jeudi prochain, départ 8 h 30 devant la Mission Locale. Le trajet est payé. Qui vient ?",
            ),
            (843, "sarah", "moi"),
            (842, "lucas", "present"),
            (840.2, "yanis", "y aura a manger ?"),
            (840, "julien", "Oui Yanis. Un sandwich, et tu le sais bien."),
            (836, "yanis", "alors present"),
            (660, "manon", "j’ai eu ma réponse…. c’est oui !!!!! 2 ans a la fleuristerie de la place"),
            (659.8, "sarah", "bravoooo 🎉"),
            (659.5, "camille", "Félicitations Manon. Tu nous raconteras ton premier jour ?"),
            (659, "yanis", "tu ramenes des fleurs pour la peine"),
            (410, "lucas", "qqn a deja fait un entretien en visio ? ils me voient d’ou en fait"),
            (
                409,
                "manon",
                "de la tête aux épaules. mets toi face a la fenetre et vire ton linge derriere, vécu",
            ),
            (
                408,
                "julien",
                "On peut répéter ensemble mercredi si vous voulez, à plusieurs c’est plus drôle.",
            ),
            (171, "lucas", "je vous donne le num de mon cousin il cherche un apprenti, appelez le tous 😂"),
            (170, "lucas", "bon j’ai survécu. merci pour le coup du linge"),
            (
                52,
                "camille",
                "Atelier « mon premier budget d’apprenti » la semaine prochaine. Je vous envoie l’heure demain.",
            ),
            (26, "sarah", "ca parle des aides pour le logement aussi ? je demande pour moi et pour une amie"),
            (4.5, "julien", "Oui, Sarah, la moitié du temps. Ton amie peut venir."),
            (3.8, "sarah", "super merci. @Lucas tu viens aussi ? et @camille c’est à quelle heure"),
        ),
    ),
    GroupTalk(
        "mayenne",
        "Club du mardi",
        ("alex", "marion", "louis", "lena", "quentin", "paul", "romane", "zoe"),
        ("louis", "alex"),
        (
            (
                1300,
                "alex",
                "Le club du mardi, c’est 14 h à Mayenne ou ici pour ceux qui ne peuvent pas venir. Chacun avance sur son truc, et on s’aide.",
            ),
            (1299, "lena", "on peut suivre d’ici si on a pas de voiture ?"),
            (1298.5, "alex", "C’est fait pour ça."),
            (960, "quentin", "quelqu’un a un modele de lettre pour une scierie"),
            (
                958,
                "paul",
                "Je t’envoie la mienne, tu changes le nom de la boîte. N’oublie pas de changer le nom de la boîte.",
            ),
            (957, "quentin", "mdr ok"),
            (
                620,
                "romane",
                "Je ne pourrai pas venir mardi, il n’y a pas de car pendant les vacances. Je serai là sur le téléphone.",
            ),
            (619, "marion", "Pas de souci Romane. On commencera par ta question, comme ça tu n’attends pas."),
            (300, "zoe", "jai eu mon code !!! 36 sur 40"),
            (299.7, "lena", "yesss zoé"),
            (299, "marion", "Bravo Zoé. La suite : les heures de conduite, on regarde l’aide ensemble."),
            (
                30,
                "alex",
                "Demain on fait le tour des annonces de la semaine. Venez avec une annonce qui vous plaît, même une qui vous fait peur.",
            ),
            (6, "zoe", "une qui fait peur j’en ai 4"),
        ),
    ),
    GroupTalk(
        "sarthe-nord",
        "Code de la route ensemble",
        ("elodie", "samir", "antoine", "juliette", "valentin", "solene", "clement"),
        ("antoine",),
        (
            (
                900,
                "elodie",
                "Ici on révise le code à plusieurs. Une question par jour, on répond, on discute. Personne n’est noté.",
            ),
            (899, "valentin", "c quoi la distance de securité sur route mouillée deja"),
            (
                898,
                "juliette",
                "Trois secondes au lieu de deux. Je compte « un crocodile, deux crocodiles, trois crocodiles ».",
            ),
            (897, "samir", "Très bon, le crocodile."),
            (500, "solene", "rater à 5 fautes pour la 2e fois. j’arrete"),
            (499.5, "juliette", "noooon. moi c’était 3 fois. reviens"),
            (499, "elodie", "Solène, 35 bonnes réponses, c’est 35. On reprend les 5 ensemble jeudi ?"),
            (480, "solene", "ok pour jeudi"),
            (60, "clement", "Question du jour : feu orange clignotant, on fait quoi ?"),
            (59, "valentin", "on accelere"),
            (58.8, "clement", "Valentin."),
            (58.5, "valentin", "on ralentit et priorité a droite je rigole"),
        ),
    ),
)
