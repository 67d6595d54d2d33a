"""F36: the month is closed at once, while what belongs to it is still being recorded.

Stands for a close that is rushed, and for subledgers that hear of it late. A posting that is
refused for its date must be made on the next open day and explained, or wait for a person; nothing
may be dropped. A stimulus: it needs a scenario that closes a month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from mock_systems.service import Effect
from sim.cable import Fate, Packet, Unreachable
from sim.faults.fault import Fault
from sim.faults.reach import Reach
from sim.streams import Streams

RECORDED = frozenset({"inventory.usage", "inventory.receipt_line"})
CHANGED = "erp.period.changed"
POSTED = frozenset({"erp.cost", "erp.accrual", "billing.charge"})


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Fault):
    """Closes early, has more documents recorded late, and the news of the close come late; its
    witness is a document that was posted into another period than its own."""

    id: ClassVar[str] = "F36"
    title: ClassVar[str] = "period closed"
    needs_close: ClassVar[bool] = True
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"late": 0.2},
        "rough": {"late": 0.3, "refused": 7},
        "harsh": {"late": 0.5, "refused": 8, "hurry": 6.0},
    }

    hops: tuple[str, ...] = ("erp>integration",)
    closes_on_bd: float = -1.0
    """Before the first business day: at once when its accruals are posted."""
    refused: int = 6
    """Attempts to deliver the news that fail: six take half an hour, eight nearly three."""
    late: float = 0.1
    """Share of usages and receipts recorded later."""
    hurry: float = 3.0
    """That share, times so much around the end of a month."""

    @property
    def parameters(self) -> Mapping[str, float]:
        """What it changes in the world."""
        return {
            "close_earliest_bd": self.closes_on_bd,
            "close_latest_bd": self.closes_on_bd,
            "usage_late_share": self.late,
            "receipt_late_share": self.late,
            "spike_late_bookings": self.hurry,
        }

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Keeps the news of a close out for its first attempts."""
        late = packet.is_delivery and packet.f == CHANGED and packet.attempt <= self.refused
        return Unreachable() if late else None

    def begin(self, reach: Reach) -> None:
        """Looks out for a document and its posting in different periods."""
        periods: dict[str, str] = {}

        def committed(system: str, effect: Effect) -> None:
            if effect.kind in RECORDED:
                periods[effect.key] = effect.period
            elif effect.kind in POSTED and periods.get(effect.key, effect.period) != effect.period:
                reach.witness(effect.key, system)

        reach.watch(committed)
