"""When a text message asks us to stop: the word alone, as the CNIL's and the carriers' rules have it (STOP, ARRET)."""

import re

from aufil.kernel.words import folded

_WORDS = {
    "stop",
    "stop sms",
    "stopsms",
    "arret",
    "arret sms",
    "arreter",
    "arretez",
    "desabonner",
    "desabonnement",
}
_ASKED = re.compile(r"(stop|arret)( au)? \d{5}")


def asks_to_stop(text: str) -> bool:
    """STOP or one of its variants, alone (a short code may follow). Inside a sentence it is only a word."""
    words = " ".join(re.sub(r"[^\w\s]", " ", folded(text[:80])).split())
    return len(text) <= 80 and (words in _WORDS or _ASKED.fullmatch(words) is not None)
