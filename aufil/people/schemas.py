"""What a request about people may contain, and the shapes of the answers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from aufil.web.lines import Line


class StructureOut(Schema):
    slug: str
    name: str


class RoleOut(Schema):
    role: str
    structure: str


class MeOut(Schema):
    id: UUID
    username: str
    name: str
    roles: list[RoleOut]
    structures: list[StructureOut]


class NewPerson(Schema):
    """A young person to add to one's structure; the caller becomes their referent if they are a counsellor."""

    first_name: Annotated[Line, Field(min_length=1, max_length=80)]
    last_name: Annotated[Line, Field(min_length=1, max_length=80)]
    birth_date: date | None = None
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=30)] = ""
    file_number: Annotated[Line, Field(max_length=20)] = ""


class PersonOut(Schema):
    id: UUID
    first_name: str
    last_name: str
    birth_date: date | None
    email: str
    phone: str
    commune: str


class PersonPage(Schema):
    results: list[PersonOut]
    next: str | None


class Waiting(Schema):
    waiting: Annotated[int, Field(ge=0, le=1_000_000)]
