"""F26: what takes something back fails, or its answer is lost and it is asked for again.

Stands for the path that is hardly ever tested: credits, reversals, returns, releases of a hold. A
naive integration that tries again reverses twice; one that gives up leaves the first effect. A
correct one ends with a net effect of none or one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from sim.cable import AnswerLost, Fate, Lost, Packet
from sim.faults.fault import Fault
from sim.streams import Streams

COMPENSATING = (
    *("credit_*", "reverse_*", "cancel_*", "void_*", "withdraw_*", "take_back_*", "refund_*"),
    *(
        "create_credit_*",
        "create_price_correction",
        "correct_*",
        "return_*",
        "change_purchase_order",
    ),
    *("lift_invoice_hold", "release_invoice_hold", "release_hold"),
)
"""Operations that undo an earlier one, by pattern."""


@dataclass(frozen=True, kw_only=True)
class Compensation(Fault):
    """Hits the first `attempts` of every compensating call: half of them are lost before they
    arrive, the others lose their answer."""

    id: ClassVar[str] = "F26"
    title: ClassVar[str] = "failed or doubled compensation"
    needs: ClassVar[tuple[str, ...]] = ("edi_suppliers", "ehr")
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"attempts": 1},
        "rough": {"attempts": 2},
        "harsh": {"attempts": 4},
    }

    hops: tuple[str, ...] = ("integration>*",)
    operations: tuple[str, ...] = COMPENSATING
    attempts: int = 1

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Hits one of the first attempts at a compensation."""
        if packet.is_delivery or packet.attempt > self.attempts:
            return None
        if not any(fnmatchcase(packet.f, one) for one in self.operations):
            return None
        return Lost() if self.draw(streams, packet) < 0.5 else AnswerLost()
