"""Backlog and drain at several loads: pairs of runs, with the outage and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from sim.experiment.spec import RunSpec
from sim.faults.compose import NONE
from sim.faults.fault import Fault
from sim.study.capacity.drain import (
    Outage,
    arrivals_per_h,
    closed_form,
    drained,
    excess,
    fluid_drain_h,
    hit_flows,
)
from sim.study.capacity.highest_load import Asked, Capacity, MakeAll, busiest_hour, read_made
from sim.study.store import Store

SHARES = (0.25, 0.5, 1.0)
"""Of the capacity: the loads at which an outage is tried unless somebody names others."""


@dataclass(frozen=True)
class Recovery:
    """`pairs`: a line by load and seed, as `_pair` makes it. `curves`: `load`, `t_s`, `waiting`,
    the mean over seeds of the documents that wait because of the outage."""

    outage: Outage
    rate_load: float
    """The load from whose busiest hour the formula takes what can be done."""
    pairs: pd.DataFrame
    curves: pd.DataFrame


def usual_loads(found: Capacity) -> tuple[float, ...]:
    """SHARES of the capacity, three digits each; load 1 where there is none, and not below it."""
    most = found.searched.capacity or 1.0
    return tuple(sorted({max(1.0, float(f"{most * share:.3g}")) for share in SHARES}))


def with_outage(spec: RunSpec, outage: Outage, faults: Sequence[Fault]) -> RunSpec:
    """The run with those faults besides its own plan."""
    plan = outage.plan if spec.fault_plan == NONE else f"{spec.fault_plan}+{outage.plan}"
    return replace(spec, faults=(*spec.faults, *faults), fault_plan=plan)


def recover(
    found: Capacity,
    loads: Sequence[float],
    outage: tuple[Outage, Sequence[Fault]],
    store: Store,
    make_all: MakeAll,
) -> Recovery:
    """Makes what the store lacks of each load, with the outage and without."""
    window, faults = outage
    calm = Asked(found.spec, found.seeds, ())
    hit = replace(calm, spec=with_outage(found.spec, window, faults))
    best = found.searched.capacity or 1.0
    calmly = [task for load in dict.fromkeys((*loads, best)) for task in calm.tasks(load)]
    make_all([*calmly, *(task for load in loads for task in hit.tasks(load))])
    carried = read_made(store, "waiting", calm.tasks(best))
    lines, curves = [], []
    for load in loads:
        for pair in zip(hit.tasks(load), calm.tasks(load), strict=True):
            both = [read_made(store, "waiting", [task]) for task in pair]
            if any(one.empty for one in both):
                continue
            more, seed = excess(*both), pair[0].spec.seed
            lines.append({"load": load, **_pair(both[1], more, carried, (seed, window))})
            total = more.sum(axis=1).rename("waiting").reset_index()
            curves.append(total.assign(load=load, seed=seed))
    return Recovery(window, best, pd.DataFrame(lines), _means(curves))


def _pair(
    calm: pd.DataFrame, more: pd.DataFrame, carried: pd.DataFrame, at: tuple[int, Outage]
) -> dict[str, float | str]:
    """A pair of runs in figures, and what the formula says of it."""
    seed, outage = at
    flows = hit_flows(more, outage)
    rate = arrivals_per_h(calm, flows, outage)
    own = carried[carried["flow"].isin(flows)]
    most = busiest_hour(own, "done").get(_same_seed(carried, seed), 0.0)
    backlog, hours = closed_form(rate, float(most), outage.hours)
    return {
        "seed": seed,
        "flows": ", ".join(flows),
        **drained(more, outage),
        "arrivals_per_h": rate,
        "capacity_per_h": float(most),
        "formula_peak": backlog,
        "formula_drain_h": hours,
        "fluid_drain_h": fluid_drain_h(calm, flows, outage, float(most)),
    }


def _same_seed(carried: pd.DataFrame, seed: int) -> str:
    """The run of the same seed among those of the best load."""
    suffix = f"-{seed}"
    return next((str(run) for run in carried["run"].unique() if str(run).endswith(suffix)), "")


def _means(curves: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if not curves:
        return pd.DataFrame(columns=["load", "t_s", "waiting"])
    whole = pd.concat(curves)
    return whole.groupby(["load", "t_s"])["waiting"].mean().reset_index()
