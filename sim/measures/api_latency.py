"""API latency: how long calls took on each way, from departure to answer, and how they ended.

The cable's time, the system's own and every fault on the way are inside; waiting before the call,
in a queue of the integration, is not. A call without an answer is counted, not timed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.history.reading import History

COLUMNS = (
    *("hop", "calls", "ok_share", "fail_share", "unknown_share", "repeated_share"),
    *("p50_s", "p95_s", "p99_s", "max_observed_s"),
)
SHARES = ("ok", "fail", "unknown", "repeated")
EVERYTHING = "all"
US = 1_000_000


def api_latency(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per way (`integration>erp`), the last for `all`; `unknown` are
    outcomes that the caller never learnt, `repeated` second and later attempts."""
    parts = history.by_call(_numbers)
    hops = sorted({hop for part in parts for hop in part["hop"].cat.categories})
    aligned = [part.assign(hop=part["hop"].cat.set_categories(hops)) for part in parts]
    calls = pd.concat(aligned, ignore_index=True)
    groups = [(str(hop), own) for hop, own in calls.groupby("hop", observed=True, sort=True)]
    found = [{"hop": hop, **_figures(own)} for hop, own in [*groups, (EVERYTHING, calls)]]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _numbers(calls: pd.DataFrame) -> pd.DataFrame:
    """Numbers only: a long run has millions of calls."""
    answered = (calls["answered_us"] >= 0).to_numpy()
    outcome = calls["outcome"].astype(str).to_numpy()
    taken_us = np.where(answered, calls["answered_us"] - calls["t_us"], -1)
    return pd.DataFrame(
        {
            "hop": calls["hop"].cat.remove_unused_categories(),
            "taken_us": taken_us,
            "ok": outcome == "ok",
            "fail": outcome == "fail",
            "unknown": ~np.isin(outcome, ("ok", "fail")),
            "repeated": (calls["attempt"] > 1).to_numpy(),
        }
    )


def _figures(calls: pd.DataFrame) -> dict[str, float]:
    taken_us = calls["taken_us"].to_numpy()
    taken_s = taken_us[taken_us >= 0] / US
    shares = {f"{name}_share": float(calls[name].mean()) for name in SHARES}
    quantiles = np.quantile(taken_s, (0.5, 0.95, 0.99)) if len(taken_s) else [float("nan")] * 3
    return {
        "calls": len(calls),
        **shares,
        **dict(zip(("p50_s", "p95_s", "p99_s"), map(float, quantiles), strict=True)),
        "max_observed_s": float(taken_s.max()) if len(taken_s) else float("nan"),
    }
