"""`aufil doctor` and notifications: who tells, and by whose key."""

from typing import Any

from aufil.operate.checks import services


def test_a_key_made_here_is_worth_a_copy(settings: Any) -> None:
    settings.VAPID_SUBJECT = "https://fil.exemple.fr"
    assert services.push().state == "ok"
    assert "vapid-key" in services.push().detail


def test_nobody_to_write_to_is_a_warning(settings: Any) -> None:
    settings.VAPID_SUBJECT = "mailto:aufil@localhost"
    assert services.push() == ("warning", services.push().detail, "AUFIL_VAPID_SUBJECT")


def test_a_subject_that_is_no_address_is_a_fault(settings: Any) -> None:
    settings.VAPID_SUBJECT = "quelqu’un"
    assert services.push().state == "fault"


def test_a_service_in_clear_is_for_trials(settings: Any) -> None:
    settings.PUSH_SERVICES = ["http://127.0.0.1:9"]
    assert services.push().mend == "AUFIL_PUSH_SERVICES"


def test_a_provider_of_mail_is_named(settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "ML <fil@exemple.fr>"
    assert "brevo" in services.mail().detail
    settings.DEFAULT_FROM_EMAIL = "ML <fil@localhost>"
    assert services.mail().state == "warning"
