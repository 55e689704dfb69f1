import pytest

from aufil.thread.actions import open_group
from aufil.thread.models import Thread


@pytest.fixture
def club(cast) -> Thread:
    """A group of Camille and Julien with Léa, Yanis and Inès."""
    return open_group(
        structure=cast.structures["cholet"],
        title="Club du mardi",
        opener=cast.camille,
        young=[cast.lea, cast.yanis, cast.ines],
        staff=[cast.julien],
    )
