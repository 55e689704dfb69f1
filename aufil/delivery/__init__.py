"""Delivery: what must reach somebody, until it has."""
