"""Doors of delivery."""

from aufil.delivery.views.mail import mail_in
from aufil.delivery.views.sorting import entrust, place, put_away, sort_one, sorting

__all__ = ["entrust", "mail_in", "place", "put_away", "sort_one", "sorting"]
