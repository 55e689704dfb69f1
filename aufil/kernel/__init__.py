"""Clock, hours, phones, identifiers, statements, the event bus: no table, no request."""
