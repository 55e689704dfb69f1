"""Making what people sent takes seconds: only the tests about it do."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def _without_parcels(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if not request.module.__name__.endswith("test_sent"):
            patch.setattr("aufil.demo.actions.send_parcels", lambda now, names: None)
        yield
