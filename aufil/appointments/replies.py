"""Whether a text message says yes or no. Pure; in doubt it says neither, and a person reads it."""

import re
from itertools import pairwise

from aufil.kernel.words import folded

# As people write them, without accents, capitals nor signs; « j’y » is two words.
YES = (
    *(
        "oui",
        "ouii",
        "ouais",
        "oui oui",
        "yes",
        "ok",
        "okay",
        "okey",
        "dac",
        "d accord",
        "daccord",
        "ca marche",
    ),
    *(
        "c est bon",
        "ca me va",
        "parfait",
        "entendu",
        "je viens",
        "je vien",
        "je viendrai",
        "je serai la",
        "j y serai",
    ),
    *("je serai present", "je serai presente", "present", "presente", "je confirme", "confirme", "a demain"),
    *("je suis d accord", "sans probleme", "pas de probleme", "pas de souci", "pas de soucis"),
)
NO = (
    *("non", "nn", "nan", "no", "peux pas", "je peux pas", "je ne peux pas", "j peux pas", "peut pas"),
    *("je peux pas venir", "je ne peux pas venir", "peux pas venir", "je pourrai pas", "je ne pourrai pas"),
    *(
        "je pourrai pas venir",
        "je ne pourrai pas venir",
        "je viens pas",
        "je ne viens pas",
        "je viendrai pas",
    ),
    *("je ne viendrai pas", "pas possible", "c est pas possible", "ce n est pas possible", "impossible"),
    *("annuler", "annule", "annulez", "j annule", "je dois annuler", "je veux annuler", "a annuler"),
    *("je suis pas dispo", "pas dispo", "je ne suis pas disponible", "pas disponible", "je serai pas la"),
    *("je ne serai pas la", "je serai absent", "je serai absente", "absent", "absente"),
)
# What changes nothing of what is meant.
POLITE = frozenset(
    (
        *("bonjour", "bonsoir", "salut", "coucou", "bjr", "slt", "cc", "merci", "mrc", "svp", "stp"),
        *("desole", "desolee", "beaucoup", "madame", "monsieur"),
    )
)
PHRASES = {tuple(phrase.split()): is_yes for some, is_yes in ((YES, True), (NO, False)) for phrase in some}
LONGEST = max(map(len, PHRASES))
MOST_WORDS = 12
THUMB = re.compile("^[👍👌]+[\U0001f3fb-\U0001f3ff]*$")


def understood(text: str) -> bool | None:
    """True: they come; False: they cannot; None: neither, or not only that."""
    if THUMB.match("".join(text.split())):
        return True
    words = [word for word in re.findall(r"[^\W_]+", folded(text)) if word not in POLITE]
    if not 0 < len(words) <= MOST_WORDS:
        return None
    meant = []
    while words:
        found = next((n for n in range(LONGEST, 0, -1) if tuple(words[:n]) in PHRASES), 0)
        if not found:
            return None
        meant.append(PHRASES[tuple(words[:found])])
        words = words[found:]
    return meant[0] if all(one == other for one, other in pairwise(meant)) else None
