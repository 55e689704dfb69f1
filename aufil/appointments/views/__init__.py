"""Pages of appointments: door, form, action, answer."""

from aufil.appointments.views.own import answer, one, own

__all__ = ["answer", "one", "own"]
