"""What the tries for a notice say of it: the same, in whatever order it was learnt, and however often."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models import Notice, Receipt

State, Said = Notice.State, Receipt.Said

# Codes of what we kept back ourselves, before a byte left: as if it had not been tried.
NOT_NEEDED, TOO_LATE_TO_LEAVE, WITHDRAWN = "not-needed", "too-late-to-leave", "withdrawn"
STOPPED = "stopped"  # its person closed this way
KEPT_BACK = {NOT_NEEDED, TOO_LATE_TO_LEAVE, WITHDRAWN, STOPPED}


class Reason(models.TextChoices):
    """Why a notice stands as it does."""

    HOURS = "hours", _("en dehors des heures d’ouverture")
    QUIET = "quiet", _("la nuit, le dimanche et les jours fériés, rien ne part")
    TOGETHER = "together", _("part avec d’autres, dans quelques minutes")
    LEAVING = "leaving", _("en train de partir")
    UNKNOWN = "unknown", _("parti, sans nouvelle : on ne sait pas s’il est arrivé")
    DOUBT = "doubt", _("dit reçu, puis dit non remis : à vérifier")
    FAILED = "failed", _("n’a pas pu être remis")
    SILENT = "silent", _("envoyé, pas de réaction")
    NO_WAY = "no-way", _("aucun moyen de joindre cette personne")
    TOO_LATE = "too-late", _("n’avait plus d’objet")
    SCREEN = "screen", _("se lit à l’écran seulement")
    WISH = "wish", _("ne veut pas être prévenu")
    DIGEST = "digest", _("dans le résumé du matin")
    GONE = "gone", _("n’existe plus")
    ASKED = "asked", _("a demandé qu’on l’appelle")
    CUT = "cut", _("visio coupée deux fois : finir au téléphone")


# Reasons with which a notice may have ended without anybody having been told.
UNARRIVED = [
    Reason.FAILED.value,
    Reason.NO_WAY.value,
    Reason.TOO_LATE.value,
    Reason.DOUBT.value,
    Reason.UNKNOWN.value,
]


class Try(NamedTuple):
    """An attempt that spoke of a notice, with all that was learnt of it."""

    attempt: int
    channel: str
    address: str
    made_at: datetime
    said: frozenset[str] = frozenset()
    kept_back: bool = False  # by us: it never left
    waits: bool = False  # to leave
    has_started: bool = False  # it is leaving at this moment

    @property
    def was_read(self) -> bool:
        return Said.OPENED in self.said or Said.ANSWERED in self.said

    @property
    def has_come(self) -> bool:
        return Said.DELIVERED in self.said

    @property
    def is_doubtful(self) -> bool:
        """Said to have come, and said to have failed."""
        return self.has_come and Said.FAILED in self.said

    @property
    def has_failed(self) -> bool:
        refused = Said.FAILED in self.said or Said.REFUSED in self.said
        return refused and not self.has_come and not self.was_read and not self.kept_back

    @property
    def is_alive(self) -> bool:
        """It leaves, or left and may have come."""
        return not self.has_failed and not (self.kept_back and not self.has_come)


class Standing(NamedTuple):
    """What a reader is shown of a notice."""

    state: str
    reason: str = ""


def standing(alive: Sequence[Try]) -> Standing:
    """Of a notice that is under way, by the tries of its last step that have not failed."""
    if any(one.has_come for one in alive):
        return Standing(State.DELIVERED, _doubt(alive))
    if any(Said.TAKEN in one.said for one in alive):
        return Standing(State.SENT)
    if any(Said.UNKNOWN in one.said for one in alive):
        return Standing(State.FAILED, Reason.UNKNOWN)
    return Standing(State.WAITING, Reason.LEAVING)


def ending(tries: Sequence[Try], otherwise: str) -> Standing:
    """Of a notice for which nothing more will be tried; `otherwise`: why, when nothing ever left."""
    if any(one.was_read for one in tries):
        return Standing(State.SEEN)
    if any(one.has_come for one in tries):
        return Standing(State.DELIVERED, _doubt(tries))
    left = [one for one in tries if one.is_alive and not one.waits]
    if left:
        taken = any(Said.TAKEN in one.said for one in left)
        return Standing(State.SENT, "" if taken else Reason.UNKNOWN)
    if any(one.has_failed for one in tries):
        return Standing(State.DROPPED, Reason.FAILED)
    return Standing(State.DROPPED, otherwise)


def afterwards(stood: Standing, tries: Sequence[Try]) -> Standing:
    """Of a notice that has ended, when something more is learnt: better news counts, worse is a doubt shown."""
    if stood.state in (State.SEEN, State.DONE, State.WITHDRAWN):
        return stood
    if any(one.was_read or one.has_come for one in tries) or stood.state == State.SENT:
        return ending(tries, stood.reason)
    return stood


def _doubt(tries: Collection[Try]) -> str:
    """A doubt is shown as long as no other try has come without one."""
    come = [one for one in tries if one.has_come]
    return Reason.DOUBT if all(one.is_doubtful for one in come) else ""
