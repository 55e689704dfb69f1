"""The API refuses in documents, whoever refuses: never HTML, never a redirect, never a trace."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from aufil.config.asgi import PAGE_BODY_LIMIT, application
from aufil.thread.api import busy, calm
from aufil.web.problems import MEDIA_TYPE, TITLES, Problem, kind_of

THREAD = "/threads/0190a000-0000-7000-8000-000000000001"


def is_document(answer: Any, status: int, kind: str) -> bool:
    document = answer.json
    assert (answer.status, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert document["type"] == f"/api/v1/problems#{kind}"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert "location" not in answer.headers
    return True


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "", 404, "not-found"),
        ("GET", "/", 404, "not-found"),
        ("GET", "/rien", 404, "not-found"),
        ("GET", "/rien/du/tout/", 404, "not-found"),
        ("GET", "/threads/", 404, "not-found"),
        ("POST", "/threads/pas-un-uuid/read", 404, "not-found"),
        ("GET", "/threads/pas-un-uuid/entries", 404, "not-found"),
        ("GET", f"{THREAD}/entries", 404, "not-found"),
        ("PATCH", f"{THREAD}/entries/pas-un-uuid", 404, "not-found"),
        ("DELETE", "/me", 405, "method"),
        ("PUT", "/threads", 405, "method"),
        ("OPTIONS", "/threads", 405, "method"),
        ("POST", "/openapi.json", 405, "method"),
    ],
)
def test_what_does_not_exist_or_does_not_work_so_is_a_document(api, method, path, status, kind):
    assert is_document(api.camille.call(method, path), status, kind)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"nul", b"\xff\xfe", b'"texte"', b"[" * 20_000])
@pytest.mark.parametrize("path", ["/threads", "/people", "/outbox", "/threads/{thread}/entries"])
def test_a_body_that_is_no_object_is_refused_in_a_document(api, cast, path, body):
    answer = api.camille.post(path.format(thread=cast.thread().uid), body)
    assert answer.status in (400, 422)
    assert is_document(answer, answer.status, {400: "malformed", 422: "invalid"}[answer.status])


def test_nobody_is_asked_to_sign_in(api, cast):
    for method, path in (("GET", "/me"), ("POST", "/people"), ("GET", "/live"), ("POST", f"{THREAD}/read")):
        assert is_document(api.nobody.call(method, path, {}), 401, "sign-in")
    for secret in ("x", "x" * 5_000, "é"):
        headers = {"Authorization": f"Bearer {secret}"}
        assert is_document(api.nobody.call("GET", "/me", **headers), 401, "sign-in")
        if secret.isascii():
            assert is_document(api.nobody.call("GET", f"{THREAD}/entries", **headers), 401, "sign-in")


def broken(*_: Any, **__: Any) -> Any:
    raise RuntimeError("SECRET-TRACE")


def test_a_fault_behind_django_is_a_document_without_trace(api, monkeypatch):
    monkeypatch.setattr(calm, "lines", broken)
    answer = api.camille.get("/threads")
    assert is_document(answer, 500, "fault")
    assert "SECRET-TRACE" not in answer.body.decode()


def test_a_fault_behind_the_thin_door_is_a_document_without_trace(api, cast, monkeypatch):
    monkeypatch.setattr(busy, "read", broken)
    answer = api.camille.get(f"/threads/{cast.thread().uid}/entries")
    assert is_document(answer, 500, "fault")
    assert "SECRET-TRACE" not in answer.body.decode()


def test_a_fault_of_a_page_is_a_page_in_french_without_trace(pages, cast, monkeypatch):
    monkeypatch.setattr("aufil.home.queries.day_of", broken)
    pages.camille.raise_request_exception = False
    answer = pages.camille.get("/")
    assert answer.status_code == 500
    shown = answer.content.decode()
    assert "SECRET-TRACE" not in shown
    assert "Aufil a eu un problème." in shown


def test_a_method_a_page_does_not_take_is_a_page_that_says_so(pages, cast):
    answer = pages.lea.put("/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert "Cette demande n’a pas été comprise." in answer.content.decode()


def test_an_unknown_page_is_a_page_that_helps(pages, cast):
    for browser in (pages.lea, pages.nobody):
        answer = browser.get("/nulle-part/")
        assert answer.status_code == 404
        assert "Cette page n’existe pas, ou n’est pas pour vous." in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused(db):
    answer = Client(headers={"Host": "mechant.example"}).get("/api/v1/me")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, MEDIA_TYPE)


def through_everything(method: str, path: str, length: int) -> tuple[int, dict[str, str], int]:
    """A request to the whole application that announces `length` bytes; how many times it was read from."""
    reads, sent = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal reads
        reads += 1
        await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "scheme": "http",
        "headers": [(b"host", b"testserver"), (b"content-length", str(length).encode())],
    }
    async_to_sync(application)(scope, receive, send)
    headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return sent[0]["status"], headers, reads


@pytest.mark.parametrize("path", ["/", "/connexion/", "/api/v1/people", "/api/v1/rien"])
def test_a_body_of_50_mb_is_refused_before_a_byte_is_read(path):
    status, headers, reads = through_everything("POST", path, 50 * 1024 * 1024)
    assert (status, headers["connection"], reads) == (413, "close", 0)
    assert PAGE_BODY_LIMIT < 50 * 1024 * 1024


def test_a_body_that_grows_beyond_what_it_said_is_refused(api, cast):
    body = b'{"id": "x", "text": "' + b"a" * 70_000 + b'"}'
    answer = api.lea.call("POST", f"/threads/{cast.thread().uid}/entries", body, **{"content-length": "10"})
    assert is_document(answer, 413, "too-large")


def test_a_body_too_large_for_a_form_is_said_to_be_so(api, pages, cast):
    too_large = "x" * 1_100_000
    assert is_document(api.camille.post("/people", {"first_name": too_large}), 413, "too-large")
    answer = pages.lea.post(f"/fil/{cast.thread().uid}/", {"text": too_large})
    assert answer.status_code == 413
    assert "trop gros" in answer.content.decode()


@pytest.mark.parametrize("said", ["²", "-1", "abc", "9" * 5_000, ""])
def test_a_forged_count_of_waiting_entries_harms_nothing(api, cast, said):
    body = {"id": "0190a000-0000-7000-8000-000000000001", "text": "coucou"}
    headers = {"Aufil-Waiting": said.encode().decode("latin-1")}
    assert api.lea.post(f"/threads/{cast.thread().uid}/entries", body, **headers).status == 201


@pytest.mark.parametrize(
    "written_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00Z"]
)
def test_a_phone_whose_clock_is_at_the_end_of_the_calendar_can_write(api, cast, written_at):
    assert api.lea.say(cast.thread(), "coucou", written_at=written_at).status == 201


def test_every_status_has_its_problem():
    for kind, (status, title) in TITLES.items():
        assert Problem(kind).document()["title"] == str(title)
        assert TITLES[kind_of(status)][0] == status
    assert kind_of(502) == "fault"
    assert kind_of(418) == "malformed"


def test_a_problem_says_when_to_come_back():
    response = Problem("slow-down", retry_after=7).response()
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert response.headers["Cache-Control"] == "no-store"
