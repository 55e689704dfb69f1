"""`aufil serve` refuses what cannot work."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command


def test_several_processes_ask_for_redis(settings: Any) -> None:
    settings.REDIS_URL = ""
    with pytest.raises(CommandError, match="AUFIL_REDIS_URL"):
        call_command("serve", "--workers", "2")
