"""Figures in Prometheus's text format (version 0.0.4), made anew at each scrape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import NamedTuple

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from integration_under_test.service.observation.counts import BOUNDS_S, Durations
from integration_under_test.service.observation.vitals import Figures, Vitals
from integration_under_test.service.observation.watch import Watch

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "integration"
MOST_SERIES = 200
"""Of one figure of an integration: whoever puts keys there does not flood the scraper."""
LABEL = re.compile(r"[\w.:@ /-]{1,64}", re.ASCII)
OLDEST = "oldest_waiting_s"
BOUNDS = (*map(str, BOUNDS_S), "+Inf")


class Present(NamedTuple):
    """How things stand at the moment of a scrape."""

    is_started: bool
    backlog: int
    vitals: Vitals


def exposition(watch: Watch, present: Present) -> bytes:
    """The page."""
    registry = CollectorRegistry()
    registry.register(_Page(watch, present))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Page(Collector):
    def __init__(self, watch: Watch, present: Present) -> None:
        self._watch = watch
        self._present = present

    def collect(self) -> Iterable[Metric]:
        yield from self._doors()
        yield from self._calls()
        yield from self._state()
        yield from _own(self._present.vitals.figures())

    def _doors(self) -> Iterator[Metric]:
        counts = self._watch.counts
        labels = ["door", "type", "result"]
        deliveries = CounterMetricFamily(
            f"{PREFIX}_deliveries", "What came in, and how it was answered", labels=labels
        )
        for delivery, n in counts.deliveries.items():
            deliveries.add_metric(delivery, n)
        yield deliveries
        took = HistogramMetricFamily(
            f"{PREFIX}_delivery_seconds", "From arrival to answer", labels=["door"]
        )
        for door, durations in counts.delivery_times.items():
            _add(took, [door], durations)
        yield took

    def _calls(self) -> Iterator[Metric]:
        counts = self._watch.counts
        labels = ["system", "operation", "outcome"]
        calls = CounterMetricFamily(
            f"{PREFIX}_calls", "Calls to systems, and how they ended", labels=labels
        )
        for call, n in counts.calls.items():
            calls.add_metric(call, n)
        yield calls
        took = HistogramMetricFamily(
            f"{PREFIX}_call_seconds", "From call to answer", labels=["system", "operation"]
        )
        for names, durations in counts.call_times.items():
            _add(took, list(names), durations)
        yield took
        transactions = CounterMetricFamily(
            f"{PREFIX}_transactions", "Of the host's storage, by how they ended", labels=["result"]
        )
        for result, n in counts.transactions.items():
            transactions.add_metric([result], n)
        yield transactions

    def _state(self) -> Iterator[Metric]:
        watch, present = self._watch, self._present
        figures = present.vitals.figures()
        oldest = figures.get(OLDEST, watch.oldest_s)
        standing = len(watch.alerts.standing()) if watch.alerts else 0
        for name, text, value in (
            ("started", "1 after a POST /start", float(present.is_started)),
            ("backlog", "Deliveries, calls and commands that are not finished", present.backlog),
            ("oldest_waiting_seconds", "Age of the oldest of what waits", oldest),
            ("work_items_open", "Work items of this life that are open", len(watch.open_items)),
            ("alerts_standing", "Alerts that were raised and not cleared", standing),
        ):
            value_s = value if isinstance(value, int | float) else 0.0
            yield GaugeMetricFamily(f"{PREFIX}_{name}", text, value_s)
        circuits = GaugeMetricFamily(
            f"{PREFIX}_circuit_open", "1 while no calls go to a system", labels=["system"]
        )
        for system, state in present.vitals.circuits().items():
            circuits.add_metric([system], float(state != "closed"))
        yield circuits


def _own(figures: Figures) -> Iterator[Metric]:
    """What the integration counts of itself."""
    own = GaugeMetricFamily(
        f"{PREFIX}_own", "What the integration counts of itself", labels=["figure", "of"]
    )
    for name, figure in figures.items():
        series = figure.items() if not isinstance(figure, int | float) else [("", figure)]
        for of, value in islice(series, MOST_SERIES):
            own.add_metric([_label(name), _label(of)], value)
    yield own


def _label(text: str) -> str:
    """What reads like a name; anything else is not shown."""
    return text if not text or LABEL.fullmatch(text) else "other"


def _add(family: HistogramMetricFamily, labels: list[str], durations: Durations) -> None:
    buckets = list(zip(BOUNDS, map(float, accumulate(durations.classes)), strict=True))
    family.add_metric(labels, buckets, durations.sum_s)
