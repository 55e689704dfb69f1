"""Whatever a program sends, the API answers as its OpenAPI document says it does."""

from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from aufil.config.api import openapi
from aufil.files.api import uploads
from aufil.thread.api.busy import pace
from tests.support import Api, Caller, Cast

CHECKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# The stream never ends by itself: it has tests of its own.
LEFT_OUT = {"/api/v1/live", "/api/v1/rooms/{room}/events/{ticket}"}


def operations() -> list[Any]:
    document = openapi()
    document["paths"] = {path: item for path, item in document["paths"].items() if path not in LEFT_OUT}
    schema = schemathesis.openapi.from_dict(document)
    return [operation.ok() for operation in schema.get_all_operations()]


def answered(case: Any, caller: Caller) -> Response:
    """The case sent to the API, its answer as the checks want it."""
    request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    path = request.path_url.removeprefix("/api/v1")
    body = request.body or b""
    answer = caller.call(case.method.upper(), path, body.encode() if isinstance(body, str) else body)
    headers = {name: [value] for name, value in answer.headers.items()}
    return Response(answer.status, headers, answer.body, request, elapsed=0, verify=False)


@pytest.mark.parametrize("operation", operations(), ids=lambda o: o.label)
def test_the_api_answers_as_its_document_says(operation: Any, api: Api, cast: Cast) -> None:
    thread = cast.thread()
    entry = api.camille.say(thread, "bonjour").json["id"]
    real = {"thread": str(thread.uid), "entry": entry}

    @seed(20260302)
    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(), is_real=st.booleans(), name=st.sampled_from(["camille", "alex"]))
    def send(case: Any, is_real: bool, name: str) -> None:
        for bucket in (pace, uploads.pace, uploads.volume):
            bucket._levels.clear()
        if is_real:
            for word in case.path_parameters or {}:
                case.path_parameters[word] = real.get(word, real["thread"])
        response = answered(case, getattr(api, name))
        case.validate_response(response, checks=CHECKED)

    send()


def test_the_document_names_every_problem_and_how_to_sign_in() -> None:
    document = openapi()
    assert set(document["components"]["securitySchemes"]) == {"token", "cookie"}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert "default" in operation["responses"], f"{method} {path}"
            assert operation["summary"], f"{method} {path}"
