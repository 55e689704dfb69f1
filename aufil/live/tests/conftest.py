"""Live streams need transactions that commit and one event loop: `live(scenario)` gives both."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from aufil.live.hub import hub
from aufil.live.stream import running
from tests.support import Api, Cast, make_cast

Scenario = Callable[[], Awaitable[None]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def live() -> Callable[[Scenario], None]:
    """Runs a scenario while the server's live part runs, as it does under `aufil serve`."""

    def run(scenario: Scenario) -> None:
        async def served() -> None:
            async with running():
                await scenario()

        async_to_sync(served)()
        assert not hub.by_person, "a stream was left behind"

    return run


class Now:
    """What people do while streams are open: `await now.lea.say(thread, "coucou")`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def __getattr__(self, name: str) -> Any:
        caller = getattr(self._api, name)

        class Deeds:
            def __getattr__(self, deed: str) -> Callable[..., Awaitable[Any]]:
                return sync_to_async(getattr(caller, deed))

        return Deeds()


@pytest.fixture
def now(api: Api) -> Now:
    for name in ("lea", "yanis", "camille", "julien", "alex"):
        getattr(api, name)  # their devices are made before the loop starts
    return Now(api)
