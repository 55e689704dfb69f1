"""Live streams: server-sent events to every open screen; hints, never the truth."""
