"""A million entries that read like the demonstration's, searched from inside the product: `python -m bench.corpus`.

Prints a JSON object: seconds to read them for searching, milliseconds of each question, a token of the counsellor.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - Django first

from aufil.kernel import clock  # noqa: E402
from aufil.kernel.ids import new_id  # noqa: E402
from aufil.kernel.statements import Columns, Insert, Statements  # noqa: E402
from aufil.operate.management.commands.bench import prepare_pairs  # noqa: E402
from aufil.thread.actions import index_next  # noqa: E402
from aufil.thread.models import KnownWord, Member, Thread  # noqa: E402
from aufil.thread.queries import Question, findings, search  # noqa: E402

CONVERSATIONS = Path(__file__).resolve().parent.parent / "aufil" / "demo" / "conversations"
MINE, AT_ONCE, TIMES = 150, 5_000, 15
QUESTIONS = {
    "common": "bonjour",
    "form": "entreprises",
    "rare": "Maulévrier",
    "words": "rendez-vous jeudi matin",
    "misspelt": "convocassion",
    "misspelt_words": "formassion jeudie",
    "typed": "con",
    "nothing": "xylophone",
}
ENTRY = Columns(
    "thread_entry",
    {
        "uid": "uuid",
        "thread_id": "bigint",
        "seq": "bigint",
        "rev": "bigint",
        "author_id": "bigint",
        "kind": "text",
        "text": "text",
        "body_hash": "bytea",
        "via": "text",
        "written_at": "timestamptz",
        "created_at": "timestamptz",
    },
)


def main(threads: int, each: int) -> None:
    (pair,) = prepare_pairs(1)
    counsellor = _threads(pair["thread"], threads)
    _say(each)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    start = time.perf_counter()
    while index_next():
        pass
    seconds = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told = {name: _ask(counsellor, name, text) for name, text in QUESTIONS.items()}
    print(
        json.dumps(
            {
                "index_s": seconds,
                "words": KnownWord.objects.count(),
                "asked": told,
                "token": pair["b_token"],
                "questions": QUESTIONS,
            }
        )
    )


def _threads(uid: str, count: int) -> int:
    """More threads of the same structure, `MINE` of them the counsellor's; who that is."""
    now = clock.now()
    model = Thread.objects.get(uid=uid)
    staff = Member.objects.values_list("person", flat=True).get(thread=model, side="staff")
    made = Thread.objects.bulk_create(
        (
            Thread(
                structure_id=model.structure_id, kind="group", title=f"{n}", created_at=now, updated_at=now
            )
            for n in range(count - 1)
        ),
        batch_size=AT_ONCE,
    )
    young = model.young_id or 0
    people = [staff if n < MINE - 1 else young for n in range(count - 1)]
    Member.objects.bulk_create(
        (
            Member(thread=t, person_id=p, side="staff", joined_at=now)
            for t, p in zip(made, people, strict=True)
        ),
        batch_size=AT_ONCE,
    )
    return staff


def _say(each: int) -> None:
    """Entries in every thread, turn by turn, so that those of one thread lie far apart."""
    members = dict(Member.objects.order_by("pk").values_list("thread", "person"))
    texts, now = said(), clock.now()
    Thread.objects.update(last_seq=each, rev=each)
    rows: list[tuple[object, ...]] = []
    for seq in range(1, each + 1):
        for thread, person in members.items():
            rows.append((new_id(), thread, seq, seq, person, "message", next(texts), b"", "app", now, now))
            if len(rows) == AT_ONCE:
                _write(rows)
    _write(rows)


def _write(rows: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        Statements().write(Insert(ENTRY, rows))
    rows.clear()


def said() -> Iterator[str]:
    """Texts of the demonstration, one word in six another's, one in thirty misspelt, now and then a number."""
    chance = random.Random(4)  # the same texts each time
    lines = [line for path in sorted(CONVERSATIONS.glob("*/*.txt")) for line in path.read_text().splitlines()]
    texts = [
        line.split(maxsplit=4)[4].split() for line in lines if line.startswith("S") and len(line.split()) > 4
    ]
    words = [word for text in texts for word in text]
    while True:
        yield " ".join(_changed(word, words, chance) for word in chance.choice(texts))[:2000]


def _changed(word: str, words: list[str], chance: random.Random) -> str:
    luck = chance.random()
    if luck < 1 / 6:
        return chance.choice(words)
    if luck < 1 / 6 + 1 / 30:
        at = chance.randrange(len(word))
        return word[:at] + chance.choice("aeiourstn") + word[at + chance.randrange(2) :]
    return str(chance.randrange(100_000)) if luck > 0.99 else word


def _ask(person: int, name: str, text: str) -> tuple[float, float]:
    """Median milliseconds of the longest statement, and of the whole question made ready for a page."""
    statements, wholes = [], []
    for _ in range(TIMES):
        spent: list[float] = []
        with mock.patch.object(Statements, "select", _timed(spent)):
            start = time.perf_counter()
            findings(search(person, Question(text, typing=name == "typed")), person)
            wholes.append((time.perf_counter() - start) * 1000)
        statements.append(max(spent))
    return statistics.median(statements), statistics.median(wholes)


def _timed(spent: list[float]) -> Callable[..., Any]:
    select = Statements.select

    def timed(self: Statements, *queries: Any) -> Any:
        start = time.perf_counter()
        try:
            return select(self, *queries)
        finally:
            spent.append((time.perf_counter() - start) * 1000)

    return timed


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
