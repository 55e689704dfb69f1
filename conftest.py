"""Fixtures of the whole suite: the fixed cast of the demonstration in a small world, and ways to call Aufil."""

import os
from collections.abc import Iterator, Sequence

import pytest
from django.core.cache import cache
from django.db.backends.sqlite3.base import DatabaseOperations as SQLiteOperations

from tests.support import Api, Cast, Pages, make_cast, on_this_connection


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What need not run is left out: journeys where there is no browser (`AUFIL_TEST_BROWSER=0`), and on the second
    database (`AUFIL_TEST_AGAIN=1`) journeys and what touches no database."""
    browser = os.environ.get("AUFIL_TEST_BROWSER", "1") != "0"
    again = os.environ.get("AUFIL_TEST_AGAIN", "0") == "1"
    left_out = {
        item
        for item in items
        if (item.get_closest_marker("browser") and (again or not browser))
        or (again and not touches_a_database(item))
    }
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def touches_a_database(item: pytest.Item) -> bool:
    """By a fixture or a mark of pytest-django; what is killed or cut starts servers on the database under test."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(
        fixtures & {"db", "transactional_db"}
        or item.get_closest_marker("django_db")
        or item.get_closest_marker("chaos")
    )


@pytest.fixture(scope="session", autouse=True)
def _the_journal_is_emptied_after_a_test_that_commits() -> Iterator[None]:
    """Emptying every table would meet the journal's trigger on SQLite (PostgreSQL truncates, which has none)."""
    empty = SQLiteOperations.execute_sql_flush

    def without_triggers(self: SQLiteOperations, statements: Sequence[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            empty(self, statements)
            for _name, sql in triggers:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No counter, remembered identity or thread of one test reaches the next."""
    from aufil.files.actions.moving import _told
    from aufil.files.api import incoming, uploads
    from aufil.people.queries import _identities
    from aufil.thread.actions.answering import _asked
    from aufil.thread.api.busy import gather, pace
    from aufil.web import threads

    cache.clear()
    _identities.clear()
    _asked.clear()
    _told.clear()
    for bucket in (pace, uploads.pace, uploads.volume):
        bucket._levels.clear()
    monkeypatch.setattr(threads, "readers", on_this_connection)
    for module in (gather, incoming, uploads):
        monkeypatch.setattr(module, "beside", on_this_connection)


@pytest.fixture
def cast(db: None) -> Cast:
    """Cholet with Léa, Yanis, Inès, Camille, Dominique, Claude; Mayenne with Alex; the administrator."""
    return make_cast()


@pytest.fixture
def api(cast: Cast) -> Api:
    """The API as one of the cast, by token: `api.lea.post("/threads/…", {...})`."""
    return Api(cast)


@pytest.fixture
def pages(cast: Cast) -> Pages:
    """The pages as one of the cast, signed in: `pages.lea.get("/")`; `pages.nobody` is signed out."""
    return Pages(cast)
