"""Aufil: accompagnement à distance, one thread per young person."""

__version__ = "0.1.0"
