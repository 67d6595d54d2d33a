"""What a report shows of one run, as plain frames, before anything is drawn.

The page, the charts and the stored pictures all start from here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Content:
    """Frames in the order of the page; times are microseconds since the run's start.

    - `variance`: `pair`, `t_us`, `amount_minor`, `documents`: what two books differ by from then on
    - `latency_over_time`: `flow`, `t_us`, `p50_s`, `p95_s`, `due_s` per window of triggers
    - `latency`: `flow`, `n`, `censored_share`, `p50_s`, `p95_s`, `p99_s`, `least_due_s`, `due_s`
    - `states`: `flow`, `f` (the effect owed), `owed`, a column for each state, `duplicated`
    - `faults`: `fault`, `title`, `hop`, `on_us`, `off_us` (-1: never), `seen_us`, `seen_key`,
      and what detection.py says of it
    - `causes`: `pair`, `t_us`, `cause`, `amount_minor`, `documents`, of pairs that differed by more
      than what was on its way
    - `smallest`: the smallest run that fails in the same way, as `testbed shrink` stored it
    - `blows`: `kind`, `struck`, `missed`, `took_s` (median, of the wall), `longest_s`, `first_us`,
      `last_us`, of a soak
    - `measured`: name of a table of tables.py -> its frame
    """

    manifest: Mapping[str, Any]
    verdict: Mapping[str, Any]
    variance: pd.DataFrame
    latency_over_time: pd.DataFrame
    latency: pd.DataFrame
    states: pd.DataFrame
    faults: pd.DataFrame
    end_us: int
    causes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"pair": []}))
    measured: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    smallest: Mapping[str, Any] | None = None
    blows: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def outcome(self) -> str:
        return str(self.verdict["outcome"])

    @property
    def first_day(self) -> date:
        """The scenario's first day, at whose local midnight simulated time starts."""
        return date.fromisoformat(str(self.manifest["first_day"]))

    @property
    def moved_pairs(self) -> list[str]:
        """Pairs of books that ever differed, the largest difference first."""
        size = self.variance["amount_minor"].abs() + self.variance["documents"].abs()
        largest = size.groupby(self.variance["pair"].astype(str)).max()
        ranked = largest[largest > 0].sort_values(ascending=False, kind="stable")
        return [str(pair) for pair in ranked.index]

    @property
    def still_pairs(self) -> list[str]:
        """Pairs of books that agreed whenever they were compared."""
        return sorted(set(self.variance["pair"].astype(str)) - set(self.moved_pairs))

    @property
    def timed_flows(self) -> list[str]:
        """Flows with a latency to draw."""
        return sorted(set(self.latency_over_time["flow"].astype(str)))
