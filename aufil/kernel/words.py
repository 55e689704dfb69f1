"""What a typed text may be: line ends made one, nothing invisible that breaks a database."""

import hashlib
import unicodedata


def normalise(text: str) -> str:
    """Line ends as `\\n`, no white space around the whole; characters otherwise kept as typed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def unprintable(text: str) -> bool:
    """Does `text` hold a control character (a database refuses NUL) or half of a surrogate pair?"""
    return any(unicodedata.category(c) in ("Cc", "Cs") for c in text)


def fingerprint(*parts: str) -> bytes:
    """SHA-256 over `parts`, each preceded by its length so that no two lists share a digest by moving text."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def folded(text: str) -> str:
    """Lower case without accents nor doubled spaces: for matching headers and names, never for showing."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(plain.split())


def initials(first_name: str, last_name: str) -> str:
    """`LB` for Léa Baron."""
    return (first_name[:1] + last_name[:1]).upper()
