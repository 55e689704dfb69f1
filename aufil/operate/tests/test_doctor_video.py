"""`aufil doctor` and video: no relay, one that is away; no server, one that is away, one reached in clear."""

from typing import Any

import pytest

from aufil.operate.checks import services
from aufil.video.queries import RelayState, SfuState


def test_without_a_relay_it_says_where_video_fails() -> None:
    assert (services.relay().state, services.relay().mend) == ("warning", "AUFIL_TURN_URL")


def test_a_relay_that_is_away_is_a_fault_that_tells_no_secret(settings: Any) -> None:
    settings.TURN_URL, settings.TURN_SECRET = "turn://127.0.0.1:9", "tres-secret"
    verdict = services.relay()
    assert verdict.state == "fault"
    assert "UDP" in verdict.detail
    assert "tres-secret" not in verdict.detail


@pytest.mark.parametrize(("has_tls", "state"), [(True, "ok"), (False, "warning")])
def test_a_relay_without_tls_is_told(monkeypatch: pytest.MonkeyPatch, has_tls: bool, state: str) -> None:
    monkeypatch.setattr(services, "relay_state", lambda: RelayState("relais.exemple.fr:3478", has_tls))
    assert services.relay().state == state


def test_without_a_server_a_link_is_what_is_left() -> None:
    assert services.sfu().state == "ok"


def test_a_server_that_is_away_is_a_fault_that_tells_no_secret(settings: Any) -> None:
    settings.SFU_URL = "janus://tres-secrete:tres-secret@127.0.0.1:9/janus?public=wss://visio.exemple.fr/"
    verdict = services.sfu()
    assert verdict.state == "fault"
    assert "tres-secret" not in verdict.detail


def test_a_server_reached_in_clear_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "sfu_state", lambda: SfuState("127.0.0.1:8088", True))
    assert services.sfu().state == "warning"
