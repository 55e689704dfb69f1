"""The API's page for people says all the document says, to anybody, without a script."""

import re
from typing import Any

import pytest
from django.test import Client

from aufil.operate.reference import Kind, calls_by_tag, kind_of, objects
from aufil.web.problems import TITLES

PAGE = "/api/v1/docs"


@pytest.fixture
def page(db: None) -> str:
    response = Client().get(PAGE)
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    return response.content.decode()


def test_every_call_and_every_object_is_on_the_page(page: str) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    calls = [call for calls in calls_by_tag(document).values() for call in calls]
    assert len(calls) == sum(len(methods) for methods in document["paths"].values())
    for call in calls:
        assert f'id="{call.anchor}"' in page
        assert f"<code>{call.path}</code>" in page
    for described in objects(document):
        assert f'id="objet-{described.name}"' in page


def test_every_problem_is_on_the_page(page: str) -> None:
    for kind, (_status, title) in TITLES.items():
        assert f'id="probleme-{kind}"' in page
        assert str(title) in page


def test_every_link_on_the_page_leads_somewhere(page: str) -> None:
    marks = re.findall(r'\bid="([^"]+)"', page)
    assert len(set(marks)) == len(marks)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(marks)


def test_the_page_needs_no_script(page: str) -> None:
    assert "<script" not in page
    assert "style=" not in page


def test_the_page_is_only_read(db: None) -> None:
    assert Client().post(PAGE, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 405


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string", "format": "uuid"}, Kind("UUID")),
        ({"$ref": "#/components/schemas/EntryOut"}, Kind("", "EntryOut")),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, Kind("nombre entier", "", " ou null")),
        (
            {"type": "array", "items": {"$ref": "#/x/NewEntry"}, "maxItems": 50},
            Kind("liste : ", "NewEntry", " (50 au plus)"),
        ),
        ({"enum": ["sent", "seen"], "type": "string"}, Kind("« sent » ou « seen »")),
        ({"type": "string", "minLength": 1, "maxLength": 80}, Kind("texte (1 à 80 caractères)")),
        ({"type": "integer", "minimum": 0}, Kind("nombre entier (≥ 0)")),
        ({}, Kind("valeur JSON")),
    ],
)
def test_a_value_is_said_in_words(schema: dict[str, Any], kind: Kind) -> None:
    assert kind_of(schema) == kind
