"""The questions before a few days in a firm."""

from django.utils.translation import gettext_lazy as _

from aufil.video.interviews.kinds import ReadyList, ReadyQuestion

LIST = ReadyList(
    "stage",
    _("Stage ou immersion"),
    (
        ReadyQuestion(
            _("Qu’aimeriez-vous découvrir pendant ces quelques jours ?"),
            _("Un but précis : voir le métier, vérifier qu’il plaît, essayer un geste."),
        ),
        ReadyQuestion(
            _("Que connaissez-vous de ce métier ?"),
            _("Ce qu’on a lu, vu, entendu, et ce qu’on ne sait pas encore."),
        ),
        ReadyQuestion(
            _("Pourquoi chez nous ?"),
            _("La proximité est une bonne raison, à côté d’une autre sur l’entreprise."),
        ),
        ReadyQuestion(
            _("Quelles sont vos dates et vos horaires possibles ?"),
            _("Les avoir en tête, et savoir qui signe la convention."),
        ),
        ReadyQuestion(
            _("Comment allez-vous venir ?"), _("Le trajet déjà regardé, avec une solution de secours.")
        ),
        ReadyQuestion(
            _("Qu’est-ce qui vous plaît quand vous travaillez ?"),
            _("Dehors, avec les mains, avec des gens, au calme : se connaître un peu."),
        ),
        ReadyQuestion(
            _("Qu’est-ce que vous n’aimeriez pas faire ?"),
            _("Rester honnête sans fermer la porte : « je n’ai jamais essayé, je veux bien voir »."),
        ),
        ReadyQuestion(
            _("Y a-t-il quelque chose à savoir pour bien vous accueillir ?"),
            _("On choisit ce qu’on dit. Parler d’un besoin pratique suffit, jamais d’un diagnostic."),
        ),
        ReadyQuestion(
            _("Que faites-vous si vous êtes en retard ou malade ?"),
            _("Prévenir avant l’heure, par téléphone, et dire aussi à la Mission Locale."),
        ),
        ReadyQuestion(
            _("À la fin, comment saurez-vous si ce métier est pour vous ?"),
            _("Regarder ce qui a plu, ce qui a pesé, ce qu’on en dit autour."),
        ),
    ),
)
