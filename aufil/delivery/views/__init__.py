from aufil.delivery.views.mailed import opened, stop
from aufil.delivery.views.notifications import not_now, notifications, resume, try_out

__all__ = ["not_now", "notifications", "opened", "resume", "stop", "try_out"]
