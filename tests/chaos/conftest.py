"""Servers to be killed or cut from, on the database under test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Served, database_of_its_own


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Served]:
    """An empty installation of its own, ready to be started, killed and started again."""
    with database_of_its_own() as settings:
        served = Served(tmp_path, **settings)
        served.aufil("migrate", "-v", "0")
        try:
            yield served
        finally:
            served.stop()
