"""Page frame, components, outbox, service worker."""
