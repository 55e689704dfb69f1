"""Who carries on each channel: registered once, when the process starts (`config/wiring.py`)."""

from collections.abc import Mapping

from aufil.delivery.channels import Carrier

_carriers: dict[str, Carrier] = {}


def register_carriers(carriers: Mapping[str, Carrier]) -> None:
    _carriers.clear()
    _carriers.update(carriers)


def carrier_of(channel: str) -> Carrier | None:
    return _carriers.get(channel)


def channels_in_use() -> frozenset[str]:
    """A channel nobody carries is no way to anybody."""
    return frozenset(_carriers)
