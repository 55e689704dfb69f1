"""People through the API."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Router, Status

from aufil.kernel.phones import to_e164
from aufil.people import access, actions
from aufil.people.access import PersonRequest
from aufil.people.models import Role
from aufil.people.queries import memberships_of, search_young
from aufil.people.schemas import MeOut, NewPerson, PersonOut, PersonPage, Waiting
from aufil.web import pagination
from aufil.web.problems import Problem

router = Router(tags=["Personnes"])
PAGE = 50


@router.get("/me", response=MeOut, summary="Moi")
def me(request: PersonRequest) -> Any:
    """The person behind this request, their roles and structures."""
    person = request.user
    memberships = memberships_of(person)
    return {
        "id": person.uid,
        "username": person.username,
        "name": person.full_name,
        "roles": [{"role": m.role, "structure": m.structure.slug} for m in memberships]
        + ([{"role": "admin", "structure": ""}] if person.is_platform_admin else []),
        "structures": list({m.structure.slug: m.structure for m in memberships}.values()),
    }


@router.get("/people", response=PersonPage, summary="Chercher un jeune")
def find_people(request: PersonRequest, q: str = "", cursor: str = "") -> Any:
    """Staff: young people of the structure by name, in alphabetical order."""
    structure = access.staff_membership(request.user).structure
    found = search_young(structure, q).order_by("last_name", "first_name", "pk")
    if cursor:
        last, first, pk = [*pagination.decode(cursor).split("\x1f"), "", "", ""][:3]
        if not pk.isdecimal() or len(pk) > 18:
            raise Problem("malformed")
        found = found.filter(
            Q(last_name__gt=last)
            | Q(last_name=last, first_name__gt=first)
            | Q(last_name=last, first_name=first, pk__gt=int(pk))
        )
    people = list(found[: PAGE + 1])
    more = people[PAGE - 1] if len(people) > PAGE else None
    following = pagination.encode(f"{more.last_name}\x1f{more.first_name}\x1f{more.pk}") if more else None
    return {"results": [_shape(p) for p in people[:PAGE]], "next": following}


@router.post("/people", response={201: PersonOut}, summary="Ajouter un jeune")
def create_person(request: PersonRequest, body: NewPerson) -> Any:
    """Staff: a young person of the structure."""
    membership = access.staff_membership(request.user)
    structure = membership.structure
    phone = _checked(body, structure.region)
    with transaction.atomic():
        try:
            with transaction.atomic():
                person = actions.create_person(
                    username=actions.free_username(body.first_name, body.last_name),
                    first_name=body.first_name,
                    last_name=body.last_name,
                    structure=structure,
                    role=Role.YOUNG,
                    email=body.email,
                    phone=phone,
                    birth_date=body.birth_date,
                    file_number=body.file_number,
                    actor=request.user,
                )
        except IntegrityError:
            message = _("Une autre personne porte déjà ce numéro de dossier. Vérifiez-le.")
            raise Problem("conflict", message, errors={"file_number": [message]}) from None
        if membership.role == Role.COUNSELLOR:
            actions.support(young=person, counsellor=request.user, structure=structure)
    return Status(201, _shape(person))


def _checked(body: NewPerson, region: str) -> str:
    """The phone as E.164, or every field that is not valid."""
    errors: dict[str, list[str]] = {}
    phone = ""
    if body.phone:
        try:
            phone = to_e164(body.phone, region)
        except ValueError:
            errors["phone"] = [_("Ce numéro n’est pas un numéro de téléphone. Exemple : 06 12 34 56 78.")]
    if body.email:
        try:
            validate_email(body.email)
        except ValidationError:
            errors["email"] = [_("Cette adresse n’est pas complète. Exemple : lea@exemple.fr.")]
    if errors:
        raise Problem("invalid", errors=errors)
    return phone


def _shape(person: Any) -> dict[str, Any]:
    return {
        "id": person.uid,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": person.birth_date,
        "email": person.email,
        "phone": person.phone,
        "commune": person.commune,
    }


@router.post("/outbox", response={204: None}, summary="Ce téléphone garde N messages")
def outbox(request: PersonRequest, body: Waiting) -> Any:
    """A device says how many entries it keeps that have not left yet."""
    actions.announce_waiting(device=request.device.pk, count=body.waiting)
    return Status(204, None)
