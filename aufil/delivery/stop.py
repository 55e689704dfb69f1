"""Words by which somebody asks that nothing more be sent this way."""

import re

from aufil.kernel.words import folded

# Alone, or with the short number French operators ask for (« STOP au 36180 »). Inside a sentence they are a sentence.
ASKED = re.compile(
    r"(?:(?:stop|arret|arreter|arretez)(?: ?sms)?(?: (?:au )?3\d{4})?)|desabonner|desabonnement", re.ASCII
)
LONGEST = 40
AROUND = re.compile(r"[\s.!…,;:\"'«»()*_-]+")


def asks_to_stop(text: str) -> bool:
    """« STOP », « Arrêt. », « stop 36105 » alone; never « stop, j’arrive »."""
    words = AROUND.sub(" ", folded(text[: LONGEST + 1])).strip()
    return len(text) <= LONGEST and bool(ASKED.fullmatch(words))
