"""Questions that hurt or that the law forbids, and how not to answer."""

from django.utils.translation import gettext_lazy as _

from aufil.video.interviews.kinds import ReadyList, ReadyQuestion

LIST = ReadyList(
    "derangeantes",
    _("Questions qui dérangent"),
    (
        ReadyQuestion(
            _("Vous comptez avoir des enfants bientôt ?"),
            _(
                "Interdite. « C’est personnel, et cela ne changera rien à mon travail. » On a le droit de "
                "ne pas répondre, ou de répondre autre chose."
            ),
        ),
        ReadyQuestion(
            _("Vous êtes de quelle origine ?"),
            _(
                "Interdite. « J’ai le droit de travailler en France ; avez-vous besoin d’un papier ? » Seul"
                " le droit de travailler peut être demandé."
            ),
        ),
        ReadyQuestion(
            _("Vous avez une religion ? Vous mangez de tout ?"),
            _("Interdite. On peut parler des horaires du poste, pas de ce que l’on croit."),
        ),
        ReadyQuestion(
            _("Vous êtes en bonne santé ? Vous prenez des médicaments ?"),
            _(
                "Interdite. La santé se dit au médecin du travail, qui garde le secret. « Rien ne m’empêche"
                " de tenir ce poste. »"
            ),
        ),
        ReadyQuestion(
            _("Vous vivez en couple ? Que font vos parents ?"),
            _("Interdite. « Je préfère parler du poste. » Dit avec le sourire, cela passe."),
        ),
        ReadyQuestion(
            _("Vous avez déjà eu affaire à la justice ?"),
            _(
                "Interdite, sauf métiers où la loi demande un casier. « Si le poste l’exige, je fournirai "
                "l’extrait demandé. »"
            ),
        ),
        ReadyQuestion(
            _("Vous êtes dans un syndicat ? Vous votez ?"),
            _("Interdite. Les opinions ne regardent pas l’employeur."),
        ),
        ReadyQuestion(
            _("Pourquoi n’avez-vous rien fait pendant un an ?"),
            _(
                "Permise, mais rude. Une phrase vraie et courte, puis le présent : « aujourd’hui je peux "
                "commencer, et voici pourquoi »."
            ),
        ),
        ReadyQuestion(
            _("Vous n’avez pas le permis, ça va poser problème, non ?"),
            _("Permise. Répondre sur le trajet : comment je viens, combien de temps, qui peut aider."),
        ),
        ReadyQuestion(
            _("Vous ne trouvez pas que vous êtes trop jeune pour ce poste ?"),
            _("L’âge ne peut pas servir à refuser. Répondre par ce qu’on sait faire."),
        ),
        ReadyQuestion(
            _("Vous accepteriez de commencer sans contrat ?"),
            _("Illégal, sauf immersion avec une convention signée. « Avec plaisir, dès que c’est signé. »"),
        ),
        ReadyQuestion(
            _("On vous a mal répondu, que faites-vous ?"),
            _(
                "Rester poli, finir, partir si besoin. Puis le raconter : la Mission Locale et le Défenseur"
                " des droits aident."
            ),
        ),
    ),
)
