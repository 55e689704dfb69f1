"""What is one person's made another's, row by row, each noted in a memo."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, Model

from aufil.kernel.memo import Memo
from aufil.people.models import (
    HandOver,
    Membership,
    Person,
    Profile,
    Role,
    Structure,
    Support,
)
from aufil.people.models.person import findable

# What may differ between two files of one person, and must be chosen; then what goes with it.
FIELDS = ("last_name", "first_name", "birth_date", "phone", "email", "commune", "postal_code")
OF_MEMBERSHIP = ("file_number", "programme")
REFERENT = "referent"
ABSORBED = "absorbed"
Choices = Mapping[str, str]


def move_everything(
    memo: Memo, structure: Structure, kept: Person, absorbed: Person, choices: Choices, today: date
) -> None:
    """Identity as chosen; roles, supports, profile, situations, devices: all that a structure keeps of a person."""
    _identity(memo, kept, absorbed, choices)
    _memberships(memo, structure, kept, absorbed, choices, today)
    _supports(memo, structure, kept, absorbed, choices, today)
    _profile(memo, structure, kept, absorbed)
    for rows in (
        absorbed.situations.filter(structure=structure),
        absorbed.representatives.filter(structure=structure),
        absorbed.devices.all(),
    ):
        for row in rows:
            memo.change(row, person_id=kept.pk)
    for hand_over in HandOver.objects.filter(structure=structure, young=absorbed):
        memo.change(hand_over, young_id=kept.pk)


def chosen(field: str, mine: Any, theirs: Any, choices: Choices) -> Any:
    """Of two values, the one said to be right; unsaid, that of who is kept, unless it says nothing."""
    if choices.get(field) == ABSORBED:
        return theirs
    return mine if mine not in (None, "") else theirs


def _identity(memo: Memo, kept: Person, absorbed: Person, choices: Choices) -> None:
    values = {name: chosen(name, getattr(kept, name), getattr(absorbed, name), choices) for name in FIELDS}
    if values["phone"] != kept.phone:
        values["phone_wrong_at"] = absorbed.phone_wrong_at
    values["findable_name"] = findable(values["first_name"], values["last_name"])
    memo.change(kept, **values)
    # Nobody signs in any more by an address that leads to an emptied file.
    memo.change(absorbed, email="", phone="", phone_wrong_at=None)


def _memberships(
    memo: Memo, structure: Structure, kept: Person, absorbed: Person, choices: Choices, today: date
) -> None:
    """One open role is left; the other ends today and stays as history."""
    rows = Membership.objects.filter(structure=structure, role=Role.YOUNG)
    mine = rows.on(today).filter(person=kept).order_by("pk").last()
    theirs = rows.on(today).filter(person=absorbed).order_by("pk").last()
    for row in rows.filter(person=absorbed):
        fields: dict[str, Any] = {"person_id": kept.pk}
        if row.ends_on is None or row.ends_on > today:
            fields["ends_on"] = max(today, row.starts_on)
        memo.change(row, **fields)
    if mine and theirs:
        values = {n: chosen(n, getattr(mine, n), getattr(theirs, n), choices) for n in OF_MEMBERSHIP}
        memo.change(mine, starts_on=min(mine.starts_on, theirs.starts_on), **values)


def _supports(
    memo: Memo, structure: Structure, kept: Person, absorbed: Person, choices: Choices, today: date
) -> None:
    """Everybody who supported either goes on; of two referents one stays so, the other becomes a colleague, in what
    was as well where both began on one day."""
    mine = {row.counsellor_id: row for row in _open(structure, kept)}
    theirs = list(Support.objects.filter(structure=structure, young=absorbed).order_by("pk"))
    # Who stands in does so for somebody away: that follows from the absence, not from the file.
    lasting = [row for row in theirs if row.part != Support.Part.STAND_IN]
    still = [row.counsellor_id for row in lasting if row.ends_on is None]
    referent = _referent(mine.values(), theirs, choices)
    begun = _began(structure, kept)
    for row in theirs:
        fields: dict[str, Any] = {"young_id": kept.pk}
        if row.ends_on is None:
            fields["ends_on"] = max(today, row.starts_on)
        if row.part == Support.Part.REFERENT and row.starts_on in begun:
            fields["part"] = Support.Part.COLLEAGUE
        memo.change(row, **fields)
    for row in list(mine.values()):
        wanted = Support.Part.REFERENT if row.counsellor_id == referent else Support.Part.COLLEAGUE
        if (row.part == Support.Part.REFERENT) != (wanted == Support.Part.REFERENT):
            memo.change(row, ends_on=max(today, row.starts_on))
            del mine[row.counsellor_id]
            still.append(row.counsellor_id)
    for counsellor in dict.fromkeys(still):
        if counsellor not in mine:
            part = Support.Part.REFERENT if counsellor == referent else Support.Part.COLLEAGUE
            row = Support(
                structure=structure, young=kept, counsellor_id=counsellor, part=part, starts_on=today
            )
            memo.make(row)


def _began(structure: Structure, young: Person) -> set[date]:
    """The days on which referents began, but those who were none for a day."""
    rows = Support.objects.filter(structure=structure, young=young, part=Support.Part.REFERENT)
    return set(rows.exclude(ends_on=F("starts_on")).values_list("starts_on", flat=True))


def _open(structure: Structure, young: Person) -> list[Support]:
    return list(Support.objects.filter(structure=structure, young=young, ends_on=None))


def _referent(mine: Any, theirs: Any, choices: Choices) -> int | None:
    """Which counsellor answers from now on."""
    of_kept = next((row.counsellor_id for row in mine if row.part == Support.Part.REFERENT), None)
    of_absorbed = next(
        (r.counsellor_id for r in theirs if r.part == Support.Part.REFERENT and r.ends_on is None), None
    )
    return chosen(REFERENT, of_kept, of_absorbed, choices) or of_kept


def _profile(memo: Memo, structure: Structure, kept: Person, absorbed: Person) -> None:
    """What one profile does not say, the other does; themes and observed tasks of both."""
    profiles = Profile.objects.filter(structure=structure)
    theirs = profiles.filter(person=absorbed).first()
    mine = profiles.filter(person=kept).first()
    if theirs is None:
        return
    if mine is None:
        memo.change(theirs, person_id=kept.pk)
        return
    plain = {f.attname for f in Profile._meta.concrete_fields} - {
        *("id", "structure_id", "person_id", "updated_at", "next_step_on")
    }
    values = {name: chosen(name, getattr(mine, name), getattr(theirs, name), {}) for name in plain}
    if not mine.next_step:
        values["next_step_on"] = theirs.next_step_on
    memo.change(mine, **values)
    _adopt(memo, mine, theirs.themes.all(), set(mine.themes.values_list("theme", flat=True)), "theme")
    _adopt(memo, mine, theirs.tasks.all(), set(mine.tasks.values_list("task", flat=True)), "task")


def _adopt(memo: Memo, profile: Profile, rows: Any, known: set[str], name: str) -> None:
    row: Model
    for row in rows:
        if getattr(row, name) not in known:
            memo.change(row, profile_id=profile.pk)
