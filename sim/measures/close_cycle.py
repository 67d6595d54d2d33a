"""Close-cycle impact: how long each system took to close a period, and what the close left behind.

The cycle of a period begins with its first status after opening in the ERP and ends with its close
there; each other system lags by the time until its own close. Late effects are those of the period
that came to a system's book after its close there.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.periods import CONTROLLER, STATUS, closings
from sim.history.part import Part
from sim.history.reading import History

COLUMNS = ("period", "system", "closed_s", "cycle_s", "lag_s", "effects_after_close", "after_minor")
US = 1_000_000
NONE = ""


def close_cycle(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per closed period and system; where nothing was closed one line
    without a period. Times are NaN where the ERP's own is unknown."""
    closed = closings(history)
    if not closed:
        nothing = dict.fromkeys(COLUMNS[2:5], float("nan"))
        line = {"period": NONE, "system": NONE, **nothing}
        return pd.DataFrame([line], columns=list(COLUMNS)).fillna(dict.fromkeys(COLUMNS[5:], 0))
    begun = _begun(history)
    after = pd.concat(history.by_key(_after)).groupby(level=[0, 1]).sum()
    found = []
    for system, period in sorted(closed, key=lambda pair: (pair[1], pair[0])):
        closed_us = closed[system, period]
        own = after.reindex([(system, period)]).fillna(0).astype("int64").iloc[0]
        lead_us = closed.get((CONTROLLER, period))
        since_us = begun.get(period)
        cycle_s = (closed_us - since_us) / US if since_us is not None else float("nan")
        lag_s = (closed_us - lead_us) / US if lead_us is not None else float("nan")
        figures = (closed_us / US, cycle_s, lag_s, int(own["effects"]), int(own["minor"]))
        found.append((period, system, *figures))
    return pd.DataFrame(found, columns=list(COLUMNS))


def _begun(history: History) -> dict[str, int]:
    rows = history.of_kind(STATUS)
    owed = rows[rows["op"] == "owe"].astype({"effect_key": str})
    first = owed.groupby("effect_key")["t_us"].min()
    return {str(period): int(t_us) for period, t_us in first.items()}


def _after(part: Part) -> pd.DataFrame:
    closed = closings(part.history)
    rows = part.intent[(part.intent["op"] == "effect") & (part.intent["period"] != "")]
    lines = rows.astype({"source": str, "period": str})
    found = []
    for (system, period), closed_us in closed.items():
        own = lines[(lines["source"] == system) & (lines["period"] == period)]
        own = own[(own["t_us"] > closed_us).to_numpy()]
        minor = int((own["amount_minor"] * own["count"]).abs().sum())
        found.append({"system": system, "period": period, "effects": len(own), "minor": minor})
    frame = pd.DataFrame(found, columns=["system", "period", "effects", "minor"])
    return frame.set_index(["system", "period"])
