"""The layer's counters as the host's metrics take them: numbers by flow, system or table.

None of the names is anybody's but ours: labels never hold a key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from integration_under_test.reference.observability.slas import Waiting
from integration_under_test.reference.observability.telemetry import Telemetry

Figures = Mapping[str, float | Mapping[str, float]]


def figures(telemetry: Telemetry, waiting: Sequence[Waiting], now: datetime) -> Figures:
    """All of them; times are business time, in seconds."""
    told = telemetry.snapshot()
    latency = told["latency"]
    oldest = min((one.since for one in waiting), default=now)
    return {
        **{name: told[name] for name in ("accepted", "absorbed", "touchless_share")},
        **{name: told[name] for name in ("effects", "failures", "dead", "failed_mappings")},
        "calls": told["calls"],
        "latency_p50_s": {flow: one["p50_s"] for flow, one in latency.items()},
        "latency_p99_s": {flow: one["p99_s"] for flow, one in latency.items()},
        "queue_depth": Counter(one.system for one in waiting),
        "waiting": Counter(one.flow for one in waiting),
        "oldest_waiting_s": max(0.0, (now - oldest).total_seconds()),
    }
