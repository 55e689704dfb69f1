"""Keys as browsers write them: base64url without its padding."""

from base64 import urlsafe_b64decode


def bytes_of(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
