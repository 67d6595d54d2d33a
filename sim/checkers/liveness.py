"""Liveness: everything that was asked came to an end that somebody can see.

Each call was answered; each delivery was acknowledged, or its document waits in a queue with an
owner; an indeterminate call was resolved; the integration neither raised nor hung. An event that
its sender gave up counts as never acknowledged: a vendor's list of exhausted events has no owner.
Only what was found out in another way is at its end: all that the document owes stands in the
books. So is a copy under another name of what was acknowledged.

Once the faults are healed, each item comes to its end within DRAIN_S: the effect stands, or an
exception with an owner and a reason says why not. An item that nobody owns, or that says nothing,
is no end.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.evidence import Few, exchange, few, first_of, flows_of, joined, plain
from sim.checkers.grouped import codes, column
from sim.checkers.matching import match_part
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.part import Part
from sim.history.reading import History

GRACE_S = 60
"""Twice the default time-out: a younger call may still be under way when the run ends."""
RETRY_S = 3 * 3600
"""Beyond the longest pause of the `medium` schedule: an older last attempt was the last."""
DRAIN_S = 48 * 3600
"""Two nights after the heal, or after its deadline if that is later, each item is at its end."""
HEAL = "heal"
"""The world row that the runner writes when it has ended all faults."""
TAKEN_UNHEARD = "taken_unheard"
"""The world row of a delivery that the integration accepted, while its sender no longer heard."""
EXHAUSTED = "delivery_exhausted"
"""The world row that the host writes when a sender gives an event up."""


class Ends(NamedTuple):
    """What did not end well."""

    unanswered: Few
    undelivered: Few
    unresolved: Few
    unfinished: Few
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
    info = joined([part.info for part in parts])
    ends = Ends(
        first_of([part.unanswered for part in parts]),
        undelivered(history),
        few(_unresolved(history, info)),
        _unfinished(history),
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
    flows = flows_of(history, {str(key) for some in ends[:4] for key in some.lines["business_key"]})
    *others, broken = _evidence(ends, flows)
    evidence = (*first_few(broken), *first_few([e for lines in others for e in lines]))
    if evidence:
        total = sum(some.total for some in ends)
        return Finding("liveness", "fail", f"{total} things never ended", measured, evidence)
    if not calls and not deliveries:
        return Finding("liveness", "unknown", "neither a call nor a delivery", measured)
    summary = f"{calls} calls and {deliveries} deliveries came to an end"
    return Finding("liveness", "pass", summary, measured)


def undelivered(history: History) -> Few:
    """The last attempt of each event that was never acknowledged, unless its subject is queued, or
    owes something and all of it was met. An answer that the cable lost was given."""
    given_up = _told(history, EXHAUSTED)
    taken = _told(history, TAKEN_UNHEARD)
    items = _owned(history)
    waiting = set(items.loc[items["closed_us"] < 0, "business_key"])

    def unheard(rows: pd.DataFrame) -> pd.DataFrame:
        last = _never_taken(rows)
        old = last["t_us"] < history.end_us - RETRY_S * 1_000_000
        event = _events(last)
        gone = (old | event.isin(given_up)) & ~last["business_key"].isin(waiting)
        return plain(last[gone & ~event.isin(taken)])

    found = joined(history.by_delivery(unheard))
    known = found["business_key"].isin(_found_out(history, set(found["business_key"])))
    return few(found[~known & ~_contents(found).isin(_taken_as_well(history, found))])


def _taken_as_well(history: History, rows: pd.DataFrame) -> set[str]:
    """Those of the contents that were acknowledged, under whatever name."""
    if rows.empty:
        return set()
    wanted = set(_contents(rows))

    def taken(deliveries: pd.DataFrame) -> set[str]:
        contents = _contents(deliveries[column(deliveries, "outcome") == "ok"])
        return set(contents[contents.isin(wanted)])

    return set().union(*history.by_delivery(taken))


def _contents(rows: pd.DataFrame) -> pd.Series:
    """Who sent what about which document."""
    parts = [rows[name].astype(str) for name in ("event_source", "business_key", "payload_hash")]
    return parts[0] + " " + parts[1] + " " + parts[2]


def _found_out(history: History, keys: set[str]) -> set[str]:
    """Those of the documents of which something was owed, and all of it was met."""
    if not keys:
        return set()
    states = history.by_key(partial(_states_of, keys))
    met = set().union(*(met for met, _ in states))
    return met - set().union(*(open_ for _, open_ in states))


def _states_of(keys: set[str], part: Part) -> tuple[set[str], set[str]]:
    """Which of the documents owe something that was met, and which something that was not; lines
    of a document (RC-7/1) owe in its name (RC-7)."""
    owed = match_part(part).obligations
    names = owed["business_key"].astype(str)
    names = names.where(names.isin(keys), names.str.rsplit("/", n=1).str[0])
    mine = names.isin(keys)
    met = owed["state"].isin(("met", "late", "superseded"))
    return set(names[mine & met]), set(names[mine & ~met])


def _owned(history: History) -> pd.DataFrame:
    """The items of which somebody can say whose they are, and why they are there."""
    items = history.items
    return items[(items["owner"] != "") & (items["reason"] != "")]


def _unfinished(history: History) -> Few:
    """Items that were not at their end in time after the heal; none where nothing was healed."""
    heals = history.world.loc[history.world["f"] == HEAL, "t_us"]
    if heals.empty:
        return few(_owned(history).head(0))
    owned = frozenset(int(i) for i in _owned(history)["i"])
    return first_of(history.by_key(partial(_never_at_end, int(heals.min()), owned)))


def _never_at_end(heal_us: int, owned: frozenset[int], part: Part) -> Few:
    owed = match_part(part).obligations
    by_us = np.maximum(column(owed, "due_us"), heal_us) + DRAIN_S * 1_000_000
    nobodys = (owed["state"] == "lost_visible") & ~owed["item_i"].isin(owned)
    late = owed[(owed["state"] == "lost_silent") | nobodys | (column(owed, "met_us") > by_us)]
    return few(late[["i", "flow", "f", "target", "business_key", "effect_key", "due_us", "met_us"]])


def _never_taken(rows: pd.DataFrame) -> pd.DataFrame:
    ids = max(len(rows["event_id"].cat.categories), 1)
    event = codes(rows, "event_source") * ids + codes(rows, "event_id")
    taken = event[column(rows, "outcome") == "ok"]
    return rows.assign(event=event)[~np.isin(event, taken)].drop_duplicates("event", keep="last")


def _calls_ended(end_us: int, calls: pd.DataFrame) -> CallsEnded:
    still_open = calls[calls["outcome"] == "open"]
    unanswered = still_open[still_open["t_us"] < end_us - GRACE_S * 1_000_000]
    info = plain(calls[calls["outcome"] == "info"])
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


def _told(history: History, what: str) -> set[str]:
    """The events of which the world says that."""
    return set(_events(history.world[history.world["f"] == what]))


def _events(rows: pd.DataFrame) -> pd.Series:
    return rows["event_source"].astype(str) + " " + rows["event_id"].astype(str)


def _broken(history: History) -> pd.DataFrame:
    rows = history.integration
    return rows[rows["f"].isin(("raised", "hung"))]


def _evidence(ends: Ends, flows: Mapping[str, str]) -> list[list[Evidence]]:
    told = {
        "unanswered": "call never answered",
        "undelivered": "delivery never acknowledged",
        "unresolved": "outcome unknown, effect still lacking, in no queue",
    }
    found = []
    for name, what in told.items():
        lines = getattr(ends, name).lines
        found.append([exchange(line, what, flows) for _, line in lines.iterrows()])
    found.append([_item(line) for _, line in ends.unfinished.lines.iterrows()])
    found.append([_integration(line) for _, line in ends.broken.lines.iterrows()])
    return found


def _item(line: pd.Series) -> Evidence:
    """Told when it was due."""
    hours = DRAIN_S // 3600
    what = f"at its end later than {hours} h after the heal" if line["met_us"] >= 0 else "no end"
    key = str(line["effect_key"])
    message = f"{line['target']} {line['f']} {key}: {what}, in no queue with owner and reason"
    return Evidence(str(line["flow"]), key, message, (int(line["i"]),), int(line["due_us"]))


def _integration(line: pd.Series) -> Evidence:
    message = f"integration {line['f']}: {line['detail']}"
    return Evidence("", "", message, (int(line["i"]),), int(line["t_us"]))
