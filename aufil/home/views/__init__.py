from aufil.home.views.caseload import caseload
from aufil.home.views.first import home, missing, roles, structure

__all__ = ["caseload", "home", "missing", "roles", "structure"]
