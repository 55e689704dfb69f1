"""The floors and rooms, where import-linter cannot see: rooms from outside, templates, tables, file sizes."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.template.loader import get_template

from aufil.ui.assets import LAZY

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "aufil"
FLOORS = [
    {"config"},
    {"home", "demo", "operate"},
    {"appointments"},
    {"video"},
    {"thread", "signin"},
    {"delivery"},
    {"files", "live"},
    {"people"},
    {"audit", "jobs", "territory"},
    {"ui"},
    {"web"},
    {"kernel"},
]
FLOOR = {name: number for number, floor in enumerate(FLOORS) for name in floor}
LIBRARIES = {"kernel", "web", "ui"}  # no noun of their own: every file may be used from above
OPEN_ROOMS = {"models", "queries", "actions", "access", "events"}
FREE = {"migrations", "tests", "config", "__main__.py"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def sources() -> list[Path]:
    return [p for p in PACKAGE.rglob("*.py") if not FREE & set(p.relative_to(PACKAGE).parts)]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_open_rooms_are_entered_from_outside(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("aufil."):
            parts = node.module.split(".")
            names = [(parts[1], parts[2])] if len(parts) > 2 else [(parts[1], a.name) for a in node.names]
        for module, room in names:
            if module != room_of(path) and module not in LIBRARIES:
                assert room in OPEN_ROOMS, f"{path.name} enters {module}.{room}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_are_at_the_top(path):
    """No import inside a function to dodge a floor (`apps.py` and `cli.py` must wait for Django)."""
    if path.name in ("apps.py", "cli.py"):
        return
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                assert not isinstance(node, ast.Import | ast.ImportFrom), f"{path}:{node.lineno}"


def test_no_file_is_long():
    long = {
        str(p.relative_to(ROOT)): n
        for p in [
            *PACKAGE.rglob("*.py"),
            *PACKAGE.rglob("*.js"),
            *PACKAGE.rglob("*.css"),
            *PACKAGE.rglob("*.html"),
        ]
        if not {"migrations", "tests"} & set(p.parts)
        and (n := len(p.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long


def test_no_function_is_long():
    long = [
        f"{p.relative_to(ROOT)}:{node.name}"
        for p in sources()
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.body[0].lineno >= LONGEST_FUNCTION
    ]
    assert not long


def own_models() -> list[type[Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("aufil.")]


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m.__name__)
def test_foreign_keys_go_down_and_leave_no_accessor_that_climbs(model):
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete:
            target = field.related_model._meta.app_label
            own = model._meta.app_label
            if target != own:
                assert FLOOR[target] > FLOOR[own], f"{model.__name__}.{field.name}"
                assert field.remote_field.related_name == "+", f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m.__name__)
def test_every_table_says_where_its_structure_is(model):
    """`tenant_path` leads to a structure; tables common to the installation say so with an empty path."""
    path = model.tenant_path
    common = {"Job", "Code", "Indexing", "Commune"}
    if model.__name__ in common:
        assert path == ""
    elif path != "pk" and model.__name__ != "Record":
        model._default_manager.filter(**{path: 1}).query.sql_with_params()


TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_templates_include_and_extend_downwards_and_exist(path):
    own = FLOOR[room_of(path)]
    for name in re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", path.read_text()):
        get_template(name)
        other = name.split("/")[0]
        if other in FLOOR and other != room_of(path):
            assert FLOOR[other] > own, f"{path.name} → {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_templates_hold_no_script_style_or_handler(path):
    text = path.read_text()
    assert not re.search(r"\son\w+=", text), "an inline handler"
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text), "an inline script"
    assert " style=" not in text
    assert not re.search(r"(src|href)=[\"'](https?:)?//", text), "a third party"


def test_every_template_is_used():
    used = {name.removesuffix(".js") + "_texts.html" for name in LAZY}  # sentences of scripts loaded later
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]:
        used |= set(re.findall(r"[\"']([\w/]+\.(?:html|txt))[\"']", path.read_text()))
    free = {"404.html", "500.html", "403.html", "400.html"}
    names = {str(p).split("/templates/")[1] for p in TEMPLATES}
    assert names - used - free == set()
