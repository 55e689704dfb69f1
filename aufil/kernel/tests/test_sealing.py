"""Small secrets: the first key seals, all open, and none opens under another name."""

from typing import Any

import pytest

from aufil.kernel.sealing import Unsealable, fingerprints, seal, sealed_by, unseal

OLD, NEW, OTHER = (word * 20 for word in ("vieille", "neuve", "autre"))


def test_the_first_key_seals_and_all_open(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    before = seal(b"secret", about=b"a")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    after = seal(b"secret", about=b"a")
    assert unseal(before, about=b"a") == unseal(after, about=b"a") == b"secret"
    assert [sealed_by(after), sealed_by(before)] == fingerprints()


def test_a_key_that_was_dropped_opens_nothing(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    sealed = seal(b"secret", about=b"a")
    settings.ENCRYPTION_KEYS = [NEW, OTHER]
    with pytest.raises(Unsealable):
        unseal(sealed, about=b"a")


def test_a_secret_does_not_open_as_another(settings: Any) -> None:
    sealed = seal(b"secret", about=b"a")
    for wrong, about in [(sealed, b"b"), (sealed[:-1], b"a"), (b"\x02" + sealed[1:], b"a"), (b"", b"a")]:
        with pytest.raises(Unsealable):
            unseal(wrong, about=about)


def test_the_same_secret_is_never_sealed_the_same_way() -> None:
    assert seal(b"secret", about=b"a") != seal(b"secret", about=b"a")
