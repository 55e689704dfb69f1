"""Figures: what was measured, and what was promised of it."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Promise(NamedTuple):
    """What a figure must hold (`limit`) and what it should (`aim`); at most, unless `at_least`."""

    limit: float | None
    aim: float | None = None
    at_least: bool = False


PROMISES = {
    "thread.accept_p99": Promise(20, 6),
    "thread.delivery_p99": Promise(25, 9),
    "thread.cpu_per_1000": Promise(5, 2.5),
    "thread.lost": Promise(0),
    "thread.doubled": Promise(0),
    "thread.max_rate": Promise(1700, at_least=True),
    "thread.max_rate_of_bare": Promise(0.333, at_least=True),
    "streams.kib_each_1000": Promise(30, 20),
    "streams.kib_each_5000": Promise(30, 20),
    "streams.idle_cpu_5000": Promise(3),
    "history.10000_p50": Promise(4),
    "history.1000000_p50": Promise(4),
    "search.statement_ms": Promise(10),
    "search.request_p95": Promise(100),
    "search.request_most_p50": Promise(100),
    "search.sqlite.request_p95": Promise(100),
    "search.sqlite.request_most_p50": Promise(100),
    "import.total_s": Promise(20),
    "import.sqlite.total_s": Promise(20),
    "pages.young.first_bytes": Promise(60_000),
    "pages.young.first_requests": Promise(8),
    "pages.young.after_usable_bytes": Promise(100_000),
    "pages.young.text_in_14kb": Promise(300, at_least=True),
    "pages.young.slow4g_first": Promise(2),
    "pages.young.edge_first": Promise(5),
    "pages.young.slow4g_repeat": Promise(1.2),
    "pages.young.edge_repeat": Promise(1.2),
    "pages.young.offline_repeat": Promise(1.2),
    "pages.young.idle_bytes_hour": Promise(15_000),
    "pages.counsellor.first_bytes": Promise(100_000),
    "pages.counsellor.server_ms": Promise(50),
    "pages.counsellor.server_growth": Promise(1.5),
    "uploads.photo_s": Promise(5),
    "uploads.transfer_share": Promise(0.5, at_least=True),
    "uploads.sent_bytes": Promise(210_000),
    "uploads.cut_ratio": Promise(1.2),
    "uploads.memory_mb": Promise(10),
    "uploads.thread_200_photos_ms": Promise(50),
    "uploads.thread_200_photos_usable_growth": Promise(1.15),
    "delivery.rate": Promise(140, at_least=True),
    "delivery.unclosed": Promise(0),
    "delivery.lag_p95": Promise(5, 3),
    "delivery.cpu_per_1000": Promise(13, 6),
    "delivery.scan_growth": Promise(1.2),
    "slots.search_ms": Promise(30),
    "slots.past_search_ms": Promise(30),
    "slots.sqlite.search_ms": Promise(30),
    "slots.sqlite.past_search_ms": Promise(30),
    "races.not_booked": Promise(0),
    "races.booked": Promise(20),
    "races.overlapping": Promise(0),
    "races.faults": Promise(0),
    "races.sqlite.not_booked": Promise(0),
    "races.sqlite.booked": Promise(20),
    "races.sqlite.overlapping": Promise(0),
    "races.sqlite.faults": Promise(0),
    "video.page_bytes": Promise(80_000),
    "video.hear_150_s": Promise(3),
    "video.bad_concealed": Promise(0.15),
    "video.bad_back_concealed": Promise(0.15),
    "video.bad_notes_of_good": Promise(0.8, at_least=True),
    "video.bad_back_notes_of_good": Promise(0.8, at_least=True),
    "video.bad_longest_gap_s": Promise(1),
    "video.bad_back_longest_gap_s": Promise(1),
    "today.home_ms": Promise(50),
    "today.home_growth": Promise(1.5),
    "today.home_bytes": Promise(100_000),
    "today.search_ms": Promise(50),
    "today.search_growth": Promise(1.5),
}


@dataclass(frozen=True)
class Figure:
    """One measured value. `name` is `measurement.what`; a name that is not promised is told for interest."""

    name: str
    value: float
    unit: str

    @property
    def promise(self) -> Promise:
        return PROMISES.get(self.name, Promise(None))

    @property
    def met(self) -> bool | None:
        """Is the limit held? None when there is none."""
        return self._within(self.promise.limit)

    def _within(self, bound: float | None) -> bool | None:
        if bound is None:
            return None
        return self.value >= bound if self.promise.at_least else self.value <= bound

    def as_json(self) -> str:
        said = self.promise
        line = {"name": self.name, "value": round(self.value, 4), "unit": self.unit}
        return json.dumps({**line, "limit": said.limit, "aim": said.aim, "met": self.met})

    def as_line(self) -> str:
        """`name  value unit  (limit ≤ 20, aim ≤ 6)  limit met`."""
        sign = "≥" if self.promise.at_least else "≤"
        bounds = {"limit": self.promise.limit, "aim": self.promise.aim}
        said = ", ".join(f"{word} {sign} {bound:g}" for word, bound in bounds.items() if bound is not None)
        verdict = {None: "", True: "limit met", False: "LIMIT MISSED"}[self.met]
        if self.met and self._within(self.promise.aim):
            verdict = "aim met"
        return f"{self.name:<36}{_rounded(self.value):>12} {self.unit:<9}{said:<28}{verdict}".rstrip()


def _rounded(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.4g}"


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` (0 to 1) of `values` do not exceed; not a number when there are none."""
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
