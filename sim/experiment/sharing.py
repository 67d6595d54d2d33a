"""What a lane of its own is worth: who waits how long when it is shared with other work.

It breaks nothing when it is left away, so no checker tells: it shows in the slow end of the latency
of those who share theirs, in an hour in which the other work is plenty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.experiment.ablation import HEADLINE_FLOW, SETTING, Build
from sim.experiment.run import run
from sim.experiment.spec import RunSpec
from sim.history.reading import History
from sim.measures.latency import latency_over_time

HOUR_S = 3600


@dataclass(frozen=True)
class Sharing:
    """A lane that is left away, and the run in which somebody waits because of it.

    Of the flow those are measured that begin in the hour from `hour` on, counted from the start.
    """

    lane: str
    scenario: str
    hour: int
    flow: str = HEADLINE_FLOW
    scale: float = 0.02
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Of the integration, either way."""

    def __str__(self) -> str:
        return self.lane


@dataclass(frozen=True)
class Tail:
    """The slow end of an hour of one flow: of how many, the 99th percentile (NaN of too few), the
    slowest."""

    n: int
    p99_s: float
    slowest_s: float


def tail_of(sharing: Sharing, spec: RunSpec, build: Build, shared: bool) -> Tail:
    """How long the flow takes beside the other work: on lanes of their own, or on shared ones.

    Raises RuntimeError for a run whose books are wrong, of which no figure means anything. A
    verdict of unknown will do: an outage that meets lists only has no key for its witness.
    """
    settings = {**spec.settings, SETTING: sharing.lane} if shared else spec.settings
    judged = run(replace(spec, settings=settings), build(), None)
    wrong = [f"{f.checker}: {f.summary}" for f in judged.verdict.findings if f.outcome == "fail"]
    if wrong:
        raise RuntimeError(f"{sharing}: expected books that are right, got {wrong[0]}")
    return tail(judged.history, sharing.flow, sharing.hour)


def tail(history: History, flow: str, hour: int) -> Tail:
    """Of what begins in one hour. Raises ValueError if nothing does."""
    by_hour = latency_over_time(history, HOUR_S)
    found = by_hour[(by_hour["flow"] == flow) & (by_hour["window_s"] == hour * HOUR_S)]
    if found.empty:
        raise ValueError(f"expected {flow} to begin in hour {hour}, got none; name another hour")
    line = found.iloc[0]
    return Tail(int(line["n"]), float(line["p99_s"]), float(line["max_observed_s"]))
