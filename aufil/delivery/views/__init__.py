from aufil.delivery.views.links import follow
from aufil.delivery.views.settings import sms_settings, try_sms
from aufil.delivery.views.sms import inbound, receipts

__all__ = ["follow", "inbound", "receipts", "sms_settings", "try_sms"]
