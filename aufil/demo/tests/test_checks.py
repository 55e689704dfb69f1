"""The demonstration mode never opens real people's threads: `aufil serve` refuses to start."""

from typing import Any

import pytest
import uvicorn
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from aufil.demo.actions import make_experiment
from aufil.demo.checks import TAG
from tests.support import Cast


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the server was started with, instead of a server."""
    started: list[Any] = []
    monkeypatch.setattr(uvicorn, "run", lambda *arguments, **named: started.append(named))
    return started


def test_demonstration_mode_refuses_real_people(cast: Cast, settings: Any, served: list[Any]) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="AUFIL_DEMO"):
        call_command("serve")
    assert served == []


def test_without_demonstration_mode_real_people_are_served(cast: Cast, served: list[Any]) -> None:
    call_command("serve", "--port", "8123")
    assert served[0]["port"] == 8123


@pytest.mark.django_db
def test_demonstration_mode_takes_an_empty_database(settings: Any, served: list[Any]) -> None:
    settings.DEMO = True
    call_command("serve")
    assert len(served) == 1


@pytest.mark.django_db
def test_demonstration_mode_takes_its_own_database(settings: Any, served: list[Any]) -> None:
    settings.DEMO = True
    make_experiment()
    call_command("serve")
    assert len(served) == 1
    assert run_checks(tags=[TAG], include_deployment_checks=True) == []
