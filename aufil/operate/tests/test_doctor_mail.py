"""`aufil doctor` and the mail server: a real one on this machine, none, and one it must not trust."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from aufil.operate.checks import services


@pytest.fixture
def server() -> Iterator[int]:
    """The port of a mail server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(object(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


def use(settings: Any, **more: Any) -> None:
    settings.EMAIL_BACKEND = services.SMTP
    settings.DEFAULT_FROM_EMAIL = "Mission Locale <fil@exemple.fr>"
    for name, value in more.items():
        setattr(settings, name, value)


def test_a_mail_server_that_answers_is_well(server: int, settings: Any) -> None:
    use(settings, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server)
    assert services.mail().state == "ok"


def test_a_sender_nobody_accepts_is_told(server: int, settings: Any) -> None:
    use(settings, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server, DEFAULT_FROM_EMAIL="Aufil <non@localhost>")
    assert services.mail() == ("warning", services.mail().detail, "AUFIL_EMAIL_FROM")


def test_codes_in_clear_to_another_machine_are_told(
    server: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "THIS_MACHINE", ())
    use(settings, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server)
    assert "en clair" in services.mail().detail


def test_an_away_mail_server_is_a_fault(settings: Any) -> None:
    use(settings, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
    assert services.mail() == ("fault", services.mail().detail, "AUFIL_EMAIL_URL")


def test_a_refused_password_is_a_fault(server: int, settings: Any) -> None:
    use(settings, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server, EMAIL_HOST_USER="a", EMAIL_HOST_PASSWORD="b")
    assert services.mail().state == "fault"


@pytest.mark.parametrize("backend", ["console", "locmem"])
def test_mail_that_reaches_nobody_is_told(backend: str, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert services.mail().state == "warning"
