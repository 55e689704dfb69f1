"""Homes: the screens that join several nouns."""
