"""The machine: home folder, disk, keys, time zones."""

import ctypes.util
import shutil
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from aufil.operate.checks.verdict import Verdict, fault, first_line, ok, warning
from aufil.people.models import Structure

KEY_FILE = "secret-key"
KEY_LENGTH = 32  # characters: 128 random bits in hexadecimal
GIGA = 1_000_000_000
DISK_LOW = 2 * GIGA
DISK_OUT = GIGA // 5
FRENCH_ZONES = (
    *("Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "America/Miquelon"),
    *("Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis"),
)


def home() -> Verdict:
    """Can Aufil write at home, and is it alone to read there?"""
    folder: Path = settings.HOME
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return fault(
            f"Impossible d’écrire dans {folder} : {error.strerror or first_line(error)}.", "AUFIL_HOME"
        )
    if folder.stat().st_mode & stat.S_IRWXO:
        return warning(f"Les autres comptes de la machine peuvent lire dans {folder}.", f"chmod 700 {folder}")
    return ok(f"Aufil peut écrire dans {folder}, et lui seul y lit.")


def disk() -> Verdict:
    """Free space where the home folder is."""
    try:
        free = shutil.disk_usage(settings.HOME).free
    except OSError as error:
        return fault(f"Le disque ne répond pas : {first_line(error)}.", "AUFIL_HOME")
    said = f"{free / GIGA:.1f}".replace(".", ",")
    if free < DISK_OUT:
        return fault(f"Le disque est plein : il reste {said} Go.", "libérer de la place, ou AUFIL_HOME")
    if free < DISK_LOW:
        return warning(f"Le disque se remplit : il reste {said} Go.", "libérer de la place, ou AUFIL_HOME")
    return ok(f"Il reste {said} Go.")


def keys() -> Verdict:
    """Where the signing keys come from, and who else could read them."""
    signing: str = settings.SECRET_KEY
    former: list[str] = list(settings.SECRET_KEY_FALLBACKS)
    if any(len(key) < KEY_LENGTH or len(set(key)) < KEY_LENGTH // 4 for key in (signing, *former)):
        return fault(f"Une clé a moins de {KEY_LENGTH} caractères au hasard.", "AUFIL_SECRET_KEY")
    path: Path = settings.HOME / KEY_FILE
    if not (path.exists() and path.read_text().strip() == signing):
        return ok(f"La clé vient du réglage ; anciennes clés encore acceptées : {len(former)}.")
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return fault(f"D’autres comptes peuvent lire la clé {path}.", f"chmod 600 {path}")
    return ok(f"La clé a été faite ici, dans {path} : gardez-en une copie ailleurs.")


def time_zones() -> Verdict:
    """The zones of France and of the structures."""
    missing = _missing({*FRENCH_ZONES, *Structure.objects.values_list("timezone", flat=True)})
    if missing:
        return fault(f"Fuseaux horaires introuvables : {', '.join(missing)}.", "pip install tzdata")
    return ok("Les fuseaux horaires de France et d’outre-mer sont là.")


def _missing(names: Iterable[str]) -> list[str]:
    missing = []
    for name in sorted(names):
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            missing.append(name)
    return missing


def papers() -> Verdict:
    """Sign-in sheets are drawn with Pango, a library of the system."""
    if ctypes.util.find_library("pangoft2-1.0"):
        return ok("Les feuilles d’émargement peuvent être faites en PDF.")
    return warning(
        "Les feuilles d’émargement ne peuvent pas être faites en PDF : Pango n’est pas installé.",
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0",
    )
