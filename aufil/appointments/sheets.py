"""Papers: drawn as PDF from a template, in a process apart (`drawing`)."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from aufil.web.problems import Problem

STYLES = Path(__file__).parent / "static" / "appointments" / "paper.css"
LONGEST = 60  # s: a cheap machine under load
DRAW = (sys.executable, "-m", "aufil.appointments.drawing")
log = logging.getLogger(__name__)


def drawn(template: str, context: dict[str, Any]) -> bytes:
    """A PDF, tagged for who has it read aloud. A 503 problem when this machine cannot draw one."""
    said = json.dumps({"page": render_to_string(template, context), "styles": STYLES.read_text()})
    try:
        done = subprocess.run(DRAW, input=said.encode(), capture_output=True, timeout=LONGEST, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        log.error("no paper was drawn: %s", getattr(error, "stderr", b"")[-500:] or error)
        detail = _("La feuille ne peut pas être faite maintenant. Réessayez, ou imprimez la feuille du jour.")
        raise Problem("unavailable", detail) from None
    return done.stdout
