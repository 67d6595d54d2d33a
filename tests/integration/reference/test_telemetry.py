"""What the reference counts of itself, against what the testbed's own oracle measures.

Both count the same run independently: the layer from inside, the History from the cable.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from pydantic_core import from_json

from integration_under_test.boundary import Ports
from integration_under_test.reference import Reference
from integration_under_test.reference.observability.control_room import TELEMETRY
from integration_under_test.reference.observability.distribution import GROWTH
from sim.checkers.matching import MET, match
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.host import MemoryStorage
from sim.measures.duplicates_absorbed import duplicates_absorbed

LEG_S = 5.0
"""Beyond the slowest way back of an answer, which is inside the layer's latency only."""
US = 1_000_000


class Both(NamedTuple):
    """A judged run, and the figures that the layer left in its store."""

    judged: Judged
    told: dict[str, Any]


class Kept(Reference):
    """The reference, with its storage at hand."""

    storage: MemoryStorage

    async def start(self, ports: Ports) -> None:
        assert isinstance(ports.storage, MemoryStorage)
        self.storage = ports.storage
        await super().start(ports)


@lru_cache(maxsize=2)
def both(faults: str) -> Both:
    integration = Kept()
    request = RunRequest("ordinary_day", "reference", scale=0.01, faults=faults)
    judged = run(build_spec(request), integration, None)
    storage = integration.storage
    (key,) = storage.keys(TELEMETRY)
    stored = storage.visible(TELEMETRY, key, storage.commits)
    assert stored is not None
    return Both(judged, from_json(stored))


FAULTS = pytest.mark.parametrize("faults", ["none", "rough_day"])


@FAULTS
def test_calls_are_counted_as_the_cable_saw_them(faults: str) -> None:
    judged, told = both(faults)
    calls = judged.history.calls
    seen = Counter(f"{row.target} {row.outcome}" for row in calls.itertuples())
    assert told["calls"] == dict(seen)


@FAULTS
def test_every_distinct_event_is_accepted_once_and_every_copy_that_came_is_absorbed(
    faults: str,
) -> None:
    judged, told = both(faults)
    whole = duplicates_absorbed(judged.history).iloc[-1]
    assert told["accepted"] == whole["distinct"]
    deliveries = judged.history.deliveries
    # What was refused on the way, or did not arrive, counts as a delivery of the sender only.
    came = deliveries["outcome"].isin(("ok", "info")).sum()
    assert told["accepted"] + told["absorbed"] <= came
    assert told["absorbed"] <= whole["duplicates"]
    assert bool(told["absorbed"]) == (faults == "rough_day")


@FAULTS
def test_effects_by_flow_are_those_that_the_oracle_matched(faults: str) -> None:
    judged, told = both(faults)
    met = _met(judged)
    for flow in ("P01", "P04", "P06", "P09"):
        assert told["effects"][flow] == (met["flow"] == flow).sum(), flow


@FAULTS
@pytest.mark.parametrize("flow", ["P06", "P09"])
def test_latencies_are_those_of_the_oracle_and_one_way_back(faults: str, flow: str) -> None:
    judged, told = both(faults)
    met = _met(judged)
    lines = met[met["flow"] == flow]
    durations_s = (lines["met_us"] - lines["t_us"]).to_numpy() / US
    for name, share in (("p50_s", 0.5), ("p95_s", 0.95)):
        expected_s = float(np.quantile(durations_s, share, method="inverted_cdf"))
        assert expected_s < told["latency"][flow][name] < expected_s * GROWTH + LEG_S
    assert told["latency"][flow]["n"] == len(lines)


@FAULTS
def test_dead_letters_and_exceptions_are_those_of_the_queue(faults: str) -> None:
    judged, told = both(faults)
    opened = judged.history.items.drop_duplicates("item_id")["type"]
    assert told["exceptions_opened"] == dict(Counter(opened))
    assert sum(told["dead"].values()) == opened.isin({"refused", "unreachable"}).sum()


def test_attempts_that_failed_are_those_whose_call_failed() -> None:
    """Attempts at commands: nobody waits for what vendors may have given up."""
    judged, told = both("rough_day")
    calls = judged.history.calls
    outcomes = calls.loc[~calls["f"].isin(("list_exhausted_events", "restore_events")), "outcome"]
    failed = outcomes.isin(("fail", "info")).sum()
    assert sum(told["failures"].values()) == failed
    assert both("none").told["failures"] == {}


def _met(judged: Judged) -> pd.DataFrame:
    owed = match(judged.history).obligations
    return owed[owed["state"].isin(MET)].astype({"flow": str})
