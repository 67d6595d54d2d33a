"""Liveness: everything that was asked came to an end that somebody can see.

Each call was answered; each delivery was acknowledged, or its document waits in a queue with an
owner; an indeterminate call was resolved; the integration neither raised nor hung. An event that
its sender gave up counts as never acknowledged: a vendor's list of exhausted events has no owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.grouped import codes, column
from sim.checkers.matching import match_part
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.part import Part
from sim.history.reading import History

GRACE_S = 60
"""Twice the default time-out: a younger call may still be under way when the run ends."""
RETRY_S = 3 * 3600
"""Beyond the longest pause of the `medium` schedule: an older last attempt was the last."""
EXHAUSTED = "delivery_exhausted"
"""The world row that the host writes when a sender gives an event up."""
EXAMPLES = 20


class Few(NamedTuple):
    """How many lines there are, and the first of them."""

    total: int
    lines: pd.DataFrame


class Ends(NamedTuple):
    """What did not end well."""

    unanswered: Few
    undelivered: Few
    unresolved: Few
    broken: Few


class CallsEnded(NamedTuple):
    """What a share of the calls came to; `info` are those of unknown outcome."""

    calls: int
    open_at_end: int
    unanswered: Few
    info: pd.DataFrame


def check_liveness(history: History) -> Finding:
    """Unknown when there was neither a call nor a delivery."""
    parts = history.by_call(partial(_calls_ended, history.end_us))
    deliveries = sum(history.by_delivery(len))
    info = _all([part.info for part in parts])
    ends = Ends(
        _first([part.unanswered for part in parts]),
        undelivered(history),
        few(_unresolved(history, info)),
        few(_broken(history)),
    )
    calls = sum(part.calls for part in parts)
    measured = {
        "calls": calls,
        "deliveries": deliveries,
        "info_calls": len(info),
        "open_calls_at_end": sum(part.open_at_end for part in parts),
        **{name: some.total for name, some in ends._asdict().items()},
    }
    flows = _flows(history, ends)
    evidence = first_few([e for lines in _evidence(ends, flows) for e in lines])
    if evidence:
        total = sum(some.total for some in ends)
        return Finding("liveness", "fail", f"{total} things never ended", measured, evidence)
    if not calls and not deliveries:
        return Finding("liveness", "unknown", "neither a call nor a delivery", measured)
    summary = f"{calls} calls and {deliveries} deliveries came to an end"
    return Finding("liveness", "pass", summary, measured)


def undelivered(history: History) -> Few:
    """The last attempt of each event that was never acknowledged, unless its subject is queued."""
    given_up = set(_events(history.world[history.world["f"] == EXHAUSTED]))
    items = history.items
    waiting = set(items.loc[items["closed_us"] < 0, "business_key"])

    def lost(rows: pd.DataFrame) -> Few:
        last = _never_taken(rows)
        old = last["t_us"] < history.end_us - RETRY_S * 1_000_000
        unheard = (old | _events(last).isin(given_up)) & ~last["business_key"].isin(waiting)
        return few(last[unheard])

    return _first(history.by_delivery(lost))


def few(lines: pd.DataFrame) -> Few:
    """The first EXAMPLES in order of their rows."""
    return Few(len(lines), _plain(lines.sort_values("i").head(EXAMPLES)))


def _first(parts: Sequence[Few]) -> Few:
    lines = _all([part.lines for part in parts])
    return Few(sum(part.total for part in parts), lines.sort_values("i").head(EXAMPLES))


def _all(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _plain(lines: pd.DataFrame) -> pd.DataFrame:
    """Strings in place of categories, which would hold on to every word of their part."""
    return lines.astype({name: str for name in lines if lines[name].dtype == "category"})


def _never_taken(rows: pd.DataFrame) -> pd.DataFrame:
    ids = max(len(rows["event_id"].cat.categories), 1)
    event = codes(rows, "event_source") * ids + codes(rows, "event_id")
    taken = event[column(rows, "outcome") == "ok"]
    return rows.assign(event=event)[~np.isin(event, taken)].drop_duplicates("event", keep="last")


def _calls_ended(end_us: int, calls: pd.DataFrame) -> CallsEnded:
    still_open = calls[calls["outcome"] == "open"]
    unanswered = still_open[still_open["t_us"] < end_us - GRACE_S * 1_000_000]
    info = _plain(calls[calls["outcome"] == "info"])
    return CallsEnded(len(calls), len(still_open), few(unanswered), info)


def _unresolved(history: History, info: pd.DataFrame) -> pd.DataFrame:
    """Calls with unknown outcome whose key still lacks its effect and waits in no queue.

    A later answer does not resolve them, only the effect does; a call whose key owes nothing has
    nothing to resolve.
    """
    if info.empty:
        return info
    keys = set(info["business_key"].astype(str))
    lacking = history.by_key(partial(_lacking, keys))
    wanted = set().union(*lacking)
    asked = info["target"].astype(str) + " " + info["business_key"].astype(str)
    return info[asked.isin(wanted) & ~asked.duplicated()]


def _lacking(keys: set[str], part: Part) -> set[str]:
    """`target key` of silently lost obligations that go by one of these keys."""
    owed = match_part(part).obligations
    lost = owed[owed["state"] == "lost_silent"]
    wanted: set[str] = set()
    for name in ("effect_key", "business_key"):
        mine = lost[lost[name].isin(keys)]
        wanted |= set(mine["target"].astype(str) + " " + mine[name].astype(str))
    return wanted


def _events(rows: pd.DataFrame) -> pd.Series:
    return rows["event_source"].astype(str) + " " + rows["event_id"].astype(str)


def _broken(history: History) -> pd.DataFrame:
    rows = history.integration
    return rows[rows["f"].isin(("raised", "hung"))]


def _flows(history: History, ends: Ends) -> dict[str, str]:
    """Which flow a key belongs to, for the keys that evidence will name."""
    keys = {str(key) for some in ends[:3] for key in some.lines["business_key"]}
    if not keys:
        return {}
    named = [line for part in history.by_key(partial(_named, keys)) for line in part]
    return {key: flow for _, _, key, flow in sorted(named)}


def _named(keys: set[str], part: Part) -> list[tuple[bool, int, str, str]]:
    """Obligations that go by one of these keys; of several flows the last one is told, and the
    trigger's own before that of an effect."""
    owed = match_part(part).obligations
    found: list[tuple[bool, int, str, str]] = []
    for name in ("effect_key", "business_key"):
        mine = owed[owed[name].isin(keys)]
        texts = (mine[column_].astype(str) for column_ in (name, "flow"))
        is_trigger = [name == "business_key"] * len(mine)
        found += zip(is_trigger, mine["i"].tolist(), *texts, strict=True)
    return found


def _evidence(ends: Ends, flows: dict[str, str]) -> list[list[Evidence]]:
    told = {
        "unanswered": "call never answered",
        "undelivered": "delivery never acknowledged",
        "unresolved": "outcome unknown, effect still lacking, in no queue",
    }
    found = []
    for name, what in told.items():
        lines = getattr(ends, name).lines
        found.append([_exchange(line, what, flows) for _, line in lines.iterrows()])
    found.append([_integration(line) for _, line in ends.broken.lines.iterrows()])
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
