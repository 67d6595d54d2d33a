"""F15: the clocks of some systems, or of the integration, are off, and jump there and back.

Stands for a machine without time synchronisation. Deadlines run on true time; but what such a
system dates, and what it thinks is old, in force or expired, goes by its own clock. Obligations
take a system's word for the dates of its own documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.faults.fault import Fault
from sim.faults.reach import End, Reach

INTEGRATION = "integration"


@dataclass(frozen=True, kw_only=True)
class ClockSkew(Fault):
    """The clocks of the named are fast by `skew_s` within the window; negative: slow."""

    id: ClassVar[str] = "F15"
    title: ClassVar[str] = "clock skew"
    in_process: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"skew_s": 30.0, "systems": ("inventory", INTEGRATION)},
        "rough": {"skew_s": -300.0, "systems": ("erp", "procurement", INTEGRATION)},
        "harsh": {
            "skew_s": 3600.0,
            "systems": ("inventory", "procurement", "contracts", INTEGRATION),
        },
    }

    hops: tuple[str, ...] = ("clocks",)
    from_h: float = 6.0
    until_h: float = 30.0
    skew_s: float = 60.0
    systems: tuple[str, ...] = (INTEGRATION,)

    def begin(self, reach: Reach) -> End:
        """The clocks jump."""
        clocks = [reach.system_clocks[name] for name in self.systems]
        for clock in clocks:
            clock.skew_s += self.skew_s
        self._look_out(reach)

        def end() -> None:
            for clock in clocks:
                clock.skew_s -= self.skew_s

        return end

    def _look_out(self, reach: Reach) -> None:
        """Its witness is what a wrong clock dates: a system's commit, a delivery to the
        integration."""

        def committed(system: str, effect: Effect) -> None:
            if system in self.systems and reach.system_clocks[system].skew_s:
                reach.witness(effect.key, system)

        def arrived(key: str) -> None:
            if reach.system_clocks[INTEGRATION].skew_s:
                reach.witness(key, INTEGRATION)

        reach.watch(committed)
        if INTEGRATION in self.systems:
            reach.host.arrivals.append(arrived)
