"""Calendars: what other programs read of ours, and what we read of theirs (RFC 5545)."""
