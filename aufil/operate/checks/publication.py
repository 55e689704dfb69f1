"""What the outside sees: the address, the demonstration, the files of the pages."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import run_checks

from aufil.operate.checks.verdict import Verdict, fault, ok, warning

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
MANIFEST = "staticfiles.json"
COLLECT = "aufil build_assets && aufil collectstatic --noinput"


def address() -> Verdict:
    """Phones keep pages and pending messages over https only (or on the machine itself)."""
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        return fault(
            f"« {settings.BASE_URL} » n’est pas l’adresse d’un site.", "AUFIL_BASE_URL=https://fil.exemple.fr"
        )
    if parts.scheme == "https":
        return ok(f"Le site est {settings.BASE_URL}.")
    if parts.hostname in THIS_MACHINE:
        return warning(f"{settings.BASE_URL} ne sert que cette machine.", "AUFIL_BASE_URL")
    return fault(
        f"{settings.BASE_URL} n’est pas en https : les téléphones n’y gardent rien, tout passe en clair.",
        "AUFIL_BASE_URL",
    )


def demonstration() -> Verdict:
    """In demonstration mode anybody enters as anybody: only for invented people."""
    if not settings.DEMO:
        return ok("Le mode démonstration est éteint.")
    refusals = run_checks(tags=["demo"], include_deployment_checks=True)
    if refusals:
        return fault(refusals[0].msg, "enlever AUFIL_DEMO")
    return warning("Mode démonstration : tout le monde entre sans code.", "enlever AUFIL_DEMO")


def assets() -> Verdict:
    """The styles and scripts of the pages, collected under names that change with their content."""
    root = Path(settings.STATIC_ROOT)
    try:
        names = json.loads((root / MANIFEST).read_text())["paths"].values()
    except (OSError, ValueError, KeyError):
        return fault(f"Les fichiers des pages ne sont pas rassemblés dans {root}.", COLLECT)
    missing = [name for name in names if not (root / name).exists()]
    if missing:
        return fault(f"{len(missing)} fichiers des pages manquent, dont {missing[0]}.", COLLECT)
    return ok(f"Les {len(names)} fichiers des pages sont rassemblés.")
