"""Where files are kept, and the keys they are kept under."""

import shutil
import stat
from pathlib import Path

from django.conf import settings

from aufil.files.queries import keys_in_use, store_state, unknown_keys
from aufil.kernel.sealing import fingerprints
from aufil.operate.checks.machine import DISK_LOW, DISK_OUT, GIGA, KEY_LENGTH
from aufil.operate.checks.verdict import Verdict, fault, first_line, ok, warning

SETTING = "AUFIL_STORAGE_URL"
KEYS = "AUFIL_ENCRYPTION_KEYS"
KEY_FILE = "encryption-key"


def storage() -> Verdict:
    """Can a file be kept, read again and erased?"""
    state = store_state()
    if state.trouble:
        return fault(
            f"Les fichiers ne peuvent pas être gardés dans {state.where} : {state.trouble}.", SETTING
        )
    if state.folder:
        return _room(state.folder)
    if not state.private:
        return warning(
            f"Les fichiers partent en clair sur le réseau vers {state.where}, mais chiffrés.", SETTING
        )
    return ok(f"Le seau {state.where} garde, rend et efface.")


def _room(folder: str) -> Verdict:
    """Free space where files are, which may be another disk than that of the home."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return fault(f"Le disque des fichiers ne répond pas : {first_line(error)}.", SETTING)
    said = f"{free / GIGA:.1f}".replace(".", ",")
    if free < DISK_OUT:
        return fault(
            f"Le disque des fichiers est plein : il reste {said} Go.", f"libérer de la place, ou {SETTING}"
        )
    if free < DISK_LOW:
        return warning(
            f"Le disque des fichiers se remplit : il reste {said} Go.", f"libérer de la place, ou {SETTING}"
        )
    return ok(f"Les fichiers sont dans {folder} ; il reste {said} Go.")


def encryption() -> Verdict:
    """Which keys seal what is kept, who else could read them, and whether all that is kept still opens."""
    keys: list[str] = list(settings.ENCRYPTION_KEYS)
    if any(len(key) < KEY_LENGTH or len(set(key)) < KEY_LENGTH // 4 for key in keys):
        return fault(f"Une clé des fichiers a moins de {KEY_LENGTH} caractères au hasard.", KEYS)
    if closed := unknown_keys():
        return fault(
            f"Les fichiers de {len({key.structure_id for key in closed})} structures ne s’ouvrent plus :"
            " leur clé n’est pas dans le réglage.",
            f"remettre l’ancienne clé dans {KEYS}, derrière la nouvelle",
        )
    path: Path = settings.HOME / KEY_FILE
    made_here = path.exists() and path.read_text().strip() in keys
    if made_here and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return fault(f"D’autres comptes peuvent lire la clé {path}.", f"chmod 600 {path}")
    if older := sum(count for mark, count in keys_in_use().items() if mark != fingerprints()[0]):
        return warning(
            f"{older} clés de structures attendent d’être enveloppées par la première.", "aufil keys wrap"
        )
    if made_here:
        return ok(
            f"La clé des fichiers a été faite ici, dans {path} : sans copie ailleurs, ils meurent avec elle."
        )
    return ok(f"La clé des fichiers vient du réglage ; anciennes clés encore acceptées : {len(keys) - 1}.")
