"""What people say of their microphone, camera and network, before and after."""

from typing import Any

from django.db import transaction

from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.video.models import Check, Guest, Opinion


@transaction.atomic
def record_check(
    *,
    structure: Structure,
    result: str,
    facts: dict[str, Any],
    person: Person | None = None,
    guest: Guest | None = None,
) -> Check:
    """What a test said: of a person, or of a visitor who is a guest of a room."""
    whose = guest.person if guest else person
    return Check.objects.create(
        structure=structure, person=whose, guest=guest, result=result, facts=facts, made_at=clock.now()
    )


@transaction.atomic
def give_opinion(*, guest: Guest, answer: str) -> Opinion:
    """How the connection was; said again, the last word counts."""
    said, _is_new = Opinion.objects.update_or_create(
        room=guest.room, guest=guest, defaults={"answer": answer, "given_at": clock.now()}
    )
    return said
