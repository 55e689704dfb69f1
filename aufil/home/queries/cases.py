"""The caseload: each young person as staff scan them in a list."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.kernel.statements import Row, Statements, as_time, as_uuid
from aufil.kernel.words import initials
from aufil.people.models import Person, Profile, Structure, Support
from aufil.people.models.person import ADULT_AGE, age
from aufil.people.queries import search_caseload, today_in
from aufil.thread.queries import UNREAD

USED_LATELY = timedelta(days=30)
ANSWERS_FOR = (Support.Part.REFERENT, Support.Part.STAND_IN)
NEED_A_PHONE = (Profile.Channel.SMS, Profile.Channel.CALL)


class Case(NamedTuple):
    """A young person in a list: who, how to reach them, where things stand. A row of `CASES`, and when it was read.

    Hundreds are read, sorted and counted for each that is drawn: what only a drawn one says is worked out when asked.
    """

    pk: int
    uid: UUID
    thread: UUID | None  # only if the viewer may open it
    unanswered_since: datetime | None
    last_exchange_at: datetime | None
    thread_made_at: datetime | None
    first_name: str
    last_name: str
    birth_date: date | None
    commune: str
    email: str
    phone: str
    phone_wrong: bool
    programme: str
    file_number: str
    unread: int
    part: str
    preferred_channel: str
    rhythm_days: int
    next_step: str
    next_step_on: date | None
    on_app: bool
    now: datetime
    today: date

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def sort_name(self) -> str:
        return f"{self.last_name} {self.first_name}".casefold()

    @property
    def initials(self) -> str:
        return initials(self.first_name, self.last_name)

    @property
    def age(self) -> int | None:
        return age(self.birth_date, self.today)

    @property
    def minor(self) -> bool:
        """Under eighteen, or of an age nobody knows."""
        years = self.age
        return years is None or years < ADULT_AGE

    @property
    def phone_spoken(self) -> str:
        return spoken(self.phone) if self.phone else ""

    @property
    def channel(self) -> str:
        """The channel that works, in a word."""
        return str(Profile.Channel(self.works).label) if self.works else _("aucun connu")

    @property
    def reached(self) -> bool:
        """Is there a channel that works?"""
        return bool(self.works)

    @property
    def works(self) -> str:
        """The channel that works: what they prefer, else what was used, else what is left; empty when none does."""
        callable_now = bool(self.phone) and not self.phone_wrong
        if self.preferred_channel and (callable_now or self.preferred_channel not in NEED_A_PHONE):
            return self.preferred_channel
        if self.on_app:
            return Profile.Channel.APP
        if callable_now:
            return Profile.Channel.CALL
        return Profile.Channel.EMAIL if self.email else ""

    @property
    def answered_for(self) -> bool:
        """Is it for the viewer to keep in touch: as referent, or standing in for them?"""
        return self.part in ANSWERS_FOR

    @property
    def silent_days(self) -> int:
        """Whole days since the last real exchange, or since there is a thread."""
        since = self.last_exchange_at or self.thread_made_at
        return (self.now - since).days if since else 0

    @property
    def is_silent(self) -> bool:
        """No real exchange for longer than their rhythm."""
        return self.silent_days > self.rhythm_days


IN_FORCE = "{0}.starts_on <= %s AND ({0}.ends_on IS NULL OR {0}.ends_on > %s)"
# In the order of the fields of `Case`: `stay` is a young person's membership, `t` their thread, `m` the viewer in it,
# `s` what the viewer is to them, `f` their profile.
CASES = (
    "SELECT p.id, p.uid, CASE WHEN m.id IS NOT NULL THEN t.uid END,"
    " t.unanswered_since, t.last_exchange_at, t.created_at,"
    " p.first_name, p.last_name, p.birth_date, p.commune, p.email,"
    " p.phone, p.phone_wrong_at IS NOT NULL, stay.programme, stay.file_number,"
    f" CASE WHEN t.last_seq > m.seen_seq THEN {UNREAD} ELSE 0 END, COALESCE(s.part, ''),"
    " COALESCE(f.preferred_channel, ''), COALESCE(f.rhythm_days, %s), COALESCE(f.next_step, ''), f.next_step_on,"
    " EXISTS (SELECT 1 FROM people_device d WHERE d.person_id = p.id AND d.revoked_at IS NULL"
    " AND d.expires_at > %s AND d.last_seen_at > %s)"
    " FROM people_membership stay JOIN people_person p ON p.id = stay.person_id"
    # Of several parts at once the last by its word: stand-in, referent, colleague.
    " {supported} (SELECT o.young_id, o.structure_id, max(o.part) AS part FROM people_support o"
    f" WHERE o.counsellor_id = %s AND {IN_FORCE.format('o')} GROUP BY o.young_id, o.structure_id"
    ") s ON s.young_id = stay.person_id AND s.structure_id = +stay.structure_id"
    " LEFT JOIN thread_thread t ON t.young_id = p.id AND t.structure_id = stay.structure_id"
    " AND t.kind = 'support' AND t.closed_at IS NULL"
    " LEFT JOIN thread_member m ON m.thread_id = t.id AND m.person_id = %s AND m.left_at IS NULL"
    " LEFT JOIN people_profile f ON f.person_id = p.id AND f.structure_id = stay.structure_id"
    # The sign keeps both databases from reading the whole structure: a stay is found by its person, or by its key.
    f" WHERE +stay.structure_id = %s AND stay.role = 'young' AND {IN_FORCE.format('stay')}{{only}}"
    " ORDER BY p.last_name, p.first_name, p.id"
)


def my_cases(viewer: Person, structure: Structure) -> list[Case]:
    """The young people a member of staff supports today, by name. One statement."""
    return _cases(viewer, structure, CASES.format(supported="JOIN", only=""))


def structure_cases(
    viewer: Person, structure: Structure, *, words: str, start: int, count: int
) -> tuple[list[Case], bool]:
    """A stretch of the young people of a whole structure, by name; and whether more follow. Two statements.

    States, never a text; a thread is named only to who is in it.
    """
    found = search_caseload(structure, words, today_in(structure)).values_list("pk", flat=True)
    stays = list(found[start : start + count + 1])
    statements = Statements()
    statement = CASES.format(supported="LEFT JOIN", only=f" AND {statements.among('stay.id')}")
    cases = _cases(viewer, structure, statement, statements.many(stays[:count]))
    return cases, len(stays) > count


def count_of_structure(structure: Structure) -> int:
    """How many young people a structure supports today."""
    return search_caseload(structure, "", today_in(structure)).count()


def _cases(viewer: Person, structure: Structure, statement: str, *chosen: Any) -> list[Case]:
    """What a form of `CASES` finds in a structure, as this viewer sees it."""
    now, today = clock.now(), today_in(structure)
    values = (
        *(structure.rhythm_days, now, now - USED_LATELY),
        *(viewer.pk, today, today, viewer.pk),
        *(structure.pk, today, today, *chosen),
    )
    (rows,) = Statements().select((statement, values))
    return [_case(row, now, today) for row in rows]


def _case(row: Row, now: datetime, today: date) -> Case:
    pk, uid, thread, *times = row[:6]
    own = as_uuid(thread) if thread else None
    return Case._make((pk, as_uuid(uid), own, *map(as_time, times), *row[6:], now, today))
