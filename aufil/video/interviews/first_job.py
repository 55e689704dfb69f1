"""The usual questions of a first job."""

from django.utils.translation import gettext_lazy as _

from aufil.video.interviews.kinds import ReadyList, ReadyQuestion

LIST = ReadyList(
    "premier-emploi",
    _("Premier emploi"),
    (
        ReadyQuestion(
            _("Présentez-vous en quelques mots."),
            _("Trois temps : d’où je viens, ce que je sais faire, pourquoi ce poste."),
        ),
        ReadyQuestion(
            _("Qu’est-ce qui vous a fait répondre à cette annonce ?"),
            _("Deux mots de l’annonce repris, et ce qui va avec chez soi."),
        ),
        ReadyQuestion(
            _("Que savez-vous déjà faire qui servira ici ?"),
            _("Un exemple par qualité : stage, bénévolat, aide à la maison, garde d’enfants, tout compte."),
        ),
        ReadyQuestion(
            _("Vous n’avez pas beaucoup d’expérience. Que répondez-vous ?"),
            _("Ne pas s’excuser : dire ce qu’on a appris ailleurs, et qu’on apprend vite, avec une preuve."),
        ),
        ReadyQuestion(
            _("Racontez une difficulté, et ce que vous avez fait."),
            _("Le problème, ce que j’ai fait, ce que ça a donné. Une minute."),
        ),
        ReadyQuestion(
            _("Un client est mécontent. Que faites-vous ?"),
            _("Écouter, rester calme, chercher une solution, passer la main si besoin."),
        ),
        ReadyQuestion(
            _("Quelles sont vos qualités ? Et un défaut ?"),
            _("Deux qualités prouvées. Un défaut vrai, avec ce qu’on fait pour l’arranger."),
        ),
        ReadyQuestion(
            _("Il y a un vide dans votre CV. Qu’avez-vous fait ?"),
            _(
                "Une phrase simple et vraie, puis ce qu’on veut maintenant. Personne n’a à raconter sa vie "
                "privée."
            ),
        ),
        ReadyQuestion(
            _("Êtes-vous disponible le week-end, tôt le matin ?"),
            _("Une réponse nette : oui, non, ou à partir de quand. Mieux vaut le dire avant."),
        ),
        ReadyQuestion(
            _("Combien souhaitez-vous gagner ?"),
            _(
                "Savoir le SMIC et ce qui se paie dans le métier. « Le salaire prévu pour ce poste » est "
                "une bonne réponse."
            ),
        ),
        ReadyQuestion(
            _("Pourquoi vous plutôt que quelqu’un d’autre ?"),
            _("Ce qu’on apporte, sans parler des autres : sérieux, envie, proche de chez soi."),
        ),
        ReadyQuestion(
            _("Avez-vous des questions à nous poser ?"),
            _("Toujours une : l’équipe, la première semaine, quand vous donnez une réponse."),
        ),
    ),
)
