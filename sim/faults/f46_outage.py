"""F46: a system is gone for a while, and everything that waited comes back at once.

The catalogue's trigger "outage window": connections are refused while it lasts; what it tests is
the time after it, when backlog and synchronised retries meet. With `workers` also the catalogue's
"capacity cliff", for the whole run: the hops' servers take that many calls at a time, each for
`work_s`, let `places` more wait, and refuse the rest. They work on what a caller has given up, so
that retries may keep them busy for nobody long after the outage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from mock_systems.profiles import Profile
from mock_systems.profiles.profile import ASSUMPTION, Capacity
from sim.cable import Fate, Packet, Unreachable
from sim.faults.fault import Fault
from sim.streams import Streams


@dataclass(frozen=True, kw_only=True)
class Outage(Fault):
    """Refuses every connection on its hops; give it a window."""

    id: ClassVar[str] = "F46"
    title: ClassVar[str] = "outage window"
    stops: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"from_h": 9, "until_h": 10},
        "rough": {"from_h": 8, "until_h": 14},
        "harsh": {"hops": ("integration>*",), "from_h": 8, "until_h": 20},
    }

    hops: tuple[str, ...] = ("integration>erp",)
    workers: int = 0
    """0 for a server that nothing overruns."""
    places: int = 50
    work_s: float = 1.0
    """For a group of the size for which a scenario states what it expects; a larger one has faster
    servers in proportion."""
    exponential: bool = False
    retry_after_s: int = 0
    """What a refusal names, 0 for nothing."""

    def profiled(self, system: str, profile: Profile) -> Profile:
        """The system's servers have their limit."""
        if not self.workers or f"integration>{system}" not in self.hops:
            return profile
        capacity = Capacity(
            workers=self.workers,
            places=self.places,
            work_s=self.work_s,
            work="exponential" if self.exponential else "fixed",
            retry_after_s=self.retry_after_s,
            source=ASSUMPTION,
        )
        return replace(profile, capacity=capacity)

    @property
    def is_built_in(self) -> bool:
        """Servers with a limit have it from the first day; an outage may begin at any time."""
        return self.workers > 0

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Refuses the connection."""
        return Unreachable()
