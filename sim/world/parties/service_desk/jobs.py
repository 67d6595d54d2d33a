"""What departments have done for them, and what it costs."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.streams import Streams
from sim.world.wire import decimal_2

_VISITS_MOST = 3
_COST_LOG_USD = (5.8, 0.7)
"""Assumption: mu, sigma of a visit's price in dollars; the median is $330."""


class Job(NamedTuple):
    """A service with its UNSPSC commodity."""

    description: str
    commodity: str


JOBS = (
    Job("preventive maintenance", "81101700"),
    Job("deep cleaning", "76111500"),
    Job("pest control", "72102100"),
    Job("lift inspection", "72101500"),
    Job("waste removal", "76121500"),
)


def visits(streams: Streams, address: tuple[str, int]) -> list[dict[str, Any]]:
    """The lines of a requisition, one for each visit: an invoice covers a line as a whole."""
    job = streams.choice(JOBS, "service.job", *address)
    count = streams.integer(1, _VISITS_MOST + 1, "service.visits", *address)
    dollars = streams.lognormal(*_COST_LOG_USD, "service.price", *address)
    return [
        {
            "line-num": n,
            "kind": "service",
            "description": f"{job.description}, visit {n} of {count}",
            "amount": decimal_2(max(1, round(dollars * 100))),
            "commodity": job.commodity,
        }
        for n in range(1, count + 1)
    ]
