"""Sample data for the gallery: one of each state a component can be in, made up, never stored."""

from datetime import datetime, timedelta
from types import SimpleNamespace as Sample
from typing import Any
from uuid import UUID

import segno
from django.utils import timezone

ME, OTHER, COLLEAGUE = (UUID(int=n) for n in (1, 2, 3))
LONG_NAME = "Maximilienne-Éléonore " * 140  # some 3,000 letters: a name somebody could import
LONG_WORD = "https://exemple.fr/" + "rendez-vous-a-la-mission-locale-" * 6


def samples() -> dict[str, Any]:
    """The context of the gallery."""
    now = timezone.now()
    return {
        "themes": ["light", "dark"],
        "entries": _entries(now),
        "rows": _rows(now),
        "chosen": UUID(int=900),
        "people": [Sample(uid=UUID(int=n), initials=i, full_name=f) for n, i, f in _people()],
        "ticked": [str(UUID(int=41))],
        "caseload": _caseload(now),
        "qr": segno.make("https://exemple.fr/entrer/K7MP4XRT/").svg_data_uri(border=4, light="#fff"),
        "now": now,
    }


def _entry(number: int, at: datetime, text: str, **changes: Any) -> Sample:
    plain: dict[str, Any] = {
        "uid": UUID(int=200 + number),
        "seq": number,
        "rev": number,
        "mine": False,
        "author_name": "Camille",
        "author_uid": OTHER,
        "show_author": False,
        "joined": False,
        "text": text,
        "deleted": False,
        "edited": False,
        "created_at": at,
        "written_at": at,
        "came_late": False,
        "state": "",
        "seen_text": "",
        "quoted": None,
        "may_change": False,
        "problem": "",
    }
    return Sample(**plain | changes)


def _mine(number: int, at: datetime, text: str, state: str, said: str, **changes: Any) -> Sample:
    return _entry(
        number, at, text, mine=True, author_uid=ME, may_change=True, state=state, seen_text=said, **changes
    )


def _entries(now: datetime) -> list[Sample]:
    quoted = Sample(uid=UUID(int=201), name="Camille", excerpt="Le boulanger du May cherche aussi.")
    late = {"came_late": True, "written_at": now - timedelta(hours=3)}
    problem = "Ce message est trop long : 2 000 signes au plus."
    return [
        _entry(1, now, "Le boulanger du May cherche aussi.\nVous voulez essayer une journée ?"),
        _mine(2, now, "trop bien !! il veut bien me prendre une semaine en janvier", "seen", "Vu"),
        _entry(3, now, "Super. La convention est ici : https://exemple.fr/convention", edited=True),
        _entry(4, now, "Je vous appelle demain pour la signer.", joined=True),
        _mine(5, now, "ok merci", "sent", "Envoyé", quoted=quoted),
        _mine(6, now, "j’étais dans le car", "sent", "Envoyé", **late),
        _entry(7, now, "", deleted=True),
        _entry(8, now, "Bonjour à tous", author_name="Inès", author_uid=COLLEAGUE, show_author=True),
        _entry(9, now, LONG_WORD, author_name=LONG_NAME, author_uid=COLLEAGUE, show_author=True),
        _mine(10, now, "on se voit au club jeudi ?", "sent", "Vu par 3", edited=True),
        _mine(
            11,
            now,
            "ok je fais ça ce soir j’ai plus de réseau dans le car",
            "pending",
            "En attente du réseau",
        ),
        _mine(12, now, "voilà toute mon histoire…", "failed", "Refusé", problem=problem),
    ]


def _rows(now: datetime) -> list[Sample]:
    said = [
        ("Léa Baron", "LB", "trop bien !! il veut bien me prendre une semaine en janvier", 2, 6, False),
        ("Yanis Diallo", "YD", "j’ai pas compris la question 3", 1, 5, False),
        ("Club du jeudi", "CJ", "On garde la même salle, à 14 h. Apportez votre CV.", 0, 30, True),
        (LONG_NAME, "ME", LONG_WORD, 120, 50, False),
        ("Théo Houdin", "TH", "", 0, 400, False),
    ]
    return [
        Sample(
            uid=UUID(int=900 + n),
            name=name,
            initials=initials,
            excerpt=text,
            excerpt_mine=group,
            at=now - timedelta(hours=hours),
            unread=unread,
            is_group=group,
        )
        for n, (name, initials, text, unread, hours, group) in enumerate(said)
    ]


def _people() -> list[tuple[int, str, str]]:
    return [(40, "LB", "Léa Baron"), (41, "YD", "Yanis Diallo"), (42, "ME", LONG_NAME)]


def _caseload(now: datetime) -> list[Sample]:
    told = [
        ("Léa Baron", "LB", 19, False, "Le May-sur-Èvre", "CEJ", now - timedelta(hours=2), 2),
        ("Yanis Diallo", "YD", 17, True, "Cholet", "PACEA", now - timedelta(days=2), 0),
        ("Inès Morel", "IM", None, True, "", "", None, 0),
    ]
    keys = ("name", "initials", "age", "minor", "commune", "programme", "last_at", "unread")
    return [Sample(**dict(zip(keys, row, strict=True))) for row in told]
