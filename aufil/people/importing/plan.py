"""What a line changes, decided against the register; nothing is written here, so that a trial says the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.people.importing.lines import Line, LineRefusedError, Outcome
from aufil.people.importing.register import Identity, Known, Register
from aufil.people.importing.values import Context, finer, name_key, proper, same
from aufil.people.models import Person

YOUNGEST, OLDEST = 16, 29
WHO = ("last_name", "first_name", "birth_date")


@dataclass
class Change:
    """What a line comes to: the columns of the person that change, the file number and counsellor if they do."""

    outcome: Outcome
    known: Known
    columns: dict[str, Any]
    file_number: str = ""
    counsellor: Person | None = None


@dataclass
class Planner:
    """Plans the lines of one list, in order. `file_numbers` are those of `PeopleList`."""

    register: Register
    file_numbers: Mapping[str, int]
    context: Context
    # Whose own list it is: nobody else's young people are touched, and who is new is theirs.
    only: Person | None = None
    # What earlier lines of the list said of each person: field → (line, value).
    said: dict[UUID, dict[str, tuple[int, Any]]] = field(default_factory=dict)

    def plan(self, line: Line) -> Change:
        """The change a line makes, entered in the register; raises LineRefusedError."""
        found = self._match(line)
        known = found or Known(Person(), is_young=True)
        if self.only:
            self._keep_to_ones_own(line, known, self.only)
        self._agree(line, known)
        change = self._difference(line, known, created=found is None)
        if found:
            self.register.leave(known)
        for name, value in change.columns.items():
            setattr(known.person, name, value)
        known.file_number = change.file_number or known.file_number
        if change.counsellor:
            known.referent, known.referent_name = change.counsellor.pk, change.counsellor.full_name
        self.register.enter(known)
        if found is None:
            self.register.names[known.identity[:2]] += 1
        return change

    def _keep_to_ones_own(self, line: Line, known: Known, owner: Person) -> None:
        """A counsellor's own list: handing over to a colleague, or taking from one, is done elsewhere."""
        if line.counsellor and line.counsellor.pk != owner.pk:
            reason = _(
                "Cette ligne est pour %(name)s. La direction peut l’importer, ou cette personne elle-même."
            )
            raise LineRefusedError(
                "counsellor", line.written["counsellor"], reason % {"name": line.counsellor.full_name}
            )
        if known.referent not in (None, owner.pk):
            reason = _(
                "Cette personne est suivie par %(name)s. Demandez-lui de la corriger ou de vous la confier."
            )
            raise LineRefusedError(
                "last_name", line.written.get("last_name", ""), reason % {"name": known.referent_name}
            )
        line.counsellor = line.counsellor or owner

    def _match(self, line: Line) -> Known | None:
        """The young person a line is about: by file number, else by names and birth date; None for a new one."""
        unnamed = [name for name in ("last_name", "first_name") if name not in line.values]
        found = self.register.by_number.get(line.file_number) or self.register.claims.get(line.file_number)
        # Whom a later line makes is not known yet the first time, and would be the second.
        early = line.number < self.file_numbers.get(line.file_number, 0)
        if unnamed and (early or not found):
            reason = _("Cette cellule est vide. Remplissez-la.")
            raise LineRefusedError(unnamed[0], "", reason)
        if found:
            return found
        identity = name_key(line.values["last_name"]), name_key(line.values["first_name"]), line.birth_date
        candidates = [known for known in self.register.by_identity[identity] if self._may_be(known, line)]
        if len(candidates) > 1:
            reason = _(
                "Plusieurs personnes ont ce nom et cette date de naissance. Ajoutez le numéro de dossier."
            )
            raise LineRefusedError("last_name", line.written["last_name"], reason)
        if not candidates:
            self._refuse_who_left(line, identity)
        return candidates[0] if candidates else None

    def _refuse_who_left(self, line: Line, identity: Identity) -> None:
        """An old list does not reopen what was closed, nor make somebody who comes back twice."""
        left = self.register.left.get(line.file_number) if line.file_number else None
        name = "file_number" if left else "last_name"
        left = left or (self.register.left.get(identity) if line.birth_date else None)
        if left and left.ends_on:
            reason = _(
                "L’accompagnement de %(name)s est fermé depuis le %(day)s. Rouvrez son dossier, ou retirez la ligne."
            )
            values = {"name": left.person.full_name, "day": f"{left.ends_on:%d/%m/%Y}"}
            raise LineRefusedError(name, line.written.get(name, ""), reason % values)

    def _may_be(self, known: Known, line: Line) -> bool:
        """Somebody whose own file number is on another line of the list is somebody else."""
        return not line.file_number or known.file_number not in self.file_numbers

    def _agree(self, line: Line, known: Known) -> None:
        """Two lines about one person may complete, not contradict each other: a second import would undo."""
        said = self.said.setdefault(known.person.uid, {})
        says: dict[str, Any] = dict(line.values)
        if line.counsellor:
            says["counsellor"] = line.counsellor.pk
        if not line.file_number:
            says.setdefault("birth_date", None)  # found by it, blank as it is
        for name, value in says.items():
            number, earlier = said.get(name, (line.number, value))
            if not same(name, earlier, value):
                if line.file_number:
                    self.register.claims[line.file_number] = known
                reason = _(
                    "La ligne %(line)d dit autre chose de la même personne. Gardez une seule des deux."
                )
                raise LineRefusedError(name, line.written.get(name, ""), reason % {"line": number})
        if line.counsellor and line.counsellor.pk == known.person.pk:
            reason = _("Une personne ne peut pas être son propre conseiller. Corrigez cette cellule.")
            raise LineRefusedError("counsellor", line.written.get("counsellor", ""), reason)
        for name, value in says.items():
            said.setdefault(name, (line.number, value))

    def _difference(self, line: Line, known: Known, *, created: bool) -> Change:
        columns = {}
        for name, value in line.values.items():
            if name == "file_number":
                continue
            old = getattr(known.person, name)
            kept = finer(name, old, value) if same(name, old, value) else proper(name, value)
            if kept != old:
                columns[name] = kept
        number = line.file_number if line.file_number != known.file_number else ""
        new_referent = line.counsellor is not None and line.counsellor.pk != known.referent
        changed = columns or number or new_referent
        outcome = Outcome(
            line.number,
            "created" if created else "updated" if changed else "unchanged",
            warnings=tuple(self._warnings(line, known, columns, created=created)),
        )
        return Change(outcome, known, columns, number, line.counsellor if new_referent else None)

    def _warnings(self, line: Line, known: Known, columns: dict[str, Any], *, created: bool) -> list[str]:
        """What somebody should look at, of what this line would change."""
        warnings = []
        if created and self.register.names[name_key(columns["last_name"]), name_key(columns["first_name"])]:
            warnings.append(
                _("Une autre personne a le même nom et le même prénom. Vérifiez qu’elles sont deux.")
            )
        if not created:
            warnings += _identity_warnings(line, known, columns)
        if "birth_date" in columns:
            warnings += _age_warnings(columns["birth_date"], self.context)
        warnings += [sentence for name, sentence in line.doubts if name in columns]
        shared = {
            "phone": _("Ce téléphone est aussi celui de %(name)s. Vérifiez-le."),
            "email": _("Cet e-mail est aussi celui de %(name)s. Vérifiez-le."),
        }
        for contact, sentence in shared.items():
            if others := self.register.others_at(contact, columns.get(contact, ""), known):
                warnings.append(sentence % {"name": others[0].person.full_name})
        return warnings


def _identity_warnings(line: Line, known: Known, columns: dict[str, Any]) -> list[str]:
    """A file number that changes hands, or a person that changes file number, is often a slip."""
    values = {"name": known.person.full_name, "old": known.file_number}
    if line.file_number and known.file_number and line.file_number != known.file_number:
        return [_("Le dossier de %(name)s avait le numéro %(old)s. Vérifiez le nouveau.") % values]
    changed = [
        name for name in WHO if name in columns and not same(name, getattr(known.person, name), columns[name])
    ]
    if len(changed) > 1:
        return [_("Le dossier %(old)s était celui de %(name)s. Vérifiez le numéro.") % values]
    return []


def _age_warnings(born: Any, context: Context) -> list[str]:
    age = Person(birth_date=born).age_on(context.today)
    if age is not None and age < YOUNGEST:
        return [_("Cette personne a moins de 16 ans. Vérifiez sa date de naissance.")]
    if age is not None and age > OLDEST:
        return [_("Cette personne a plus de 29 ans. Vérifiez sa date de naissance.")]
    return []
