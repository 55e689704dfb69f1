"""The usual questions of a firm that looks for an apprentice."""

from django.utils.translation import gettext_lazy as _

from aufil.video.interviews.kinds import ReadyList, ReadyQuestion

LIST = ReadyList(
    "apprentissage",
    _("Apprentissage en entreprise"),
    (
        ReadyQuestion(
            _("Parlez-moi de vous, en deux minutes."),
            _("Un début clair : qui je suis, ce que j’ai fait, ce que je cherche. Pas toute une vie."),
        ),
        ReadyQuestion(
            _("Pourquoi ce métier ?"),
            _(
                "Une raison à soi : un geste essayé, quelqu’un vu au travail, un stage. Pas « on m’a dit "
                "que ça recrute »."
            ),
        ),
        ReadyQuestion(
            _("Pourquoi l’apprentissage, et pas l’école à temps plein ?"),
            _(
                "Savoir ce que c’est : un contrat, un salaire, un rythme entre le centre de formation et "
                "l’entreprise."
            ),
        ),
        ReadyQuestion(
            _("Que savez-vous de notre entreprise ?"),
            _("Avoir cherché : ce qu’elle fait, pour qui, où. Deux choses exactes suffisent."),
        ),
        ReadyQuestion(
            _("Racontez-moi une chose que vous avez apprise à faire."),
            _("La façon d’apprendre : qui a montré, ce qui était difficile, comment c’est venu."),
        ),
        ReadyQuestion(
            _("Comment viendrez-vous le matin ?"),
            _(
                "Une réponse pratique, déjà pensée : bus, covoiturage, vélo, logement près du centre de "
                "formation."
            ),
        ),
        ReadyQuestion(
            _("Que faites-vous si vous ne comprenez pas une consigne ?"),
            _(
                "Demander tout de suite, faire répéter, montrer ce qu’on a compris. C’est ce qu’attend un "
                "maître d’apprentissage."
            ),
        ),
        ReadyQuestion(
            _("Où en êtes-vous avec le centre de formation ?"),
            _("L’inscription ou les démarches en cours, le nom du diplôme, les dates."),
        ),
        ReadyQuestion(
            _("Parlez-moi d’un moment où vous avez travaillé en équipe."),
            _("Un exemple vrai : stage, sport, famille, association. Ce que les autres attendaient de vous."),
        ),
        ReadyQuestion(
            _("Qu’est-ce qui sera le plus dur pour vous ?"),
            _("Voir juste et dire ce qu’on prévoit : se lever tôt, les maths, rester debout."),
        ),
        ReadyQuestion(
            _("Où vous voyez-vous à la fin du contrat ?"),
            _("Aller au bout du diplôme. On a le droit de ne pas savoir la suite."),
        ),
        ReadyQuestion(
            _("Avez-vous des questions ?"),
            _("En avoir une de prête : la journée type, qui m’apprendra, les horaires."),
        ),
    ),
)
