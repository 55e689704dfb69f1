"""What was done to rows, kept so that it can be undone later, even where somebody went on meanwhile."""

import json
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model

Lines = list[dict[str, Any]]


class Memo:
    """Changes and makes rows, and notes each: `lines` are plain JSON."""

    def __init__(self) -> None:
        self.lines: Lines = []

    def change(self, row: Model, **fields: Any) -> None:
        """Give a row other values (columns by the name of their attribute: `person_id`)."""
        before = {name: getattr(row, name) for name in fields}
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        self._note(row, "changed", before={n: before[n] for n in changed}, after=changed)

    def make(self, row: Model) -> None:
        """Save a new row."""
        row.save(force_insert=True)
        self._note(row, "made", after={f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})

    def _note(self, row: Model, what: str, **values: dict[str, Any]) -> None:
        said = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
        self.lines.append({"table": row._meta.label_lower, "pk": row.pk, "what": what, **said})


def undo(lines: Sequence[dict[str, Any]]) -> list[str]:
    """Put rows back as they were, the last changed first; what somebody changed since is left as it is.

    Answers what was left, as `table.column`. In the caller's transaction.
    """
    left: list[str] = []
    for line in reversed(lines):
        try:
            with transaction.atomic():
                left += _undo_one(line)
        except IntegrityError:  # what came since stands where this stood
            left.append(line["table"])
    return left


def _undo_one(line: dict[str, Any]) -> list[str]:
    model = apps.get_model(line["table"])
    row = model._default_manager.select_for_update().filter(pk=line["pk"]).first()
    if row is None:
        return [line["table"]]
    return _unmake(row, line) if line["what"] == "made" else _put_back(row, line)


def _unmake(row: Model, line: dict[str, Any]) -> list[str]:
    if any(_as_json(row, name) != value for name, value in line["after"].items()):
        return [line["table"]]
    row.delete()
    return []


def _put_back(row: Model, line: dict[str, Any]) -> list[str]:
    unmoved = [name for name, value in line["after"].items() if _as_json(row, name) == value]
    for name in unmoved:
        field = next(f for f in row._meta.concrete_fields if f.attname == name)
        typed = getattr(field, "target_field", field)
        setattr(row, name, typed.to_python(line["before"][name]))
    if unmoved:
        row.save(update_fields=unmoved)
    return [f"{line['table']}.{name}" for name in line["after"] if name not in unmoved]


def _as_json(row: Model, name: str) -> Any:
    return json.loads(json.dumps(getattr(row, name), cls=DjangoJSONEncoder))
