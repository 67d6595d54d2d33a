"""F40: charges are credited, payments taken back and paid anew; some before their original arrives.

Stands for corrections by departments, and for payers that reverse a claim months later. Whoever
drops a credit because it knows no such charge charges a patient for nothing; whoever adds it
without its original pays twice. A stimulus: it needs an EHR, and payers for the takebacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.cable import Fate, Held, Packet
from sim.faults.fault import Fault
from sim.faults.reach import Reach
from sim.streams import Streams

REVERSALS = frozenset({"billing.takeback", "billing.charge_credit"})


@dataclass(frozen=True, kw_only=True)
class ReversedCharge(Fault):
    """Credits a share of the charges and takes back a share of the payments; holds messages, so
    that some are overtaken."""

    id: ClassVar[str] = "F40"
    title: ClassVar[str] = "reversed charges"
    needs: ClassVar[tuple[str, ...]] = ("ehr",)
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"credited": 0.05, "held": 0.01},
        "rough": {"credited": 0.2, "taken_back": 0.2, "held": 0.1},
        "harsh": {"credited": 0.6, "taken_back": 0.8, "held": 0.3},
    }

    hops: tuple[str, ...] = ("ehr*>integration",)
    credited: float = 0.1
    taken_back: float = 0.02
    held: float = 0.05

    @property
    def parameters(self) -> Mapping[str, float]:
        """What it changes in the world."""
        return {
            "ehr_charge_credit_share": self.credited,
            "takeback_share": self.taken_back,
            "takeback_after_d": 1.0,
        }

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Holds a share of the EHR's messages."""
        if not packet.is_delivery or self.draw(streams, packet) >= self.held:
            return None
        return Held(round(3600.0 * self.draw(streams, packet, "extra"), 3))

    def begin(self, reach: Reach) -> None:
        """Looks out for the first reversal."""

        def committed(system: str, effect: Effect) -> None:
            if effect.kind in REVERSALS:
                reach.witness(effect.key, system)

        reach.watch(committed)
