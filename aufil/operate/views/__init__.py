"""Doors to the API's page and to lists, and to two files of one person."""

from aufil.operate.views.api_docs import api_docs
from aufil.operate.views.doubles import compare, distinct, doubles, merge, part
from aufil.operate.views.lists import cancel, columns, export, intake, lists, report, start, state

__all__ = [
    "api_docs",
    "cancel",
    "columns",
    "compare",
    "distinct",
    "doubles",
    "export",
    "intake",
    "lists",
    "merge",
    "part",
    "report",
    "start",
    "state",
]
