"""What every fault has in common: where it acts, when, how hard, and how it is declared.

A fault is a frozen dataclass with an `id` of the catalogue (F01..F46) and a `title`. It acts in one
of three ways: `decide` gives a packet its fate; `begin` takes hold of a part of the run while it is
on, and returns what lets go; `parameters` have the world do something more often (a stimulus).
Being data, a fault plan can be printed, stored and shrunk. Draws come from the packet's address
alone, so every integration meets the same world (decision D6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, ClassVar, Self

from mock_systems.profiles import Profile
from sim.cable import Fate, Packet
from sim.faults.reach import End, Reach
from sim.naming import nearest
from sim.plugins import UnknownName
from sim.streams import Streams

FOREVER_H = float("inf")
INTENSITIES = ("mild", "rough", "harsh")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Base of all faults. `hops` are patterns such as `integration>erp`; the window is in hours
    since the scenario's start, and ends at the latest when the scenario heals."""

    id: ClassVar[str]
    title: ClassVar[str]
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """Fields by intensity; each fault states all three."""
    witnessed_by_reads: ClassVar[bool] = False
    """Whether a read that it touched proves that it acted; usually only a document does."""

    in_process: ClassVar[bool] = False
    """Whether it takes hold of the integration's process or storage, so that the lives of the one
    are told apart and deliveries are known by what they carry."""

    misleads: ClassVar[bool] = False
    """While it lasts no integration can be right about values: it belongs in no campaign."""

    stops: ClassVar[bool] = False
    """Whether nothing gets through while it is on, so that no other fault has a part in it."""

    needs: ClassVar[tuple[str, ...]] = ()
    """Parties of which one must take part, or little or nothing happens that it could act on."""

    needs_close: ClassVar[bool] = False
    """Whether it acts on the close of a period only."""

    hops: tuple[str, ...] = ("*",)
    from_h: float = 0.0
    until_h: float = FOREVER_H
    nth: int = 0
    """How many of its kind stand before it in its plan; the plan counts them."""

    @classmethod
    def at(cls, intensity: str, **fields: Any) -> Self:
        """This fault at one of the three intensities. Raises UnknownName."""
        if intensity not in cls.intensities:
            raise UnknownName(
                f"{cls.id}: unknown intensity {intensity!r}; {nearest(intensity, INTENSITIES)}"
            )
        return cls(**{**cls.intensities[intensity], **fields})

    @property
    def stream(self) -> str:
        """The name of its draws: two of a kind in one plan would otherwise draw alike, and the
        second could never meet what the first lets pass."""
        return f"{self.id}/{self.nth}" if self.nth else self.id

    @property
    def parameters(self) -> Mapping[str, float]:
        """What this stimulus changes in the world's calibration, for the whole run."""
        return NOTHING

    def profiled(self, system: str, profile: Profile) -> Profile:
        """What it makes of a system's gateway, for the whole run."""
        return profile

    @property
    def is_built_in(self) -> bool:
        """Whether it changes world or gateways from the first day, and so cannot begin later."""
        return bool(self.parameters) or type(self).profiled is not Fault.profiled

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """What happens to this packet, or None to let it pass."""
        return None

    def begin(self, reach: Reach) -> End | None:
        """Called when it is switched on; what is returned is called when it is switched off."""
        return None

    def covers(self, packet: Packet) -> bool:
        """Whether the packet travels on one of the fault's hops."""
        return any(fnmatchcase(packet.hop, pattern) for pattern in self.hops)

    def draw(self, streams: Streams, packet: Packet, purpose: str = "act") -> float:
        """This fault's own uniform draw for the packet."""
        return streams.uniform("fault", self.stream, purpose, *packet.address)
