"""What the layer counts of itself, since its start: plain counters, no storage on the way.

accepted            events and documents that were new
absorbed            deliveries of what was here before, among those that owe something
effects             commands that took effect, by flow, and those of which nothing was owed
failures            attempts that failed, by flow: each is tried again, replaced or buried
dead                commands that went to a person, by flow
failed_mappings     attempts that missed a code, by table
calls               calls by system and how they ended (ok, fail, info)
latency             from the business event to the answer of the last try, per command, by flow
touchless_share     commands that took effect and were never on a clerk's desk / all ended
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.observability.distribution import Distribution

QUANTILES = {"p50_s": 0.5, "p95_s": 0.95, "p99_s": 0.99}


class Telemetry:
    """Counters of one incarnation."""

    def __init__(self) -> None:
        self.accepted = 0
        self.absorbed = 0
        self.effects: Counter[str] = Counter()
        self.touched = 0
        self.failures: Counter[str] = Counter()
        self.dead: Counter[str] = Counter()
        self.failed_mappings: Counter[str] = Counter()
        self.calls: Counter[tuple[str, str]] = Counter()
        self.latency: dict[str, Distribution] = {}

    def took(self, owed: int, taken: int) -> None:
        """A delivery that owed so many commands, and of which so many were new."""
        if taken or not owed:
            self.accepted += 1
        else:
            self.absorbed += 1

    def took_effect(self, command: Command, flow: str, now: datetime) -> None:
        """A command is done."""
        self.effects[flow] += 1
        self.touched += command.retried
        distribution = self.latency.get(flow)
        if distribution is None:
            distribution = self.latency[flow] = Distribution()
        distribution.add((now - event_time(command)).total_seconds())

    def failed(self, flow: str, error: Exception) -> None:
        """An attempt failed."""
        self.failures[flow] += 1
        if isinstance(error, UnknownCode):
            self.failed_mappings[error.table] += 1

    def snapshot(self) -> dict[str, Any]:
        """All figures as JSON values."""
        return {
            "accepted": self.accepted,
            "absorbed": self.absorbed,
            "effects": _sorted(self.effects),
            "failures": _sorted(self.failures),
            "dead": _sorted(self.dead),
            "failed_mappings": _sorted(self.failed_mappings),
            "calls": {f"{system} {end}": n for (system, end), n in sorted(self.calls.items())},
            "latency": {flow: _figures(self.latency[flow]) for flow in sorted(self.latency)},
            "touchless_share": self._touchless_share(),
        }

    def _touchless_share(self) -> float:
        done, dead = self.effects.total(), self.dead.total()
        return (done - self.touched) / (done + dead) if done + dead else 1.0


def event_time(command: Command) -> datetime:
    """When the business event happened that a command comes from; its row begins with it."""
    return datetime.fromisoformat(command.row.partition("|")[0])


def _figures(distribution: Distribution) -> dict[str, float]:
    quantiles = {name: distribution.quantile_s(share) for name, share in QUANTILES.items()}
    return {"n": distribution.n, **quantiles, "max_s": distribution.longest_s}


def _sorted(counts: Counter[str]) -> Mapping[str, int]:
    return {name: counts[name] for name in sorted(counts)}
