"""What is said to somebody whose calendar cannot be read: what is, and what to do."""

from django.utils.translation import gettext as _

PARTLY = "many"  # it was read, though not to the end


def sentence(trouble: str) -> str:
    """In one or two sentences; "" when there is no trouble."""
    if not trouble:
        return ""
    return _addresses().get(trouble) or _answers().get(trouble) or _contents().get(trouble) or _otherwise()


def _otherwise() -> str:
    return _("Ce calendrier n’a pas pu être lu. On réessaie dans une heure.")


def _addresses() -> dict[str, str]:
    return {
        "address": _("Collez l’adresse entière, qui commence par « https:// » ou « webcal:// »."),
        "plain": _("Cette adresse n’est pas protégée. Cherchez celle qui commence par « https:// »."),
        "password": _(
            "Retirez le nom et le mot de passe, ou prenez l’adresse secrète que propose le calendrier."
        ),
        "ours": _(
            "C’est un calendrier d’Aufil : vos rendez-vous y sont déjà comptés. Donnez un autre calendrier."
        ),
        "name": _("Ce site est introuvable. Vérifiez l’adresse, ou donnez-la de nouveau."),
        "private": _(
            "Cette adresse mène à un réseau privé, où Aufil ne va pas. Donnez une adresse publique."
        ),
        "redirects": _(
            "Cette adresse renvoie vers une autre, encore et encore. Copiez celle du calendrier même."
        ),
        "sealed": _("L’adresse gardée ne s’ouvre plus. Retirez ce calendrier et donnez-la de nouveau."),
    }


def _answers() -> dict[str, str]:
    return {
        "certificate": _(
            "Ce site ne prouve pas qui il est (certificat). Signalez-le à qui tient ce calendrier."
        ),
        "away": _("Ce site ne répond pas. On réessaie dans une heure."),
        "slow": _("Ce site met trop de temps à répondre. On réessaie dans une heure."),
        "denied": _(
            "Ce calendrier n’est pas public. Prenez son adresse secrète (« iCal ») et donnez-la de nouveau."
        ),
        "lost": _(
            "Il n’y a plus de calendrier à cette adresse. Copiez-la de nouveau depuis votre calendrier."
        ),
        "fault": _("Ce site a un problème. On réessaie dans une heure."),
        "too-large": _(
            "Ce calendrier est trop gros (plus de 5 Mo). Partagez-en un plus petit, sans les années passées."
        ),
    }


def _contents() -> dict[str, str]:
    return {
        "page": _(
            "C’est l’adresse d’une page, pas d’un calendrier. Cherchez « adresse iCal », qui finit souvent par .ics."
        ),
        "no-calendar": _("Ce qui est à cette adresse n’est pas un calendrier. Cherchez « adresse iCal »."),
        "cut": _("Ce calendrier est arrivé coupé. On réessaie dans une heure."),
        "garbage": _("Ce calendrier est abîmé. Partagez-le de nouveau, ou donnez-en un autre."),
        "too-much": _(
            "Un évènement s’y répète trop souvent pour être lu. Retirez-le, ou partagez un autre calendrier."
        ),
        PARTLY: _("Il y a trop d’évènements : seuls les 2 000 prochains sont comptés."),
    }
