"""`aufil doctor` and the gateway of text messages: none, one that is away, one that answers, one elsewhere."""

from typing import Any

import pytest

from aufil.delivery.queries import GatewayState
from aufil.operate.checks import services

pytestmark = pytest.mark.django_db


def test_without_a_gateway_it_says_that_nobody_gets_texts() -> None:
    assert services.sms() == ("warning", services.sms().detail, "AUFIL_SMS_URL")
    assert "console" in services.sms().detail


def test_a_gateway_that_is_away_is_a_fault_that_tells_no_secret(settings: Any) -> None:
    settings.SMS_URL = "kannel://aufil:tres-secret@127.0.0.1:9/?from=ML"
    verdict = services.sms()
    assert verdict.state == "fault"
    assert "tres-secret" not in verdict.detail


@pytest.mark.parametrize(("host", "state"), [("127.0.0.1", "ok"), ("sms.exemple.fr", "warning")])
def test_texts_in_clear_to_another_machine_are_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch, host: str, state: str
) -> None:
    settings.SMS_URL = f"kannel://aufil:secret@{host}:13013/"
    monkeypatch.setattr(services, "sms_state", lambda: GatewayState(True))
    assert services.sms().state == state


def test_a_provider_elsewhere_is_reached_in_secret(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SMS_URL = "smsmode://aufil:secret@api.smsmode.com/"
    monkeypatch.setattr(services, "sms_state", lambda: GatewayState(True))
    assert services.sms().state == "ok"


def test_a_structure_whose_key_no_longer_opens_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "unreadable_gateways", lambda: ["cholet"])
    assert services.sms_providers().state == "fault"
    assert "cholet" in services.sms_providers().detail
