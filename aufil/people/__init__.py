"""Persons, structures, who supports whom, devices and tokens."""
