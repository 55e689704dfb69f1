"""The questions of who lets into a school or a training course."""

from django.utils.translation import gettext_lazy as _

from aufil.video.interviews.kinds import ReadyList, ReadyQuestion

LIST = ReadyList(
    "formation",
    _("École ou formation"),
    (
        ReadyQuestion(
            _("Parlez-nous de votre parcours."), _("Le chemin, avec ses détours : ce que chacun a appris.")
        ),
        ReadyQuestion(
            _("Pourquoi cette formation ?"),
            _("Le métier au bout, et ce que la formation apporte pour y aller."),
        ),
        ReadyQuestion(
            _("Que savez-vous de son contenu ?"),
            _("Avoir lu le programme : une matière qui attire, une qui inquiète."),
        ),
        ReadyQuestion(
            _("Vous avez arrêté avant la fin. Qu’est-ce qui a changé ?"),
            _("Une phrase sur l’arrêt, sans accuser. Puis ce qui est prêt maintenant."),
        ),
        ReadyQuestion(
            _("Comment vous organisez-vous pour travailler chez vous ?"),
            _("Un endroit, une heure, quelqu’un à qui demander. Ou le dire si rien n’est simple."),
        ),
        ReadyQuestion(
            _("Quel métier ferez-vous ensuite ?"),
            _("Une direction suffit. Montrer qu’on a rencontré quelqu’un qui le fait."),
        ),
        ReadyQuestion(
            _("Comment financez-vous la formation et la vie à côté ?"),
            _("Savoir où en sont les démarches : Région, bourse, allocation, logement."),
        ),
        ReadyQuestion(
            _("Qu’est-ce qui pourrait vous faire abandonner ?"),
            _("Voir juste, et dire à qui on en parlera : transport, argent, garde d’enfant."),
        ),
        ReadyQuestion(
            _("Donnez-nous un exemple de votre sérieux."),
            _("Un fait : être venu chaque semaine, avoir fini quelque chose."),
        ),
        ReadyQuestion(
            _("Et si la réponse est non ?"),
            _("Un autre plan, et l’envie de revenir : c’est rassurant, pas un manque d’envie."),
        ),
        ReadyQuestion(
            _("Que voulez-vous nous demander ?"),
            _("Les horaires, les stages, combien trouvent un travail après."),
        ),
    ),
)
