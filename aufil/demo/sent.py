"""What people of the demonstration sent: photos of papers, a PDF, a voice note, a film; and what did not go well.

Each stands on a line somebody says in the conversations, found by how it begins. Bytes go the way of all bytes:
announced, taken in, prepared.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID, uuid5

from PIL import Image

from aufil.demo import making
from aufil.files import actions as files
from aufil.files.actions.preparing import prepare, prepare_film
from aufil.files.models import File
from aufil.files.queries import NewFile
from aufil.thread.actions import FILE_KINDS, Post, rewrite
from aufil.thread.models import Attachment, Entry, Thread

ON_ITS_WAY, MISSING, PURGED = "on its way", "missing", "purged"
LAST_WEEK = timedelta(days=5)


class Sent(NamedTuple):
    """A file: its name, what makes its bytes, and what becomes of it (nothing said: it is prepared)."""

    name: str
    make: Callable[[], bytes]
    fate: str = ""


class Parcel(NamedTuple):
    """Files on the line of a thread that begins with `line`. `spoken`: the line is what a voice note says."""

    thread: str
    line: str
    kind: str
    sent: tuple[Sent, ...]
    spoken: bool = False


def _archive() -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("jambons.txt", "un jambon\n" * 400)
    return place.getvalue()


paper, view = making.paper, making.view
NOTICE = ("Ligne 7", "Le départ de 7 h est supprimé", "à partir du lundi.", "Premier car : 8 h 15.")
CONVENTION = (
    "Entreprise : boulangerie Chauvin, Le May-sur-Èvre",
    "Du mardi au samedi, une semaine en janvier",
    "Objet : découvrir le métier de boulanger",
)
PARCELS = (
    Parcel(
        "fil/lea",
        "ya plus de car",
        "photos",
        (Sent("IMG_0712.jpg", partial(paper, "Avis", NOTICE, tilt=-3)),),
    ),
    Parcel("fil/lea", "jai attendu 40 min", "photos", (Sent("IMG_0713.jpg", partial(view, 2), PURGED),)),
    Parcel(
        "fil/lea",
        "jai vendu 74 baguettes",
        "photos",
        (
            Sent("IMG_0801.jpg", partial(view, 0)),
            Sent("IMG_0803.jpg", partial(view, 3), MISSING),
        ),
    ),
    Parcel(
        "fil/lea",
        "« Ah tiens »",
        "file",
        (Sent("Convention d’immersion.pdf", partial(making.pdf, "Convention d’immersion", CONVENTION)),),
    ),
    Parcel("fil/yanis", "d'ici là je compte", "file", (Sent("jambons.zip", _archive),)),
    Parcel(
        "fil/yanis",
        "je suis pris",
        "photos",
        (
            Sent(
                "lettre.jpg",
                partial(paper, "Admission", ("Monsieur Diallo,", "vous êtes admis en formation.")),
            ),
        ),
    ),
    Parcel(
        "fil/yanis",
        "faut 2 photos",
        "photos",
        (Sent("id-1.jpg", partial(view, 4)), Sent("id-2.jpg", partial(view, 5), ON_ITS_WAY)),
    ),
    Parcel(
        "fil/yanis", "Félicitations, Yanis", "voice", (Sent("", partial(making.voice, 6.0, 1)),), spoken=True
    ),
    Parcel(
        "groupe/Promo apprentissage",
        "j’ai eu ma réponse",
        "photos",
        tuple(Sent(f"{number}.jpg", partial(view, number, (800, 600))) for number in range(3)),
    ),
    Parcel(
        "groupe/Promo apprentissage",
        "bon j’ai survécu",
        "video",
        (Sent("", partial(making.film, 4.0, 2, (320, 180))),),
    ),
)


def send_parcels(now: datetime, names: UUID) -> None:
    """Put all of it on the conversations that are written; nothing else of them changes."""
    for parcel in PARCELS:
        thread = Thread.objects.get(uid=uuid5(names, parcel.thread))
        entry = Entry.objects.get(thread=thread, text__startswith=parcel.line)
        _send(thread, entry, parcel, now)
        rewrite(thread.pk, entry.pk)
        Thread.objects.filter(pk=thread.pk).update(updated_at=thread.updated_at)


def _send(thread: Thread, entry: Entry, parcel: Parcel, now: datetime) -> None:
    contents = [one.make() for one in parcel.sent]
    new = [
        NewFile(
            uuid5(entry.uid, str(number)),
            FILE_KINDS[parcel.kind],
            one.name,
            len(data),
            _preview(data) if parcel.kind == "photos" else b"",
        )
        for number, (one, data) in enumerate(zip(parcel.sent, contents, strict=True))
    ]
    rows = files.expect(structure=thread.structure_id, owner=entry.author_id, files=new, at=entry.created_at)
    said, text = (entry.text, "") if parcel.spoken else ("", entry.text)
    Attachment.objects.bulk_create(
        Attachment(
            entry=entry,
            file=row,
            position=position,
            transcript=said,
            transcript_by_id=entry.author_id if said else None,
        )
        for position, row in enumerate(rows)
    )
    digest = Post(thread.uid, entry.author_id, entry.uid, text, files=tuple(new)).body_hash()
    Entry.objects.filter(pk=entry.pk).update(kind=parcel.kind, text=text, body_hash=digest)
    for row, one, data in zip(rows, parcel.sent, contents, strict=True):
        _come(row, one, data, now)


def _come(file: File, sent: Sent, data: bytes, now: datetime) -> None:
    """The bytes come, all or some of them; and what becomes of them then."""
    if sent.fate == ON_ITS_WAY:
        files.take_piece(file=file, offset=0, data=data[: min(files.PIECE, len(data) * 2 // 5)])
    elif sent.fate == MISSING:
        File.objects.filter(pk=file.pk).update(state=File.State.MISSING)
    elif sent.fate == PURGED:
        then = now - LAST_WEEK
        kept = {"purged_at": then, "keep_until": then.date(), "preview": b""}
        File.objects.filter(pk=file.pk).update(state=File.State.PURGED, **kept)
    else:
        files.take_all(file=file, source=io.BytesIO(data))
        prepare(file=file.pk)
        prepare_film(file=file.pk)  # what was no film is ready by now


def _preview(data: bytes, sizes: Sequence[int] = (40, 32, 24)) -> bytes:
    """A picture so small that it travels with its announcement."""
    with Image.open(io.BytesIO(data)) as picture:
        for size in sizes:
            small = picture.convert("RGB")
            small.thumbnail((size, size))
            place = io.BytesIO()
            small.save(place, "WEBP", quality=40)
            if len(place.getvalue()) <= 1_000:
                break
    return place.getvalue()
