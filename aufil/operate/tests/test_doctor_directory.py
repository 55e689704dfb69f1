"""`aufil doctor` and the organisation's directory."""

from typing import Any

from aufil.operate.checks import services
from aufil.signin.tests.provider import provider


def test_no_directory_is_well() -> None:
    assert services.directory().state == "ok"


def test_a_directory_that_answers_as_itself_is_well(settings: Any) -> None:
    with provider() as here:
        settings.OIDC = {"issuer": here.url}
        assert services.directory().state == "ok"


def test_a_directory_under_another_name_is_a_fault(settings: Any) -> None:
    with provider() as here:
        settings.OIDC = {"issuer": here.url.replace("127.0.0.1", "localhost")}
        assert services.directory() == ("fault", f"L’annuaire dit s’appeler {here.url}.", "AUFIL_OIDC_ISSUER")


def test_a_directory_that_is_away_is_a_fault(settings: Any) -> None:
    settings.OIDC = {"issuer": "http://127.0.0.1:9"}
    verdict = services.directory()
    assert (verdict.state, verdict.mend) == ("fault", "AUFIL_OIDC_ISSUER")
