"""Reads of the lists on their way in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.kernel import clock
from aufil.operate.models import Intake, IntakeLine
from aufil.people.models import Merge, Person, Structure
from aufil.people.queries import (
    LABELS,
    Choice,
    File,
    choices_between,
    column_letter,
    half_of,
    mergeable,
    search_young,
)
from aufil.signin.queries import has_personal_code, live_paper
from aufil.thread.queries import support_thread_of

PAGE = 50
Fate = IntakeLine.Fate
# What can be asked of a list: in the words of its address, the lines that answer.
FILTERS = {
    "a-verifier": Q(told=True) | Q(outcome=Fate.REFUSED),
    "nouvelles": Q(outcome=Fate.CREATED),
    "mises-a-jour": Q(outcome=Fate.UPDATED),
    "deja-a-jour": Q(outcome=Fate.UNCHANGED),
    "refusees": Q(outcome=Fate.REFUSED),
}
# How each is called, in the order of the page, with the name of its count.
SORTS = (
    ("", gettext_lazy("Toutes"), "total"),
    ("a-verifier", gettext_lazy("À vérifier"), "a_verifier"),
    ("refusees", gettext_lazy("Refusées"), "refusees"),
    ("nouvelles", gettext_lazy("Nouvelles"), "nouvelles"),
    ("mises-a-jour", gettext_lazy("Mises à jour"), "mises_a_jour"),
    ("deja-a-jour", gettext_lazy("Déjà à jour"), "deja_a_jour"),
)


@dataclass(frozen=True)
class Lines:
    """A page of the lines of a list, and how many there are of each sort."""

    counts: dict[str, int]
    sorts: list[tuple[str, str, int]]
    lines: list[IntakeLine]
    shown: str
    before: int | None
    after: int | None

    @property
    def changes(self) -> int:
        """How many lines add or change somebody."""
        return self.counts["nouvelles"] + self.counts["mises_a_jour"]


def lines_of(intake: Intake, *, shown: str, after: int = 0, before: int = 0) -> Lines:
    """Lines after or before a line of the list, of one sort or all. Two statements."""
    counts = intake.lines.aggregate(
        total=Count("pk"), **{name.replace("-", "_"): Count("pk", filter=q) for name, q in FILTERS.items()}
    )
    rows = intake.lines.filter(FILTERS.get(shown, Q()))
    if before:
        found = list(rows.filter(line__lt=before).order_by("-line")[: PAGE + 1])
        more_before, more_after = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        found = list(rows.filter(line__gt=after)[: PAGE + 1])
        more_before, more_after = after > 0, len(found) > PAGE
        found = found[:PAGE]
    return Lines(
        counts,
        [
            (word, str(name), counts[count])
            for word, name, count in SORTS
            if counts[count] or word in ("", shown)
        ],
        found,
        shown if shown in FILTERS else "",
        found[0].line if found and more_before else None,
        found[-1].line if found and more_after else None,
    )


def lines_for_report(intake: Intake) -> Sequence[IntakeLine]:
    """All the lines of a list, in order."""
    return list(intake.lines.all())


def recent_intakes(owner: Person, structures: Sequence[Structure]) -> list[Intake]:
    """The lists somebody dropped since yesterday, the last first; without their content."""
    found = Intake.objects.lasting(clock.now()).filter(owner=owner, structure__in=structures)
    return list(found.exclude(state=Intake.State.CANCELLED).defer("content").select_related("structure")[:20])


@dataclass(frozen=True)
class ColumnChoice:
    """One column of a list: its letter, its title, what it holds, and what it could."""

    place: int
    name: str
    title: str
    chosen: str
    fields: list[tuple[str, str]]


def columns_of(intake: Intake, fields: list[tuple[str, str]]) -> list[ColumnChoice]:
    """The columns of a list as its page shows them."""
    chosen = dict(enumerate(intake.columns))
    return [
        ColumnChoice(place, column_letter(place), title, chosen.get(place, ""), fields)
        for place, title in enumerate(intake.titles)
    ]


@dataclass(frozen=True)
class Side:
    """One of two files, with what its conversation holds."""

    file: File
    messages: int


@dataclass(frozen=True)
class Compared:
    """Two files side by side: what they say differently, and what comes together."""

    kept: Side
    absorbed: Side
    choices: list[Choice]
    ways_in: list[str]


def compared(structure: Structure, kept: Person, absorbed: Person) -> Compared:
    """A fixed number of statements."""
    sides = []
    for person in (kept, absorbed):
        thread = support_thread_of(person.pk, structure.pk)
        sides.append(Side(half_of(person, structure), thread.last_seq if thread else 0))
    return Compared(
        sides[0], sides[1], choices_between(sides[0].file, sides[1].file), ways_in_after(kept, sides[1].file)
    )


def ways_in_after(kept: Person, absorbed: File) -> list[str]:
    """What becomes of phones, papers and the four digits, in sentences."""
    phones = {"name": kept.first_name}
    said = []
    if absorbed.devices:
        said.append(_("Les appareils des deux dossiers restent connectés, au nom de %(name)s.") % phones)
    if live_paper(absorbed.person):
        said.append(_("Le papier imprimé pour le dossier réuni ne connecte plus de téléphone."))
    if has_personal_code(kept):
        said.append(_("Le code à quatre chiffres reste celui du dossier gardé."))
    elif has_personal_code(absorbed.person):
        said.append(
            _("Le code à quatre chiffres du dossier réuni ne sert plus : %(name)s en choisit un autre.")
            % phones
        )
    return said


def people_to_merge(structure: Structure, words: str, only: Person | None) -> list[Person]:
    """Young people whose names hold every word, among those this person may merge."""
    allowed = mergeable(structure, only)
    return list(search_young(structure, words).filter(pk__in=allowed.values("pk"))[:30])


def is_undoable(merge: Merge) -> bool:
    return merge.undone_at is None and merge.undo_until > clock.now()


def left_of(merge: Merge) -> list[str]:
    """What an undoing left as it had become, in words."""
    return list(dict.fromkeys(str(LEFT.get(name, OTHERS.get(name.split(".")[1], ""))) for name in merge.left))


LEFT = {f"people.person.{field}": label for field, label in LABELS.items()}
OTHERS = {
    "person": gettext_lazy("l’identité"),
    "membership": gettext_lazy("le numéro de dossier et le dispositif"),
    "support": gettext_lazy("qui accompagne"),
    "profile": gettext_lazy("le profil"),
    "supporttheme": gettext_lazy("les thèmes"),
    "observedtask": gettext_lazy("l’aisance numérique"),
    "situation": gettext_lazy("les situations"),
    "device": gettext_lazy("les appareils"),
    "representative": gettext_lazy("les représentants"),
    "handover": gettext_lazy("les remplacements"),
}
