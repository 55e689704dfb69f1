"""Durable work: rows written with the fact, done at least once."""
