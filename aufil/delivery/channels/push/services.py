"""Which services may be asked to tell a browser.

Their addresses come from browsers, so from anybody: without this list Aufil would call whatever address it is given
(server-side request forgery). Those of the makers of browsers, by https alone; besides them, what
`AUFIL_PUSH_SERVICES` names.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings

KNOWN = ("fcm.googleapis.com", "updates.push.services.mozilla.com")
KNOWN_UNDER = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
# Strict, so that whoever reads the address reads the same host.
ADDRESS = re.compile(r"https?://(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?/[!-\[\]-~]*")


def origin_of(endpoint: str) -> str:
    """`https://host` of an address that is allowed."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def allowed(endpoint: str) -> bool:
    """May this address be called?"""
    if not ADDRESS.fullmatch(endpoint) or "#" in endpoint:
        return False
    origin = origin_of(endpoint)
    if origin in settings.PUSH_SERVICES:
        return True
    scheme, _, host = origin.partition("://")
    return scheme == "https" and (host in KNOWN or host.endswith(KNOWN_UNDER))
