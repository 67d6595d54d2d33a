"""F22: the integration's process dies in the middle of its work, and is started again.

Stands for a kill by the operating system, a lost machine, a restart of the container. Nothing of it
runs from then on, what it sent stays under way, what it had not committed is gone. Crashing at
every single point in turn is the crash command's business; here a few are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.faults.strike import drawn_hours, strikes


@dataclass(frozen=True, kw_only=True)
class Crash(Fault):
    """Crashes it so often within the window, each time between two steps on a document, and keeps
    it down for a while."""

    id: ClassVar[str] = "F22"
    title: ClassVar[str] = "crash and restart"
    in_process: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"crashes": 1, "until_h": 18.0},
        "rough": {"crashes": 6, "downtime_s": 120.0},
        "harsh": {"crashes": 20, "downtime_s": 300.0},
    }

    hops: tuple[str, ...] = ("integration",)
    from_h: float = 7.0
    until_h: float = 30.0
    crashes: int = 3
    downtime_s: float = 30.0

    def begin(self, reach: Reach) -> End:
        """Draws the instants of the crashes."""

        def act(key: str) -> None:
            if reach.host.crash(self.downtime_s):
                reach.witness(key, "integration")

        hours = drawn_hours(reach, self.stream, self.crashes, (self.from_h, self.until_h))
        return strikes(reach, self.stream, hours, act)
