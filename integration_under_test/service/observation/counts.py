"""What the service counts of an integration, as plain numbers; `metrics.py` puts it into words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of a duration; the last class has none."""


class Delivery(NamedTuple):
    """How something that came in ended. `type` is one that was subscribed to, never what a stranger
    wrote."""

    door: str
    type: str
    result: str


class Call(NamedTuple):
    """How a call to a system ended."""

    system: str
    operation: str
    outcome: str


class Durations:
    """How many took how long."""

    def __init__(self) -> None:
        self.classes = [0] * (len(BOUNDS_S) + 1)
        self.sum_s = 0.0

    def add(self, took_s: float) -> None:
        """One more."""
        self.classes[bisect_left(BOUNDS_S, took_s)] += 1
        self.sum_s += took_s


class Counts:
    """Since the program began, over all lives of the integration."""

    def __init__(self) -> None:
        self.deliveries: Counter[Delivery] = Counter()
        self.delivery_times: dict[str, Durations] = {}
        """By door."""
        self.calls: Counter[Call] = Counter()
        self.call_times: dict[tuple[str, str], Durations] = {}
        """By system and operation."""
        self.transactions: Counter[str] = Counter()
        """By how they ended."""

    def delivered(self, delivery: Delivery, took_s: float) -> None:
        """Something came in, and was answered."""
        self.deliveries[delivery] += 1
        self.delivery_times.setdefault(delivery.door, Durations()).add(took_s)

    def called(self, call: Call, took_s: float) -> None:
        """A system was called."""
        self.calls[call] += 1
        self.call_times.setdefault((call.system, call.operation), Durations()).add(took_s)
