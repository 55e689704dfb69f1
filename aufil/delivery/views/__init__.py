"""Doors of delivery."""

from aufil.delivery.views.links import follow
from aufil.delivery.views.mail import mail_in
from aufil.delivery.views.mailed import opened, stop
from aufil.delivery.views.notifications import not_now, notifications, resume, try_out
from aufil.delivery.views.settings import sms_settings, try_sms
from aufil.delivery.views.sms import inbound, receipts
from aufil.delivery.views.sorting import entrust, place, put_away, sort_one, sorting

__all__ = [
    "entrust",
    "follow",
    "inbound",
    "mail_in",
    "not_now",
    "notifications",
    "opened",
    "place",
    "put_away",
    "receipts",
    "resume",
    "sms_settings",
    "sort_one",
    "sorting",
    "stop",
    "try_out",
    "try_sms",
]
