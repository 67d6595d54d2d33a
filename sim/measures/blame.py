"""Which fault of the plan an incident is put down to.

The History says which calls and deliveries a fault touched, not what came of it; who waits for an
outage to end is touched by nothing. So an incident is put down to every fault that touched its key
before, and to the one with the shortest window, if that is shorter than theirs, among those that
were on for a while between owing and harm on a way of a system that owed or lacked, or else of its
flow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array
from sim.history.reading import History
from sim.measures.incidents import incidents
from sim.obligations.declared import declared_flows
from sim.obligations.flow import Flow

NOBODY = -1
"""Stands for the place in the plan of an incident that no fault explains."""
THROUGHOUT = 0.85
"""What is on for a larger share of the run until it heals is known by what it touched alone."""
ENDS = ("integration>{}", "{}>integration")


class Planned(NamedTuple):
    """A line of `plan`."""

    entry: str
    fault: str
    title: str
    hops: str
    on_us: int
    off_us: int
    seen_us: int
    seen_key: str


Near = Callable[[pd.DataFrame, str], Array]
"""Which incidents are near a fault on these ways."""


def plan(history: History) -> pd.DataFrame:
    """Columns as `Planned`, a line per fault of the plan in order of its place there; `seen_*` is
    its witness; -1 and "" for what never was."""
    return history.derive(_plan)


def blamed(history: History) -> pd.DataFrame:
    """Columns `incident` and `place`: positions in `incidents(history)` and in `plan(history)`,
    the latter NOBODY where no fault explains the incident."""
    return history.derive(_blamed)


def _plan(history: History) -> pd.DataFrame:
    rows = history.faults
    rows = rows.astype({n: str for n in rows if rows[n].dtype == "category"})
    entry = rows["effect_key"].where(rows["effect_key"] != "", rows["f"] + " " + rows["target"])
    rows = rows.assign(entry=entry.where(rows["op"] != "fault_witness", rows["effect_key"]))
    on = rows[rows["op"] == "fault_on"].drop_duplicates("entry")
    off = rows[rows["op"] == "fault_off"].drop_duplicates("entry").set_index("entry")["t_us"]
    seen = rows[rows["op"] == "fault_witness"]
    # A witness of an old recording names only its fault.
    seen = seen.assign(entry=seen["entry"].where(seen["entry"] != "", seen["f"]))
    seen = seen.drop_duplicates("entry").set_index("entry")
    named = on["entry"].where(on["entry"].isin(seen.index), on["f"])
    lines = on.rename(columns={"f": "fault", "detail": "title", "target": "hops", "t_us": "on_us"})
    lines["off_us"] = lines["entry"].map(off).fillna(-1).astype("int64")
    seen_us, seen_key = seen["t_us"].to_dict(), seen["business_key"].to_dict()
    lines["seen_us"] = np.array([seen_us.get(name, -1) for name in named], dtype=np.int64)
    keys = [seen_key.get(name, "") for name in named]
    lines["seen_key"] = pd.Series(keys, index=lines.index, dtype=str)
    return lines.reset_index(drop=True)[list(Planned._fields)]


def _blamed(history: History) -> pd.DataFrame:
    harmed, faults = incidents(history), plan(history)
    never_off = faults["off_us"] < 0
    faults = faults.assign(off_us=faults["off_us"].mask(never_off, history.end_us))
    length_us = (faults["off_us"] - faults["on_us"]).to_numpy()
    found = _touched(history, harmed, faults)
    shortest = np.full(len(harmed), np.inf)
    np.minimum.at(shortest, found["incident"].to_numpy(), length_us[found["place"].to_numpy()])
    passing = faults[length_us <= THROUGHOUT * _healed_us(history)]
    for near in (_at_its_ends, _in_its_flow):
        place = _near(harmed, passing, near, shortest)
        chosen = np.flatnonzero(place != NOBODY)
        shortest[chosen] = length_us[place[chosen]]
        lines = pd.DataFrame({"incident": chosen, "place": place[chosen]})
        found = pd.concat([found, lines], ignore_index=True)
    left = np.flatnonzero(np.isinf(shortest))
    nobody = pd.DataFrame({"incident": left, "place": NOBODY})
    found = pd.concat([found, nobody], ignore_index=True).astype("int64")
    return found.sort_values(["incident", "place"], ignore_index=True)


def _planned(faults: pd.DataFrame) -> list[tuple[int, Planned]]:
    lines = faults.itertuples(index=True, name=None)
    return [(int(place), Planned(*line)) for place, *line in lines]


def _healed_us(history: History) -> int:
    healed = history.world.loc[history.world["f"] == "heal", "t_us"]
    return int(healed.min()) if len(healed) else history.end_us


def _touched(history: History, harmed: pd.DataFrame, faults: pd.DataFrame) -> pd.DataFrame:
    touches = _touches(history)
    lines = []
    for place, fault in _planned(faults):
        within = touches["t_us"].between(fault.on_us, fault.off_us)
        own = touches[(touches["fault"] == fault.fault) & within]
        ways = {hop for hop in own["hop"].unique() if _covers(fault.hops, [hop])}
        own = own[own["hop"].isin(ways)]
        first = own.groupby("key", sort=True)["t_us"].min()
        if fault.seen_us >= 0 and fault.seen_key:
            first.loc[fault.seen_key] = min(first.get(fault.seen_key, fault.seen_us), fault.seen_us)
        for name in ("effect_key", "business_key"):
            at_us = first.reindex(harmed[name]).to_numpy(dtype=np.float64)
            incident = np.flatnonzero(at_us <= harmed["bad_us"].to_numpy())
            lines.append(pd.DataFrame({"incident": incident, "place": place}))
    empty = pd.DataFrame({"incident": [], "place": []}, dtype="int64")
    return pd.concat([empty, *lines], ignore_index=True).drop_duplicates()


def _touches(history: History) -> pd.DataFrame:
    """Columns `fault`, `hop`, `key`, `t_us`: the first time in each share of the rows."""
    parts = [*history.by_call(_exchanges), *history.by_delivery(_exchanges)]
    return pd.concat(parts, ignore_index=True)


def _exchanges(rows: pd.DataFrame) -> pd.DataFrame:
    names = {"fault_ids": "fault", "business_key": "key"}
    touched = rows.loc[(rows["fault_ids"] != "").to_numpy(), [*names, "hop", "t_us"]]
    touched = touched.rename(columns=names).astype({"fault": str, "key": str, "hop": str})
    touched = touched.assign(fault=touched["fault"].str.split(",")).explode("fault")
    return touched.groupby(["fault", "hop", "key"], sort=True)["t_us"].min().reset_index()


def _covers(hops: str, ways: Iterable[str]) -> bool:
    return any(fnmatchcase(way, pattern) for way in ways for pattern in hops.split(","))


def _at_its_ends(harmed: pd.DataFrame, hops: str) -> Array:
    met = {name for name in {*harmed["source"], *harmed["target"]} if _meets(hops, name)}
    near: Array = (harmed["source"].isin(met) | harmed["target"].isin(met)).to_numpy()
    return near


def _in_its_flow(harmed: pd.DataFrame, hops: str) -> Array:
    flows = {flow.id for flow in declared_flows() if any(_meets(hops, s) for s in _systems(flow))}
    near: Array = harmed["flow"].isin(flows).to_numpy()
    return near


def _meets(hops: str, system: str) -> bool:
    return _covers(hops, [way.format(system) for way in ENDS])


def _systems(flow: Flow) -> set[str]:
    return {name for duty in flow.duties for name in (duty.origin, duty.system)}


def _near(harmed: pd.DataFrame, faults: pd.DataFrame, near: Near, known: Array) -> Array:
    """By incident the place of the fault near it with the shortest window, if that is shorter
    than what is known already."""
    place, shortest = np.full(len(harmed), NOBODY), known.copy()
    for number, fault in _planned(faults):
        length_us = float(fault.off_us - fault.on_us)
        was_on = (fault.on_us <= harmed["bad_us"]) & (fault.off_us >= harmed["owed_us"])
        shorter = was_on.to_numpy() & (length_us < shortest) & near(harmed, fault.hops)
        shortest[shorter], place[shorter] = length_us, number
    return place
