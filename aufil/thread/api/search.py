"""Search through the API."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router

from aufil.people.access import PersonRequest
from aufil.thread import access
from aufil.thread.queries import Question, days_asked, shapes_found
from aufil.thread.schemas import EntryPage

router = Router(tags=["Fils"])

Kind = Literal["message", "photos", "file", "voice", "video", "note", "call"]


@router.get("/search", response=EntryPage, exclude_unset=True, summary="Chercher dans mes fils")
def search_entries(
    request: PersonRequest,
    q: Annotated[str, Query(max_length=200)] = "",
    person: UUID | None = None,
    thread: UUID | None = None,
    kind: Kind | None = None,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    cursor: str = "",
) -> Any:
    """Entries this person may read that hold every word of `q`, in any writing of it: first as it was typed, then
    with small mistakes; each from the newest. `person`: said with them or by them; `from` and `to`: local days, both
    included. Without `q`: those of a `kind` other than `message`."""
    begin, end = days_asked(since, until)
    question = Question(q, thread=thread, person=person, kind=kind or "", since=begin, until=end)
    answers = access.answers(request.user, question, cursor)
    return {"results": shapes_found(answers, request.user.pk), "next": answers.following}
