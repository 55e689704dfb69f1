"""Who supports whom, now and as planned; what was handed over."""

from collections.abc import Collection

from django.db.models import QuerySet

from aufil.people.models import HandOver, Person, Structure, Support
from aufil.people.queries.days import today_in
from aufil.people.queries.roles import with_role


def open_support_of(*, young: int, counsellor: int, structure: int) -> Support | None:
    """The row by which a counsellor supports a young person today, as referent if they are."""
    today = today_in(Structure.objects.get(pk=structure))
    rows = Support.objects.on(today).filter(young=young, counsellor=counsellor, structure=structure)
    return min(rows, key=lambda row: row.part != Support.Part.REFERENT, default=None)


def still_supporting(*, structure: int, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these (young person, counsellor) that a row joins today."""
    today = today_in(Structure.objects.get(pk=structure))
    rows = Support.objects.on(today).filter(structure=structure, young__in={young for young, _one in pairs})
    return set(rows.values_list("young", "counsellor")) & set(pairs)


def schedule_of(young: Person, structure: Structure) -> list[Support]:
    """Who supports a young person from today on, in the order of days; the referent of a day before colleagues."""
    rows = (
        Support.objects.filter(young=young, structure=structure)
        .exclude(ends_on__lte=today_in(structure))
        .select_related("counsellor")
    )
    return sorted(rows, key=lambda row: (row.starts_on, row.part != Support.Part.REFERENT, row.pk))


def given_by(giver: Person, structure: Structure) -> QuerySet[Person]:
    """The young people a counsellor can hand over: who is theirs today, or returns to them."""
    rows = Support.objects.filter(counsellor=giver, structure=structure, part=Support.Part.REFERENT).exclude(
        ends_on__lte=today_in(structure)
    )
    return with_role(structure, "young").filter(pk__in=rows.values("young"))


def hand_overs_of(young: Person, structure: Structure) -> QuerySet[HandOver]:
    """What was handed over, the last first, with the names."""
    rows = HandOver.objects.filter(young=young, structure=structure)
    return rows.select_related("giver", "taker", "made_by").order_by("-made_at", "-pk")
