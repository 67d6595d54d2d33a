"""Liveness: everything that was asked came to an end that somebody can see.

Each call was answered; each delivery was acknowledged, or its document waits in a queue with an
owner; an indeterminate call was resolved; the integration neither raised nor hung. An event that
its sender gave up counts as never acknowledged: a vendor's list of exhausted events has no owner.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.grouped import codes, column
from sim.checkers.matching import match
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History

GRACE_S = 60
"""Twice the default time-out: a younger call may still be under way when the run ends."""
RETRY_S = 3 * 3600
"""Beyond the longest pause of the `medium` schedule: an older last attempt was the last."""
EXHAUSTED = "delivery_exhausted"
"""The world row that the host writes when a sender gives an event up."""
EXAMPLES = 20


class Ends(NamedTuple):
    """What did not end well, each as frames of the History."""

    unanswered: pd.DataFrame
    undelivered: pd.DataFrame
    unresolved: pd.DataFrame
    broken: pd.DataFrame


def check_liveness(history: History) -> Finding:
    """Unknown when there was neither a call nor a delivery."""
    calls, deliveries = history.calls, history.deliveries
    ends = Ends(_unanswered(history), undelivered(history), unresolved(history), _broken(history))
    measured = {
        "calls": len(calls),
        "deliveries": len(deliveries),
        "info_calls": int((calls["outcome"] == "info").sum()),
        "open_calls_at_end": int((calls["outcome"] == "open").sum()),
        **{f"{name}": len(lines) for name, lines in ends._asdict().items()},
    }
    flows = _flows(history, ends)
    evidence = first_few([e for lines in _evidence(ends, flows) for e in lines])
    if evidence:
        total = sum(len(lines) for lines in ends)
        return Finding("liveness", "fail", f"{total} things never ended", measured, evidence)
    if calls.empty and deliveries.empty:
        return Finding("liveness", "unknown", "neither a call nor a delivery", measured)
    summary = f"{len(calls)} calls and {len(deliveries)} deliveries came to an end"
    return Finding("liveness", "pass", summary, measured)


def undelivered(history: History) -> pd.DataFrame:
    """The last attempt of each event that was never acknowledged, unless its subject is queued."""
    rows = history.deliveries
    ids = max(len(rows["event_id"].cat.categories), 1)
    event = codes(rows, "event_source") * ids + codes(rows, "event_id")
    taken = event[column(rows, "outcome") == "ok"]
    last = rows.assign(event=event)[~np.isin(event, taken)].drop_duplicates("event", keep="last")
    given_up = _events(history.world[history.world["f"] == EXHAUSTED])
    old = last["t_us"] < history.end_us - RETRY_S * 1_000_000
    items = history.items
    waiting = set(items.loc[items["closed_us"] < 0, "business_key"])
    return last[(old | _events(last).isin(set(given_up))) & ~last["business_key"].isin(waiting)]


def unresolved(history: History) -> pd.DataFrame:
    """Calls with unknown outcome whose key still lacks its effect and waits in no queue.

    A later answer does not resolve them, only the effect does; a call whose key owes nothing has
    nothing to resolve.
    """
    calls = history.calls[history.calls["outcome"] == "info"]
    owed = match(history).obligations
    lost = owed[owed["state"] == "lost_silent"]
    wanted: set[str] = set()
    for name in ("effect_key", "business_key"):
        wanted |= set(lost["target"].astype(str) + " " + lost[name].astype(str))
    asked = calls["target"].astype(str) + " " + calls["business_key"].astype(str)
    return calls[asked.isin(wanted) & ~asked.duplicated()]


def _events(rows: pd.DataFrame) -> pd.Series:
    return rows["event_source"].astype(str) + " " + rows["event_id"].astype(str)


def _unanswered(history: History) -> pd.DataFrame:
    calls = history.calls
    old = calls["t_us"] < history.end_us - GRACE_S * 1_000_000
    return calls[(calls["outcome"] == "open") & old]


def _broken(history: History) -> pd.DataFrame:
    rows = history.integration
    return rows[rows["f"].isin(("raised", "hung"))]


def _flows(history: History, ends: Ends) -> dict[str, str]:
    """Which flow a key belongs to, for the keys that evidence will name."""
    frames = (ends.unanswered, ends.undelivered, ends.unresolved)
    keys = {str(key) for lines in frames for key in lines["business_key"]}
    if not keys:
        return {}
    owed = match(history).obligations
    flows: dict[str, str] = {}
    for name in ("effect_key", "business_key"):
        mine = owed[owed[name].isin(keys)]
        flows |= dict(zip(mine[name].astype(str), mine["flow"].astype(str), strict=True))
    return flows


def _evidence(ends: Ends, flows: dict[str, str]) -> list[list[Evidence]]:
    told = {
        "unanswered": "call never answered",
        "undelivered": "delivery never acknowledged",
        "unresolved": "outcome unknown, effect still lacking, in no queue",
    }
    found = []
    for name, what in told.items():
        lines = getattr(ends, name).sort_values("i").head(EXAMPLES)
        found.append([_exchange(line, what, flows) for _, line in lines.iterrows()])
    broken = ends.broken.sort_values("i").head(EXAMPLES)
    found.append([_integration(line) for _, line in broken.iterrows()])
    return found


def _exchange(line: pd.Series, what: str, flows: dict[str, str]) -> Evidence:
    rows = tuple(int(line[name]) for name in ("i", "answer_i") if line[name] >= 0)
    reason = f" ({line['detail']})" if line["detail"] else ""
    message = f"{line['hop']} {line['f']} {line['business_key']}: {what}{reason}"
    key = str(line["business_key"])
    return Evidence(flows.get(key, ""), key, message, rows, int(line["t_us"]))


def _integration(line: pd.Series) -> Evidence:
    message = f"integration {line['f']}: {line['detail']}"
    return Evidence("", "", message, (int(line["i"]),), int(line["t_us"]))
