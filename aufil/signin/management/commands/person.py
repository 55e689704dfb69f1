from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from aufil.kernel.phones import to_e164
from aufil.people.actions import create_person
from aufil.people.models import Person, Role, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.signin.actions import forget_factors, invite


class Command(BaseCommand):
    help = (
        "Personnes : « person create NOM --structure SLUG --role RÔLE [--email E] [--phone P] », "
        "« person invite NOM » (un lien pour choisir un mot de passe), "
        "« person forget-factors NOM » (qui a perdu sa seconde protection)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb in ("invite", "forget-factors"):
            verbs.add_parser(verb).add_argument("username")
        create = verbs.add_parser("create")
        create.add_argument("username")
        create.add_argument("--structure", default="")
        create.add_argument("--role", required=True, choices=[*Role.values, "admin"])
        create.add_argument("--email", default="")
        create.add_argument("--phone", default="")
        create.add_argument("--first-name", default="")
        create.add_argument("--last-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "create":
            self.create(**options)
            return
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"« {options['username']} » n’existe pas. Vérifiez l’identifiant.")
        if options["verb"] == "invite":
            self.invite(person)
        else:
            forget_factors(person=person, actor=None)
            self.stdout.write(f"{person.username} en ajoutera une autre en entrant.")

    def invite(self, person: Person) -> None:
        try:
            link = invite(person=person, actor=None)
        except ValueError as error:
            raise CommandError(f"{error} « {person.username} » n’en est pas.") from None
        self.stdout.write(f"Lien pour choisir un mot de passe (7 jours, une fois) : {link}")

    def create(self, **options: Any) -> None:
        is_admin = options["role"] == "admin"
        structure = Structure.objects.filter(slug=options["structure"]).first()
        if structure is None and (options["structure"] or not is_admin):
            raise CommandError(
                f"La structure « {options['structure']} » n’existe pas. Créez-la avec « aufil structure create »."
            )
        try:
            phone = (
                to_e164(options["phone"], structure.region if structure else "FR") if options["phone"] else ""
            )
        except ValueError:
            raise CommandError(f"« {options['phone']} » n’est pas un numéro de téléphone.") from None
        try:
            person = create_person(
                username=options["username"],
                first_name=options["first_name"],
                last_name=options["last_name"],
                structure=structure,
                role=None if is_admin else options["role"],
                email=options["email"],
                phone=phone,
                is_platform_admin=is_admin,
            )
        except IntegrityError:
            raise CommandError(
                f"« {options['username']} » existe déjà. Choisissez un autre identifiant."
            ) from None
        self.stdout.write(options["username"])
        if is_admin or options["role"] in STAFF_ROLES:
            self.invite(person)
