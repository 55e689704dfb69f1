"""What carries picture and sound: a folder each, copied to make the next.

A room says which it has (`Room.provider`). None of them keeps a recording.
"""

from django.utils.translation import gettext as _

from aufil.video.providers import direct, link, sfu
from aufil.video.providers.promise import Provider, ProviderAway
from aufil.web.problems import Problem

__all__ = ["PROVIDERS", "Provider", "ProviderAway", "provider_for"]

PROVIDERS: dict[str, Provider] = {
    "direct": direct.Direct(),
    "sfu": sfu.Sfu(),
    "link": link.Link(),
}
FOR_TWO = 2


def provider_for(*, most: int, link: str) -> str:
    """What carries a room of so many; 503 where nothing does, 422 for a link that is none."""
    if link:
        if not link.startswith("https://"):
            detail = _("Un lien de visio commence par https://.")
            raise Problem("invalid", detail, errors={"link": [detail]})
        return "link"
    if most <= FOR_TWO:
        return "direct"
    if not PROVIDERS["sfu"].is_set():
        raise Problem(
            "unavailable", _("Ici, une visio réunit deux personnes. À plus, utilisez un lien de visio.")
        )
    return "sfu"
