"""A scenario: what happens to the group, for how long, and what it must at least have produced.

Frozen data with at most one SimPy process, so that a scenario file reads like its description.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.world.origins import USUAL, Origins

if TYPE_CHECKING:
    from sim.faults.fault import Fault
    from sim.world.world import World

EXPECTS_SCALE = 0.02
"""The scale for which `expects` is stated."""


@dataclass(frozen=True)
class Scenario:
    """One circumstance (C01..C17) of the hospital group.

    `expects` states per flow how many obligations a run at `EXPECTS_SCALE` must have made at the
    least for its verdict to mean anything; `closes` names the periods (YYYY-MM) that the finance
    office closes; `parameters` override the calibration table; `profiles` names a vendor profile
    for a system (plain where none is named); `process` is a SimPy process over the world.
    """

    name: str
    circumstance: str
    title: str
    first_day: date
    days: int
    expects: Mapping[str, int]
    drain_h: float = 72.0
    parameters: Mapping[str, float] = field(default_factory=dict)
    closes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    profiles: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    """Outside parties that take part, by name (see `sim.world.parties`)."""
    origins: Origins = USUAL
    """Where orders and receipts begin."""
    process: Callable[[World], Generator[Any, Any, None]] | None = None
