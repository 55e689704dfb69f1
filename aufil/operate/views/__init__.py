"""Doors to the API's page and to lists."""

from aufil.operate.views.api_docs import api_docs
from aufil.operate.views.lists import cancel, columns, export, intake, lists, report, start, state

__all__ = ["api_docs", "cancel", "columns", "export", "intake", "lists", "report", "start", "state"]
