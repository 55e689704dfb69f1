"""The ways in, and the way out."""

from aufil.signin.views.codes import code, email, person
from aufil.signin.views.links import link
from aufil.signin.views.pairings import pairing, pairing_state, typed_code
from aufil.signin.views.personal_codes import personal_code
from aufil.signin.views.phones import confirm, disconnect, paper, phone, phone_state, show
from aufil.signin.views.sessions import out, signed_out

__all__ = [
    "code",
    "confirm",
    "disconnect",
    "email",
    "link",
    "out",
    "pairing",
    "pairing_state",
    "paper",
    "person",
    "personal_code",
    "phone",
    "phone_state",
    "show",
    "signed_out",
    "typed_code",
]
