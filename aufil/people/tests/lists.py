"""What the tests of lists share: a list in few words, and everything a list can change."""

from aufil.audit.models import Record
from aufil.people.actions import import_people
from aufil.people.importing.lines import open_list
from aufil.people.models import Membership, Person, Support
from aufil.thread.models import Member, Thread

HEADER = "nom;prenom;date de naissance;telephone;mail;commune;code postal;numero de dossier;conseiller"
LOU = "Petit;Lou;14/07/2007;06 12 34 56 78;lou@exemple.fr;Cholet;49300;7200001;camille"


def bring(structure, *lines, header=HEADER, **options):
    """What became of the lines of a CSV list."""
    people = open_list("\n".join([header, *lines]).encode())
    return list(import_people(people=people, structure=structure, **options))


def what(outcomes):
    return [outcome.outcome for outcome in outcomes]


def lou():
    return Person.objects.get(first_name="Lou")


def state():
    """Everything a list can change."""
    return (
        list(Person.objects.order_by("pk").values_list()),
        list(Membership.objects.order_by("pk").values_list()),
        list(Support.objects.order_by("pk").values_list()),
        list(Thread.objects.order_by("pk").values_list()),
        list(Member.objects.order_by("pk").values_list()),
        Record.objects.count(),
    )
