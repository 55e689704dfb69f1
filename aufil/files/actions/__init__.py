"""All writes on files."""

from aufil.files.actions.expect import expect

__all__ = ["expect"]
