"""Phones nobody is signed in on, and a clock that moves."""

from datetime import timedelta

import pytest
from django.test import Client

from aufil.kernel import clock
from aufil.signin.tests.phones import new_phone


@pytest.fixture
def browser(cast) -> Client:
    """A phone nobody is signed in on."""
    return new_phone()


@pytest.fixture
def later(monkeypatch):
    """Moves the clock: `later(minutes=16)`."""

    def move(**time):
        at = clock.now() + timedelta(**time)
        monkeypatch.setattr(clock, "now", lambda: at)

    return move
