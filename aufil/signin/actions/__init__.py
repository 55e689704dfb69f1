"""All writes of signing in: codes, pairings at a meeting, links on paper, a person's own four digits; the team's."""

from aufil.signin.actions.codes import check_code, purge_codes, send_code, send_code_by_mail, send_code_by_sms
from aufil.signin.actions.links import (
    enter_by_link,
    make_link,
    make_paper,
    prolong_link,
    prove_link,
    revoke_link,
    try_person,
)
from aufil.signin.actions.merging import end_ways_in
from aufil.signin.actions.pairings import confirm_pairing, enter_by_pairing, open_pairing, show_pairing
from aufil.signin.actions.personal_codes import choose_personal_code, try_personal_code
from aufil.signin.actions.sessions import Entered, sign_in, sign_out
from aufil.signin.staff.actions import forget_factors, invite, purge_sessions

__all__ = [
    "Entered",
    "check_code",
    "choose_personal_code",
    "confirm_pairing",
    "end_ways_in",
    "enter_by_link",
    "enter_by_pairing",
    "forget_factors",
    "invite",
    "make_link",
    "make_paper",
    "open_pairing",
    "prolong_link",
    "prove_link",
    "purge_codes",
    "purge_sessions",
    "revoke_link",
    "send_code",
    "send_code_by_mail",
    "send_code_by_sms",
    "show_pairing",
    "sign_in",
    "sign_out",
    "try_person",
    "try_personal_code",
]
