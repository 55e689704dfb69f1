from aufil.delivery.views.links import follow
from aufil.delivery.views.mailed import opened, stop
from aufil.delivery.views.notifications import not_now, notifications, resume, try_out
from aufil.delivery.views.settings import sms_settings, try_sms
from aufil.delivery.views.sms import inbound, receipts

__all__ = [
    "follow",
    "inbound",
    "not_now",
    "notifications",
    "opened",
    "receipts",
    "resume",
    "sms_settings",
    "stop",
    "try_out",
    "try_sms",
]
