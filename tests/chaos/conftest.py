"""Servers to be killed or cut from, on the database under test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Served, installation


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Served]:
    """An empty installation of its own, to be started, killed and started again."""
    with installation(tmp_path) as served:
        try:
            yield served
        finally:
            served.stop()
