import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def aufil(tmp_path: Path) -> Command:
    """The command line in a home of its own, `tmp_path/home`, on SQLite: `aufil("doctor", AUFIL_DEMO="1")`."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AUFIL_")}
        kept |= {"AUFIL_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "aufil.config.settings"}
        return subprocess.run(
            [sys.executable, "-m", "aufil", *words],
            env=kept | settings,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run
