from aufil.signin.models.code import Code
from aufil.signin.models.link import Link
from aufil.signin.models.pairing import Arrival, Pairing
from aufil.signin.models.personal_code import PersonalCode

__all__ = ["Arrival", "Code", "Link", "Pairing", "PersonalCode"]
