"""The keys files are encrypted with: one a structure (or several, after a rotation), sealed at rest."""

import os
from functools import lru_cache
from uuid import UUID

from aufil.files.models import DataKey
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.kernel.sealing import KEY, Unsealable, seal, sealed_by, unseal


class UnknownKey(Exception):
    """Files of a structure cannot be opened: no key of the installation opens theirs (`AUFIL_ENCRYPTION_KEYS`)."""


def about(uid: UUID) -> bytes:
    """What a sealed data key is bound to."""
    return b"data key " + uid.bytes


@lru_cache(maxsize=2_000)
def _opened(uid: UUID, wrapped: bytes) -> bytes:
    try:
        return unseal(wrapped, about=about(uid))
    except Unsealable as error:
        raise UnknownKey(str(uid)) from error


def opened_key(row: DataKey) -> bytes:
    """The key itself; raises `UnknownKey`."""
    return _opened(row.uid, bytes(row.wrapped))


def key_by_uid(uid: UUID) -> bytes:
    """The key a sealed object names; raises `UnknownKey`."""
    row = DataKey.objects.filter(uid=uid).first()
    if row is None:
        raise UnknownKey(str(uid))
    return opened_key(row)


def key_for(structure: int) -> DataKey:
    """The key that encrypts what is new in a structure: the newest, made at the first need."""
    return DataKey.objects.filter(structure=structure).order_by("pk").last() or make_key(structure)


def make_key(structure: int) -> DataKey:
    """A fresh data key: from now on the one that encrypts. (Two made at once are both good.)"""
    uid = new_id()
    wrapped = seal(os.urandom(KEY), about=about(uid))
    return DataKey.objects.create(
        uid=uid,
        structure_id=structure,
        wrapped=wrapped,
        wrapped_by=sealed_by(wrapped),
        created_at=clock.now(),
    )


def wrap_anew(row: DataKey) -> None:
    """Seal a data key with the installation's first key; the key itself stays what it is."""
    wrapped = seal(opened_key(row), about=about(row.uid))
    DataKey.objects.filter(pk=row.pk, wrapped_by=row.wrapped_by).update(
        wrapped=wrapped, wrapped_by=sealed_by(wrapped)
    )
