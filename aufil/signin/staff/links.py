"""Links by which one of the team chooses a password: good for one person, once, until a date.

Signed, not stored: a link holds the person and a fingerprint of the password they had when it was made. Choosing
a password changes the fingerprint, so every link made before is dead.
"""

from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from aufil.people.models import Person
from aufil.signin.staff.queries import works_here

Kind = Literal["invitation", "oubli"]
LIFE: dict[Kind, timedelta] = {"invitation": timedelta(days=7), "oubli": timedelta(hours=1)}


def _fingerprint(person: Person, kind: Kind) -> str:
    # Always by the first key, so a change of keys ends the links that are out.
    return salted_hmac(
        f"signin.link.{kind}", f"{person.uid}:{person.password}", algorithm="sha256"
    ).hexdigest()[:32]


def link_for(person: Person, kind: Kind) -> str:
    """A whole address, to be given to this person alone."""
    token = signing.dumps([str(person.uid), _fingerprint(person, kind)], salt=f"signin.link.{kind}")
    return f"{settings.BASE_URL}/equipe/lien/{kind}/{token}/"


def person_behind(token: str, kind: Kind) -> Person | None:
    """Whose link this is; None when it is forged, used, old, or its person has left."""
    try:
        uid, fingerprint = signing.loads(token, salt=f"signin.link.{kind}", max_age=LIFE[kind])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(uid=uid).first()
    if person is None or fingerprint != _fingerprint(person, kind) or not works_here(person):
        return None
    return person
