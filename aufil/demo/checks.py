"""The demonstration mode refuses a database that is not its own: it lets anybody in as anybody."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from aufil.demo.actions import demonstration_made

TAG = "demo"


# A deployment check: asked by `serve`, `doctor` and `check --deploy`, which matter before people come in; the
# other commands serve nobody and need no look at the database first.
@register(TAG, deploy=True)
def only_its_own_database(app_configs: Any, **named: Any) -> list[CheckMessage]:
    """An error when AUFIL_DEMO is set on a database that `demo-data` did not make."""
    if not settings.DEMO:
        return []
    try:
        mine = demonstration_made()
    except DatabaseError:  # no tables yet: nobody's data is at stake
        return []
    if mine:
        return []
    return [
        Error(
            "Le mode démonstration laisse entrer tout le monde, et cette base a de vraies personnes.",
            hint="Enlevez AUFIL_DEMO, ou prenez une base vide.",
            id="demo.E001",
        )
    ]
