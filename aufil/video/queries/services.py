"""Whether what carries rooms answers, for who looks after the installation."""

from datetime import timedelta
from typing import NamedTuple

from aufil.kernel import clock
from aufil.video.allocation import Refused, try_relay
from aufil.video.providers.sfu import server
from aufil.video.providers.sfu.janus import Janus, ProviderAway
from aufil.video.relay import credentials, relay


class RelayState(NamedTuple):
    """`trouble`: by which way it does not answer, and why; empty when all is well."""

    address: str
    has_tls: bool
    trouble: str = ""


class SfuState(NamedTuple):
    address: str
    in_clear: bool  # asked, or reached by pages, without TLS
    trouble: str = ""


def relay_state() -> RelayState | None:
    """Asks the relay for a place, by each way it is said to have; None without a relay."""
    found = relay()
    if found is None:
        return None
    said = credentials("doctor", clock.now() + timedelta(minutes=1))
    address = f"{found.host}:{found.port}"
    for how in ("udp", "tcp", *(["tls"] if found.tls else [])):
        try:
            try_relay(found, said, how)
        except Refused as refused:
            return RelayState(address, bool(found.tls), f"{how.upper()} : {refused}")
    return RelayState(address, bool(found.tls))


def sfu_state() -> SfuState | None:
    """Makes a room in Janus and takes it down; None without one."""
    found = server()
    if found is None:
        return None
    address = found.base.partition("://")[2].partition("/")[0]
    in_clear = found.public.startswith("ws://")
    try:
        with Janus(found) as janus:
            janus.try_out()
    except ProviderAway as away:
        return SfuState(address, in_clear, str(away))
    return SfuState(address, in_clear)
