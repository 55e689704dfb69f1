"""Seeds of second proofs at rest: sealed with the installation's keys (`AUFIL_ENCRYPTION_KEYS`).

Those kept in clear before there were keys still open, and are sealed by `staff.actions.seal_factors`.
"""

import base64

from aufil.kernel.sealing import fingerprints, seal, sealed_by, unseal

MARK = "sealed:"  # no seed holds a colon: they are written in base 32 or hexadecimal
ABOUT = b"second proof"


def sealed(seed: str) -> str:
    return MARK + base64.urlsafe_b64encode(seal(seed.encode(), about=ABOUT)).decode()


def opened(kept: str) -> str:
    """The seed behind what is kept; raises `Unsealable` when no key of the installation opens it."""
    if not kept.startswith(MARK):
        return kept
    return unseal(_bytes(kept), about=ABOUT).decode()


def is_current(kept: str) -> bool:
    """Is it sealed, and with the key that seals now?"""
    return kept.startswith(MARK) and sealed_by(_bytes(kept)) == fingerprints()[0]


def _bytes(kept: str) -> bytes:
    return base64.urlsafe_b64decode(kept.removeprefix(MARK))
