"""Seeds of second proofs at rest: sealed, whatever they were before, and open after the keys change."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from aufil.signin.staff.actions import seal_factors
from aufil.signin.staff.seeds import is_current, opened
from tests.support import Cast

OLD, NEW = "vieille clé " * 4, "nouvelle clé " * 4


def code_of(seed: str) -> str:
    return f"{hotp_value(seed, next(iter(yield_hotp_counters_from_time()))):06d}"


def test_a_new_application_s_seed_is_not_in_the_database(cast: Cast) -> None:
    seed = generate_totp_secret()
    factor = TOTP.activate(cast.camille, seed)
    kept = Authenticator.objects.get().data["secret"]
    assert seed not in kept
    assert opened(kept) == seed
    assert factor.validate_code(code_of(seed))


def test_a_seed_kept_in_clear_opens_and_is_sealed(cast: Cast) -> None:
    seed = generate_totp_secret()
    row = Authenticator.objects.create(user=cast.camille, type="totp", data={"secret": seed})
    assert opened(row.data["secret"]) == seed
    seal_factors()
    row.refresh_from_db()
    assert is_current(row.data["secret"])
    assert TOTP(row).validate_code(code_of(seed))


def test_seeds_outlive_a_change_of_keys(cast: Cast, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    seed = generate_totp_secret()
    TOTP.activate(cast.camille, seed)
    Authenticator.objects.create(
        user=cast.camille, type="recovery_codes", data={"seed": "ab" * 20, "used_mask": 5}
    )
    for keys in ([NEW, OLD], [NEW]):
        settings.ENCRYPTION_KEYS = keys
        seal_factors()
        assert opened(Authenticator.objects.get(type="totp").data["secret"]) == seed
        codes = Authenticator.objects.get(type="recovery_codes").data
        assert (opened(codes["seed"]), codes["used_mask"]) == ("ab" * 20, 5)


def test_a_seed_whose_key_is_gone_is_left_as_it_is(cast: Cast, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    TOTP.activate(cast.camille, generate_totp_secret())
    before = Authenticator.objects.get().data
    settings.ENCRYPTION_KEYS = [NEW]
    seal_factors()
    assert Authenticator.objects.get().data == before
