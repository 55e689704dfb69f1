"""The young people of a structure, as one looks for them."""

from datetime import date

from django.db.models import Q, QuerySet

from aufil.kernel.words import folded
from aufil.people.models import Membership, Role, Structure

SHORTEST_NUMBER = 3


def search_caseload(structure: Structure, words: str, today: date) -> QuerySet[Membership]:
    """The memberships of those whose name, phone or file number holds every word; by name.

    Case and accents are forgiven; a phone is found however it is written.
    """
    found = Membership.objects.on(today).filter(structure=structure, role=Role.YOUNG)
    for word in folded(words.replace("\x00", "")).split():
        found = found.filter(_holds(word))
    digits = "".join(c for c in words if c.isdecimal())
    if len(digits) > SHORTEST_NUMBER and not any(c.isalpha() for c in words):
        whole = Membership.objects.on(today).filter(structure=structure, role=Role.YOUNG)
        found = whole.filter(Q(person__phone__contains=digits.removeprefix("0")) | Q(file_number=digits))
    return found.order_by("person__last_name", "person__first_name", "person")


def _holds(word: str) -> Q:
    named = Q(person__findable_name__contains=word)
    if word.isdecimal() and len(word) >= SHORTEST_NUMBER:
        return named | Q(file_number__startswith=word) | Q(person__phone__contains=word.removeprefix("0"))
    return named
