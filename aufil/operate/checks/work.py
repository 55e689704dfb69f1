"""Durable work: is somebody doing it, does some of it keep failing?"""

from datetime import timedelta

from aufil.delivery.queries import lateness
from aufil.jobs.queries import standing
from aufil.operate.checks.verdict import Verdict, fault, ok, warning

LATE = timedelta(minutes=2)
STOPPED = timedelta(minutes=15)
MEND = "aufil serve, ou aufil worker à côté"


def waiting() -> Verdict:
    """The age of the oldest work that is due."""
    now = standing()
    said = f"Le plus ancien travail de fond attend depuis {spoken(now.late)} ({now.waiting} en tout)."
    if now.late >= STOPPED:
        return fault(said, MEND)
    if now.late >= LATE:
        return warning(said, MEND)
    if now.queue >= STOPPED:
        return warning(
            f"Les fichiers attendent leur tour depuis {spoken(now.queue)} ({now.waiting} travaux en tout).",
            "un « aufil worker » de plus",
        )
    return ok(f"Aucun travail de fond en retard ({now.waiting} prévus).")


def failing() -> Verdict:
    """Work that failed several times and will be tried again."""
    stubborn = standing().failing
    if not stubborn:
        return ok("Aucun travail de fond n’échoue à répétition.")
    name, tries, error = stubborn[0]
    more = f" ; {len(stubborn) - 1} autres échouent aussi" if len(stubborn) > 1 else ""
    return warning(
        f"« {name} » a échoué {tries} fois : {error.rstrip('.')}{more}.", "lire le journal du serveur"
    )


def delivering() -> Verdict:
    """How late is the oldest that has to reach somebody? Whoever follows (`jobs.following`) has stopped, if it is."""
    now = lateness()
    said = f"Le plus ancien envoi attend depuis {spoken(now.late)} ({now.waiting} en tout)."
    if now.late >= STOPPED:
        return fault(said, MEND)
    if now.late >= LATE:
        return warning(said, MEND)
    return ok(f"Aucun envoi en retard ({now.waiting} à faire).")


def spoken(lapse: timedelta) -> str:
    """`4 min`, `3 h 05`, `2 j 3 h`."""
    minutes = int(lapse.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    return f"{minutes // 1440} j {minutes // 60 % 24} h"
