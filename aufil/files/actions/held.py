"""Bytes held until somebody knows whose they are: what came by e-mail or SMS from a sender to be found out."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction

from aufil.files.actions.receive import AWAITED, PIECE, kept_or_said, take_piece
from aufil.files.models import File, Held
from aufil.files.storage import Streamed, erase, held_back, hold_back
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.web.problems import Problem

HELD_AT_MOST = timedelta(days=60)


def hold(*, structure: int, data: bytes) -> UUID:
    """Keep these bytes, sealed with the structure's key; gives the name to ask for them by.

    Problems: 507 `full` and 503 where nothing can be kept now.
    """
    with kept_or_said():
        return hold_back(structure, io.BytesIO(data)).uid


def let_go(*, held: Sequence[UUID]) -> None:
    """Forget held bytes, in the caller's transaction; they go soon after it."""
    rows = Held.objects.filter(uid__in=held)
    places = list(rows.values_list("place", flat=True))
    if places:
        rows.delete()
        later(erase, places=places)


@contextmanager
def let_go_on_failure(held: Sequence[UUID]) -> Iterator[None]:
    """What is held is let go again when what was to point to it is not written."""
    try:
        yield
    except BaseException:
        let_go(held=held)
        raise


def purge_held() -> None:
    """What a crash left without anybody to ask for it."""
    old = Held.objects.filter(held_at__lt=clock.now() - HELD_AT_MOST)
    with transaction.atomic():
        let_go(held=list(old.values_list("uid", flat=True)))


@job
def take_held(*, file: str, held: str) -> None:
    """A file that was announced gets the bytes held for it, as if its sender's phone sent them; they are let go then.

    Cut and begun again, it goes on where it was. What is wanted no more (taken back, refused) is let go too.
    """
    row = File.objects.get(uid=file)
    kept = Held.objects.filter(uid=held).first()
    if kept is not None and row.state in AWAITED:
        _take_in(row, kept)
    with transaction.atomic():
        let_go(held=[UUID(held)])


def _take_in(row: File, kept: Held) -> None:
    source = cast(BinaryIO, Streamed(held_back(kept, row.received)))
    received = row.received
    try:
        while data := source.read(PIECE):
            received = take_piece(file=row, offset=received, data=data)
    except Problem as problem:
        if problem.kind != "gone":
            raise
