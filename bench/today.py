"""`today`: the counsellor's day and the search, with 150 young people among 20,000 and two million entries."""

import http.client
import statistics
import time
from collections.abc import Iterator

import psycopg

from bench.figures import Figure
from bench.pages import Cookie, ask, signed_in
from bench.services import stage

REQUESTS, WARM = 40, 5
MINE, PEOPLE, ENTRIES_EACH = 150, 20_000, 100
PATHS = {
    "home": "/",
    "search": "/mes-jeunes/?qui=tous&q=a",
    "caseload": "/mes-jeunes/",
    "structure": "/mes-jeunes/?qui=tous",
}
# A person of the demonstration stands model for the others: each row is a copy of theirs but for what is said.
MODEL = "SELECT id FROM people_person WHERE username = 'lea'"
NEW = "SELECT id FROM people_person WHERE username LIKE 'charge%'"


def measure() -> Iterator[Figure]:
    """On PostgreSQL: the demonstration first, then the same pages with the load."""
    with stage() as place:
        place.postgresql()
        place.redis()
        place.environment["AUFIL_DEMO"] = "1"
        place.assets()
        place.aufil("migrate")
        place.aufil("demo-data", "experiment")
        _, port = place.serve()
        cookie = signed_in(port, "camille")
        with psycopg.connect(place.environment["AUFIL_DATABASE_URL"], autocommit=True) as database:
            # As after the first minutes of any installation: unknown tables are read badly, and growth looks small.
            database.execute("ANALYZE")
            plain = {name: _median(port, cookie, path)[0] for name, path in PATHS.items()}
            _fill(database)
            yield Figure("today.people", _count(database, "people_person"), "people")
            yield Figure("today.entries", _count(database, "thread_entry"), "entries")
        for name, path in PATHS.items():
            milliseconds, size = _median(port, cookie, path)
            yield Figure(f"today.{name}_ms", milliseconds, "ms")
            yield Figure(f"today.{name}_growth", milliseconds / plain[name], "×")
            yield Figure(f"today.{name}_bytes", size, "bytes")


def _median(port: int, cookie: Cookie, path: str) -> tuple[float, int]:
    """Median milliseconds of a page, one request after another, and its bytes as sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times, size = [], 0
    for _ in range(WARM + REQUESTS):
        start = time.perf_counter()
        _response, body = ask(connection, cookie, path)
        times.append((time.perf_counter() - start) * 1000)
        size = len(body)
    return statistics.median(times[WARM:]), size


def _count(database: psycopg.Connection, table: str) -> int:
    row = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    return row[0] if row else 0


def _fill(database: psycopg.Connection) -> None:
    """19,880 more people; 142 of them Camille's, 4,900 in her structure."""
    more = PEOPLE - _count(database, "people_person")
    _copy(
        database,
        "people_person",
        f"FROM people_person s, generate_series(1, {more}) n WHERE s.username = 'lea'",
        uid="gen_random_uuid()",
        username="'charge' || n",
        last_name="'Charge' || n",
        findable_name="'lea charge' || n",
        phone="'+3363998' || lpad((n % 10000)::text, 4, '0')",
        email="''",
    )
    number = "substr(p.username, 7)::int"
    place = f"CASE WHEN {number} <= 4900 THEN s.structure_id ELSE o.id END"
    others = "(SELECT id FROM people_structure WHERE slug = 'mayenne')"
    new = f"FROM {{table}} s, people_person p, people_structure o WHERE p.username LIKE 'charge%' AND o.id = {others}"
    _copy(
        database,
        "people_membership",
        new.format(table="people_membership") + f" AND s.person_id = ({MODEL})",
        person_id="p.id",
        structure_id=place,
        file_number="'8' || p.id",
    )
    staff = "(SELECT id FROM people_person WHERE username = '{}')"
    mine = MINE - 8
    _copy(
        database,
        "people_support",
        new.format(table="people_support") + f" AND s.young_id = ({MODEL}) AND s.part = 'referent'",
        young_id="p.id",
        structure_id=place,
        counsellor_id=f"CASE WHEN {number} <= {mine} THEN {staff.format('camille')} "
        f"WHEN {number} <= 4900 THEN {staff.format('julien')} ELSE {staff.format('alex')} END",
    )
    _copy(
        database,
        "thread_thread",
        new.format(table="thread_thread") + f" AND s.young_id = ({MODEL}) AND s.kind = 'support'",
        uid="gen_random_uuid()",
        young_id="p.id",
        structure_id=place,
        last_seq=str(ENTRIES_EACH),
        rev=str(ENTRIES_EACH),
        unanswered_since=f"CASE WHEN {number} % 5 = 0 THEN now() - ({number} % 50) * interval '1 hour' END",
        last_exchange_at=f"now() - ({number} % 20) * interval '1 day'",
        updated_at=f"now() - ({number} % 20) * interval '1 day'",
    )
    _threads(database)
    database.execute("ANALYZE")


def _threads(database: psycopg.Connection) -> None:
    """Members and entries of the new threads, as of the model's."""
    joined = f"FROM thread_thread t JOIN ({NEW}) p ON p.id = t.young_id"
    _copy(
        database,
        "thread_member",
        f"{joined} JOIN people_support u ON u.young_id = p.id, thread_member s"
        f" WHERE s.person_id = ({MODEL}) AND s.id = (SELECT min(id) FROM thread_member WHERE person_id = ({MODEL}))"
        " AND t.kind = 'support'",
        thread_id="t.id",
        person_id="u.counsellor_id",
        side="'staff'",
        seen_seq=f"CASE WHEN t.unanswered_since IS NULL THEN {ENTRIES_EACH} ELSE {ENTRIES_EACH - 1} END",
    )
    _copy(
        database,
        "thread_entry",
        f"{joined} JOIN people_support u ON u.young_id = p.id, generate_series(1, {ENTRIES_EACH}) n,"
        f" thread_entry s WHERE t.kind = 'support' AND s.id = (SELECT min(e.id) FROM thread_entry e"
        f" JOIN thread_thread m ON m.id = e.thread_id WHERE m.young_id = ({MODEL}) AND m.kind = 'support')",
        uid="gen_random_uuid()",
        thread_id="t.id",
        seq="n",
        rev="n",
        author_id="CASE WHEN n % 2 = 0 THEN p.id ELSE u.counsellor_id END",
        reply_to_id="NULL",
    )


def _copy(database: psycopg.Connection, table: str, source: str, **said: str) -> None:
    """Insert copies of a row `s`, with the columns of `said` as these expressions."""
    rows = database.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'",
        [table],
    ).fetchall()
    columns = [row[0] for row in rows]
    values = ", ".join(said.get(column, f"s.{column}") for column in columns)
    database.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} {source}")
