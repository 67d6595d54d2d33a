"""What a load test measured, request by request, for reports and notebooks.

    test = load_test("runs/month_end/reference/1-live")
    test.requests                   # a pandas frame, one line for each request
    test.quantiles([0.5, 0.99])     # from the intended moment, and of the service alone
    test.rates(1.0)                 # offered, sent and answered, per second of the wall

A request's time counts from the moment at which it should have left (`waited_s`), so that a system
that stands still is charged for all that was due meanwhile. What was never answered is censored:
its `waited_s` is how long it waited at least. What never left has no times.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.results.errors import RunDamaged, RunNotFound

FOLDER = "load"
SUMMARY = "summary.json"
PARTS = "part-*.csv"
TIMES = ("waited_s", "took_s")
"""From the intended moment, from the actual one."""
COLUMNS = "n system operation key at_s intended_s sent_s finished_s status outcome expected"


@dataclass(frozen=True)
class LoadTest:
    """One load test. `summary` is what the generator said of itself; times are in seconds of the
    wall since the test began, `at_s` in business time since the scenario's first midnight."""

    folder: Path
    requests: pd.DataFrame
    summary: Mapping[str, Any]

    @property
    def is_valid(self) -> bool:
        """Whether at least 99 % of all requests left within 50 ms of their moment."""
        return bool(self.summary["valid"])

    @property
    def offered_per_s(self) -> float:
        """Requests that should have left, per second, from the first to the last."""
        return _pace(self.requests["intended_s"])

    @property
    def achieved_per_s(self) -> float:
        """Requests that left, per second, from the first to the last."""
        return _pace(self.requests["sent_s"].dropna())

    def quantiles(self, shares: Sequence[float]) -> pd.DataFrame:
        """`waited_s`, `took_s` within which these shares of all that left were through; a share
        that reaches into what was censored is a lower bound."""
        left = self.requests.dropna(subset=["finished_s"])
        found = left[list(TIMES)].quantile(list(shares))
        return found.rename_axis("share")

    def rates(self, width_s: float) -> pd.DataFrame:
        """Requests per second in windows of this width: by when they should have left, left, and
        were answered."""
        ends_s = float(self.requests[["intended_s", "sent_s", "finished_s"]].max().max())
        edges = np.arange(0.0, ends_s + width_s, width_s)
        answered = self.requests[self.requests["outcome"].isin(("answered", "refused"))]
        columns = {
            "offered_per_s": self.requests["intended_s"],
            "sent_per_s": self.requests["sent_s"].dropna(),
            "answered_per_s": answered["finished_s"],
        }
        counts = {name: np.histogram(at, edges)[0] / width_s for name, at in columns.items()}
        return pd.DataFrame({"second": edges[:-1], **counts})

    def by_operation(self) -> pd.DataFrame:
        """Requests, outcomes and times of each operation, the most frequent first."""
        names = self.requests["system"] + "." + self.requests["operation"]
        rows = [_of(str(name), group) for name, group in self.requests.groupby(names)]
        return pd.DataFrame(rows).sort_values("requests", ascending=False, ignore_index=True)


def load_test(folder: Path | str) -> LoadTest:
    """The load test of a run's folder, or of its own. Raises RunNotFound, or RunDamaged."""
    given = Path(folder)
    own = given / FOLDER if (given / FOLDER / SUMMARY).is_file() else given
    if not (own / SUMMARY).is_file():
        raise RunNotFound(f"{given} holds no load test; make one: testbed load SCENARIO ...")
    try:
        summary = json.loads((own / SUMMARY).read_text("utf8"))
        columns = COLUMNS.split()
        parts = [pd.read_csv(part, usecols=columns) for part in sorted(own.glob(PARTS))]
        requests = pd.concat(parts, ignore_index=True)
    except (ValueError, OSError) as error:
        raise RunDamaged(f"{own}: a load test that cannot be read: {error}") from error
    requests = requests.sort_values("n", ignore_index=True).assign(
        waited_s=lambda frame: frame["finished_s"] - frame["intended_s"],
        took_s=lambda frame: frame["finished_s"] - frame["sent_s"],
        late_s=lambda frame: frame["sent_s"] - frame["intended_s"],
    )
    return LoadTest(own, requests, summary)


def _pace(at_s: pd.Series) -> float:
    """Of n instants there are n - 1 intervals; nan for fewer than two."""
    span_s = float(at_s.max() - at_s.min()) if len(at_s) > 1 else 0.0
    return (len(at_s) - 1) / span_s if span_s else float("nan")


def _of(name: str, group: pd.DataFrame) -> dict[str, Any]:
    outcomes = group["outcome"].value_counts()
    counts = {
        word: int(outcomes.get(word, 0))
        for word in ("answered", "refused", "failed", "censored", "unsent")
    }
    times = group.dropna(subset=["finished_s"])
    return {
        "operation": name,
        "requests": len(group),
        **counts,
        "p50_s": times["waited_s"].quantile(0.5),
        "p99_s": times["waited_s"].quantile(0.99),
        "service_p99_s": times["took_s"].quantile(0.99),
    }
