"""The four digits a person chose."""

from django.db import transaction
from django.db.models import F, Q

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.signin.keys import FOUR_DIGITS, keyed, matches
from aufil.signin.models import PersonalCode


@transaction.atomic
def choose_personal_code(*, person: Person, code: str) -> None:
    """From now on this is what links ask; wrong tries of before are forgotten."""
    PersonalCode.objects.update_or_create(
        person=person,
        defaults={
            "code_hash": keyed(FOUR_DIGITS, f"{person.uid}:{code}"),
            "chosen_at": clock.now(),
            "tries": 0,
            "rests_until": None,
        },
    )
    journal.record(
        verb="personal-code-chosen",
        subject="person",
        subject_uid=person.uid,
        actor=person.pk,
        structure=None,
    )


@transaction.atomic
def try_personal_code(*, person: Person, typed: str) -> bool:
    """Is this the code? False too while it rests: then nothing is compared.

    Each try is counted before it is compared, in one statement, so that two at once count twice.
    """
    now = clock.now()
    awake = PersonalCode.objects.filter(person=person).filter(Q(rests_until=None) | Q(rests_until__lte=now))
    if not awake.update(tries=F("tries") + 1):
        return False
    row = PersonalCode.objects.select_for_update().get(person=person)
    if matches(row.code_hash, FOUR_DIGITS, f"{person.uid}:{typed}"):
        row.tries, row.rests_until = 0, None
    elif rest := row.rest_after(row.tries):
        row.rests_until = now + rest
    else:
        return False
    row.save(update_fields=["tries", "rests_until"])
    return row.tries == 0
