"""The API's table of contents: what goes through Django, what goes through the thin door, one document."""

from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic.json_schema import models_json_schema

from aufil import __version__
from aufil.appointments.api import router as appointments_router
from aufil.delivery.api import router as push_router
from aufil.files.api import doors as upload_doors
from aufil.live.stream import serve as serve_live
from aufil.people.api import router as people_router
from aufil.thread.api import doors as thread_doors
from aufil.thread.api import router as thread_router
from aufil.thread.api import search_router
from aufil.web.asgi import Door, door
from aufil.web.authentication import meant_for
from aufil.web.problems import TITLES, Problem, kind_of

live_door = door(
    "GET",
    "/api/v1/live",
    serve_live,
    {"summary": "Le direct : événements envoyés par le serveur", "answer": None, "status": 200},
)
doors: list[Door] = [*thread_doors, live_door, *upload_doors]


class Orjson(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


class BodyParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return orjson.loads(request.body)
        except orjson.JSONDecodeError:
            raise Problem("malformed") from None


def signed_in(request: HttpRequest) -> Any:
    """A live device's person; else a 401 problem that says which kind."""
    if request.device is None:  # type: ignore[attr-defined]
        revoked = request.device_state == "revoked"  # type: ignore[attr-defined]
        raise Problem("device-revoked" if revoked else "sign-in")
    if not meant_for(request.headers.get("Aufil-Person", ""), request.user.uid):  # type: ignore[union-attr]
        raise Problem("sign-in")
    browser = request.device.kind == "browser"  # type: ignore[attr-defined]
    if browser and request.method not in ("GET", "HEAD") and not request.headers.get("X-Requested-With"):
        raise Problem("cross-origin")
    return request.user


api = NinjaAPI(
    title="Aufil",
    version=__version__,
    auth=signed_in,
    renderer=Orjson(),
    parser=BodyParser(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("", people_router)
api.add_router("", thread_router)
api.add_router("", search_router)
api.add_router("", push_router)
api.add_router("", appointments_router)


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for item in error.errors:
        field = ".".join(str(part) for part in item["loc"] if part not in ("body", "query", "path")) or "body"
        cause = (item.get("ctx") or {}).get("error")
        field = field.removeprefix("body.")
        errors.setdefault(field, []).append(str(cause) if cause else "Cette valeur n’est pas valable.")
    return Problem("invalid", next(iter(errors.values()))[0], errors=errors).response()


@api.exception_handler(RequestDataTooBig)
def on_too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return Problem("too-large").response()


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return Problem("not-found").response()


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return Problem(kind_of(error.status_code)).response()


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return Problem("sign-in").response()


@api.exception_handler(Exception)
def on_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    import logging

    logging.getLogger("aufil.api").exception("%s %s", request.method, request.path)
    return Problem("fault").response()


def openapi() -> dict[str, Any]:
    """The OpenAPI document of the whole API."""
    document = dict(api.get_openapi_schema())
    document["paths"] = dict(document["paths"])
    used = {model for d in doors for model in _models(d.operation)}
    _, definitions = models_json_schema(
        [(model, "validation") for model in used], ref_template="#/components/schemas/{model}"
    )
    components = document.setdefault("components", {})
    components.setdefault("schemas", {}).update(definitions.get("$defs", {}))
    components["schemas"]["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "aufil_device"},
    }
    document["security"] = [{"token": []}, {"cookie": []}]
    for d in doors:
        document["paths"].setdefault(d.path, {})[d.method.lower()] = _operation(d)
    for path in document["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
            operation["responses"]["default"] = {
                "description": "Un problème (RFC 9457)",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return document


PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [f"/api/v1/problems#{kind}" for kind in TITLES]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}


def _models(operation: dict[str, Any]) -> list[Any]:
    found = [operation.get("answer"), *_forms(operation.get("body"))]
    return [model for model in found if model is not None]


def _forms(body: Any) -> tuple[Any, ...]:
    """What a body, or each of a list of bodies, may be: one class, or one of several."""
    one = body[0] if isinstance(body, list) else body
    return one if isinstance(one, tuple) else (one,)


def _ref(model: Any) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _content(answer: Any) -> dict[str, Any]:
    if answer:
        return {"application/json": {"schema": _ref(answer)}}
    return {"text/event-stream": {"schema": {"type": "string"}}}


def _operation(d: Door) -> dict[str, Any]:
    said = d.operation
    words = [word for word in d.path.split("/") if word.startswith("{")]
    parameters: list[dict[str, Any]] = [
        {
            "name": w.strip("{}"),
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
        }
        for w in words
    ]
    if said.get("query"):
        parameters += [
            {"name": n, "in": "query", "required": False, "schema": {"type": "integer", "minimum": 0}}
            for n in ("after", "before", "since", "limit")
        ]
    parameters += [
        {"name": n, "in": "header", "required": False, "schema": {"type": "string"}}
        for n in said.get("headers", ())
    ]
    content = {} if said.get("bare") else _content(said.get("answer"))
    operation: dict[str, Any] = {
        "summary": said["summary"],
        "operationId": d.handler.__name__,
        "parameters": parameters,
        "responses": {str(said["status"]): {"description": "OK", "content": content}},
        "tags": [said.get("tag", "Fils")],
    }
    if said["status"] == 201 and content:
        operation["responses"]["200"] = {"description": "Déjà reçu", "content": content}
    if body := said.get("body"):
        forms = [_ref(model) for model in _forms(body)]
        schema: dict[str, Any] = {"anyOf": forms} if len(forms) > 1 else forms[0]
        if isinstance(body, list):
            schema = {"type": "array", "items": schema, "maxItems": 50}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation
