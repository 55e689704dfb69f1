"""The OpenAPI document as a person reads it: calls under headings, objects with their fields."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

Schema = dict[str, Any]
JSON = "application/json"
PROBLEM = "application/problem+json"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


class Kind(NamedTuple):
    """What a value is, in words; `ref` names an object described on the same page."""

    before: str
    ref: str = ""
    after: str = ""


class Field(NamedTuple):
    """A parameter of a call or a field of an object; `place` is `path` or `query` for a parameter."""

    name: str
    kind: Kind
    required: bool
    meaning: str
    place: str = ""


class Answer(NamedTuple):
    """What a call answers with; `kind` is None when nothing follows the status."""

    status: str
    kind: Kind | None


class Call(NamedTuple):
    """One method of one address."""

    anchor: str
    method: str
    path: str
    summary: str
    parameters: list[Field]
    body: Kind | None
    answers: list[Answer]


class Described(NamedTuple):
    """An object of the API."""

    name: str
    fields: list[Field]


def calls_by_tag(document: Schema) -> dict[str, list[Call]]:
    """Every call, under its first tag, in the order of the document."""
    groups: dict[str, list[Call]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or [_("Autres")])[0]
                groups.setdefault(tag, []).append(_call(method, path, item[method]))
    return groups


def objects(document: Schema) -> list[Described]:
    """Every object the calls take or give, by name."""
    schemas = document.get("components", {}).get("schemas", {})
    return [
        Described(name, _fields(schemas[name])) for name in sorted(schemas) if "properties" in schemas[name]
    ]


def _call(method: str, path: str, operation: Schema) -> Call:
    return Call(
        anchor=f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        parameters=[_parameter(parameter) for parameter in operation.get("parameters", [])],
        body=_content(operation.get("requestBody", {})),
        answers=[
            Answer(status, _content(response))
            for status, response in sorted((str(key), said) for key, said in operation["responses"].items())
            if status != "default"
        ],
    )


def _parameter(parameter: Schema) -> Field:
    schema = parameter.get("schema", {})
    meaning = parameter.get("description") or schema.get("description", "")
    return Field(
        parameter["name"], kind_of(schema), parameter.get("required", False), meaning, parameter["in"]
    )


def _fields(schema: Schema) -> list[Field]:
    required = schema.get("required", [])
    return [
        Field(name, kind_of(said), name in required, said.get("description", ""))
        for name, said in schema["properties"].items()
    ]


def _content(holder: Schema) -> Kind | None:
    for media, content in holder.get("content", {}).items():
        return kind_of(content.get("schema", {})) if media in (JSON, PROBLEM) else Kind(media)
    return None


def kind_of(schema: Schema) -> Kind:
    """What a JSON schema allows, in words."""
    if "$ref" in schema:
        return Kind("", schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return _one_of(schema["anyOf"])
    if schema.get("type") == "array":
        item = kind_of(schema.get("items", {}))
        most = _(" (%(most)d au plus)") % {"most": schema["maxItems"]} if "maxItems" in schema else ""
        return Kind(_("liste : ") + item.before, item.ref, item.after + most)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return Kind(_(" ou ").join(f"« {value} »" for value in values))
    return Kind(_plain(schema) + _bounds(schema))


def _one_of(choices: list[Schema]) -> Kind:
    """JSON's optional values: something, or null."""
    some = [kind_of(choice) for choice in choices if choice.get("type") != "null"]
    null = _(" ou null") if len(some) < len(choices) else ""
    if len(some) == 1:
        return some[0]._replace(after=some[0].after + null)
    return Kind(_(" ou ").join(kind.before + kind.ref + kind.after for kind in some) + null)


def _plain(schema: Schema) -> str:
    by_format = {
        "uuid": "UUID",
        "date-time": _("date et heure"),
        "date": _("date"),
        "email": _("adresse e-mail"),
    }
    by_type = {
        "string": _("texte"),
        "integer": _("nombre entier"),
        "number": _("nombre"),
        "boolean": _("vrai ou faux"),
        "object": _("objet"),
    }
    return by_format.get(schema.get("format", "")) or by_type.get(schema.get("type", ""), _("valeur JSON"))


def _bounds(schema: Schema) -> str:
    """Lengths and limits, as JSON schema gives them."""
    said = []
    if "minLength" in schema or "maxLength" in schema:
        least, most = schema.get("minLength", 0), schema.get("maxLength")
        said.append(
            _("%(least)s à %(most)s caractères") % {"least": least, "most": most} if most else f"≥ {least}"
        )
    for key, sign in (("minimum", "≥"), ("maximum", "≤")):
        if key in schema:
            said.append(f"{sign} {schema[key]}")
    return f" ({', '.join(said)})" if said else ""
