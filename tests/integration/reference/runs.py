"""Whole runs of the plain reference integration, without couriers beside it.

found = judged(("master_data",))
assert outcomes(found) == {}
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run


class Parameters(dict[str, Any]):
    """Parameters of a scenario as an argument of a cached function; nobody changes them."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


@lru_cache(maxsize=8)
def judged(
    parties: tuple[str, ...],
    scenario: str = "ordinary_day",
    scale: float = 0.02,
    faults: str = "none",
    **changes: Any,
) -> Judged:
    """A run judged; `changes` are fields of the scenario, `parameters` among them hashable."""
    request = RunRequest(scenario, "reference", scale=scale, faults=faults, parties=parties)
    spec = build_spec(request)
    spec = replace(spec, scenario=replace(spec.scenario, **changes))
    return run(spec, Reference(), None)
